class IdConverter:
    """An id in an address. Longer numbers than any database holds do not match: 404, not 500."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
