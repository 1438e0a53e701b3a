"""The theme cookie: the server writes it, base.html reads it, so no page flashes in the wrong one."""

from django.conf import settings

from accounts.models import User
from forum.core.middleware import THEME_COOKIE

YEAR = 365 * 24 * 3600


def keep_theme(response, theme: str) -> None:
    """Let this browser show ``theme``; without a cookie it follows the device."""
    if theme == User.Theme.SYSTEM:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
        return
    response.set_cookie(
        THEME_COOKIE,
        theme,
        max_age=YEAR,
        secure=not settings.LOCAL,
        httponly=True,
        samesite="Lax",
    )
