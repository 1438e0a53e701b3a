"""The time zones a member may choose: those of the United States first, by the names people use."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext_lazy as _

UNITED_STATES = [
    ("America/New_York", _("Eastern Time (New York)")),
    ("America/Chicago", _("Central Time (Chicago)")),
    ("America/Denver", _("Mountain Time (Denver)")),
    ("America/Phoenix", _("Mountain Time without daylight saving (Phoenix)")),
    ("America/Los_Angeles", _("Pacific Time (Los Angeles)")),
    ("America/Anchorage", _("Alaska Time (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii Time (Honolulu)")),
    ("America/Puerto_Rico", _("Atlantic Time (Puerto Rico)")),
    ("Pacific/Guam", _("Chamorro Time (Guam)")),
]
_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def choices() -> list:
    """For a select field, in two groups."""
    named = {zone for zone, name in UNITED_STATES}
    others = sorted(
        zone
        for zone in available_timezones()
        if zone.partition("/")[0] in _REGIONS and zone not in named
    )
    return [
        (_("United States"), UNITED_STATES),
        (_("Elsewhere"), [(zone, zone.replace("_", " ")) for zone in others]),
    ]


def zone_of(user) -> ZoneInfo | None:
    """The member's time zone; None for guests, who see the site's."""
    if not user.is_authenticated:
        return None
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
