from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.middleware import get_user
from django.utils import timezone


def member(get_response):
    """Load who is signed in, and show them times in the zone they chose.

    Every page asks for the user a thousand times, so the lazy stand-in of Django's own middleware
    is replaced by the user: each look through it costs as much as the question.
    """

    def middleware(request):
        request.user = get_user(request)
        zone = _zone(request.user)
        if zone is None:
            return get_response(request)
        with timezone.override(zone):
            return get_response(request)

    return middleware


def _zone(user) -> ZoneInfo | None:
    """The member's time zone; None for guests, who see the site's."""
    if not user.is_authenticated:
        return None
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
