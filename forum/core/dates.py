"""How dates read: relative for a week, then the day, with the year when it is not this one."""

import math
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


class When(NamedTuple):
    """A moment as a page shows it: ``label`` for people, ``iso`` for ``<time datetime>``.

    The label reads as part of a sentence ("asked yesterday"); the style sheet gives it a capital
    where nothing stands before it.
    """

    label: str
    iso: str


def when(moment: datetime, now: datetime | None = None) -> When:
    """``moment`` as it reads at ``now``, in the reader's time zone."""
    now = now or timezone.now()
    seconds = (now - moment).total_seconds()
    if seconds < 7 * DAY:
        return When(_relative(seconds), _iso(moment))
    zone = timezone.get_current_timezone()
    return _long_ago(moment, zone, timezone.localtime(now, zone).year)


def day(moment: datetime, now: datetime | None = None) -> str:
    """The day of ``moment``: "Nov 3", or "Nov 3, 2023" in another year."""
    this_year = timezone.localtime(now or timezone.now()).year
    return _day(timezone.localtime(moment), this_year)


def near_day(moment: datetime, now: datetime | None = None) -> str:
    """The day of ``moment`` as it is called near it: "today", "yesterday", "Nov 3"."""
    return _called(moment, now) or day(moment, now)


def on_day(moment: datetime, now: datetime | None = None) -> str:
    """The same within a sentence: "today", "yesterday", "on Nov 3"."""
    return _called(moment, now) or _("on %(day)s") % {"day": day(moment, now)}


def _called(moment: datetime, now: datetime | None) -> str:
    days = (timezone.localdate(now or timezone.now()) - timezone.localdate(moment)).days
    return _("today") if days == 0 else _("yesterday") if days == 1 else ""


def month(moment: date) -> str:
    """The month of ``moment`` in full: "March 2026"."""
    return f"{_month(moment.month)} {moment.year}"


def duration(seconds: float) -> str:
    """How long ``seconds`` are, rounded up: "5 minutes", "1 hour", "90 minutes", "3 hours"."""
    if seconds == DAY or seconds >= 2 * DAY:
        count = math.ceil(seconds / DAY)
        return ngettext("%d day", "%d days", count) % count
    if seconds == HOUR or seconds >= 2 * HOUR:
        count = math.ceil(seconds / HOUR)
        return ngettext("%d hour", "%d hours", count) % count
    count = max(1, math.ceil(seconds / MINUTE))
    return ngettext("%d minute", "%d minutes", count) % count


def waited(moment: datetime, now: datetime | None = None) -> When:
    """How long something has waited since ``moment``: "1 minute", "3 hours", "9 days"."""
    seconds = ((now or timezone.now()) - moment).total_seconds()
    unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY
    return When(duration(max(1, seconds // unit) * unit), _iso(moment))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")[:16] + "Z"


def _day(local: datetime, this_year: int) -> str:
    label = f"{_short_month(local.month)} {local.day}"
    return label if local.year == this_year else f"{label}, {local.year}"


@lru_cache  # Django knows the names in every language, and looks each up anew wherever it is printed
def _month(number: int) -> str:
    return str(MONTHS[number])


@lru_cache
def _short_month(number: int) -> str:
    return str(MONTHS_3[number]).title()


@lru_cache(maxsize=2_000)  # a page shows the same old moments to everybody
def _long_ago(moment: datetime, zone: tzinfo, this_year: int) -> When:
    return When(_day(timezone.localtime(moment, zone), this_year), _iso(moment))


def _relative(seconds: float) -> str:
    if seconds < MINUTE:
        return _("just now")
    unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY
    return _ago(unit, int(seconds // unit))


@lru_cache(maxsize=100)  # looking up a plural takes longer than the rest of a row
def _ago(unit: int, count: int) -> str:
    if unit == MINUTE:
        return ngettext("%d minute ago", "%d minutes ago", count) % count
    if unit == HOUR:
        return ngettext("%d hour ago", "%d hours ago", count) % count
    return _("yesterday") if count == 1 else _("%d days ago") % count
