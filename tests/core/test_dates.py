"""How dates read, in the language that Rounds speaks."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from forum.core import dates

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
IN_MARCH, LONG_AGO = datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2024, 10, 9, 12, tzinfo=UTC)


@pytest.fixture
def spoken(request):
    """A process remembers the names of one language."""
    names = (dates._month, dates._short_month, dates._long_ago)
    for name in names:
        name.cache_clear()
    with translation.override(request.param):
        yield
    for name in names:
        name.cache_clear()


@pytest.mark.parametrize(
    ("spoken", "day", "label", "month"),
    [("en-us", "Mar 3", "Oct 9, 2024", "March 2026"), ("de", "Mär 3", "Okt 9, 2024", "März 2026")],
    indirect=["spoken"],
)
def test_months_are_named_in_its_language(spoken, day, label, month):
    assert dates.day(IN_MARCH, NOW) == day
    assert dates.when(LONG_AGO, NOW).label == label
    assert dates.month(IN_MARCH) == month


@pytest.mark.parametrize("spoken", ["en-us"], indirect=True)
def test_every_month_has_its_name(spoken):
    days = [datetime(2026, month, 1, 12, tzinfo=UTC) for month in range(1, 13)]

    short = " ".join(dates.day(day, NOW).removesuffix(" 1") for day in days)
    full = " ".join(dates.month(day).removesuffix(" 2026") for day in days)

    assert short == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    assert full == (
        "January February March April May June July August September October November December"
    )


@pytest.mark.parametrize(
    ("moment", "near", "within"),
    [
        (datetime(2026, 5, 20, 5, tzinfo=UTC), "today", "today"),
        (datetime(2026, 5, 20, 3, tzinfo=UTC), "yesterday", "yesterday"),  # in New York
        (IN_MARCH, "Mar 3", "on Mar 3"),
        (LONG_AGO, "Oct 9, 2024", "on Oct 9, 2024"),
    ],
)
def test_a_day_nearby_is_called_by_its_nearness(moment, near, within):
    with timezone.override("America/New_York"):
        assert dates.near_day(moment, NOW) == near
        assert dates.on_day(moment, NOW) == within
