"""Half-years, which the bars of a snapshot stand for: a number that counts up, twice a year."""

from datetime import UTC, datetime

MONTH_NAMES = ("Jun", "Dec")


def half_of(moment: datetime) -> int:
    """The half-year of ``moment``: 2026's first is 4052, its second 4053."""
    utc = moment.astimezone(UTC)
    return utc.year * 2 + (utc.month > 6)


def end_of(half: int) -> datetime:
    """The first moment after ``half``."""
    year, second = divmod(half + 1, 2)
    return datetime(year, 7 if second else 1, 1, tzinfo=UTC)


def label_of(half: int) -> str:
    """The month that ``half`` ends with: "Dec 2023"."""
    year, second = divmod(half, 2)
    return f"{MONTH_NAMES[second]} {year}"
