"""Which version of the code of conduct is published: a number that every process must know at once.

Nobody asks for it alone. A guest's request reads it with the generation of the kept pages, any other
with its session (accounts/sessions.py), so it is as new as the request and costs no statement.
"""

CONDUCT = 3  # the row of Generation that holds it
_latest: int | None = None


def tell(number: int | None) -> None:
    """Let this process know the number that its request has read; None: it read none."""
    global _latest
    _latest = number


def latest() -> int | None:
    """The number that the latest request of this process read; None where it must be asked for."""
    return _latest
