"""The tabs over every list of moderation."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from forum.moderation.case_queries import waiting_for

LISTS = {"open": "moderation_queue", "held": "moderation_held", "mine": "moderation_mine"}


def list_of(request) -> str:
    """The list that a moderator goes through: each page and form of a case keeps it as ``?in=``."""
    asked = request.GET.get("in", "")
    return asked if asked in LISTS else "open"


def kept(section: str) -> str:
    """What the address of a case says of the list it was opened from."""
    return "" if section == "open" else f"?in={section}"


def list_url(request) -> str:
    """The list that the moderator goes through."""
    return reverse(LISTS[list_of(request)])


def case_url(request, pk: int, page: str = "case") -> str:
    """The case, or another ``page`` of it, within that list."""
    return reverse(page, args=[pk]) + kept(list_of(request))


def tabs(viewer: User, section: str) -> dict[str, Any]:
    """What ``moderation/_sections.html`` shows: where ``viewer`` is, and how much waits elsewhere."""
    return {"section": section, "queue": waiting_for(viewer)}
