from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.time_zones import zone_of


def member(get_response):
    """Load who is signed in, and show them times in the zone they chose.

    Every page asks for the user a thousand times, so the lazy stand-in of Django's own middleware
    is replaced by the user: each look through it costs as much as the question. Who is suspended
    is a guest, though their session was begun in that very moment.
    """

    def middleware(request):
        user = get_user(request)
        request.user = AnonymousUser() if user.is_authenticated and user.is_suspended else user
        zone = zone_of(request.user)
        if zone is None:
            return get_response(request)
        with timezone.override(zone):
            return get_response(request)

    return middleware
