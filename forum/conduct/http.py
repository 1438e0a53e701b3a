"""The page that stands in the way of whoever has not accepted the rules of today."""

from collections.abc import Sequence
from functools import wraps
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from forum.conduct.changes import changes_between
from forum.conduct.permissions import has_accepted
from forum.conduct.queries import current_version, published_versions, version_numbered
from forum.core.http import came_from, go_to, keep_typed


def acceptance_required(view):
    """Show the rules in place of an act (a POST) of a member who has not accepted them."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and not has_accepted(request.user):
            return accept_first(request, back=came_from(request))
        return view(request, *args, **kwargs)

    return wrapped


def accept_first(request, *, back: str = "", typed: Sequence[str] = (), draft_kept: bool = False):
    """Refuse with the page that asks to accept the rules, and then leads ``back``: to this form.

    The ``typed`` fields are kept for it; ``draft_kept`` says that they are safe as a draft too.
    """
    back = back or request.get_full_path()
    if request.method == "POST":
        keep_typed(request, typed)
    if request.htmx:
        return go_to(request, f"{reverse('rules_accept')}?{urlencode({'next': back})}")
    is_kept = request.method == "POST" and bool(typed or draft_kept)
    return accept_page(request, back=back, is_kept=is_kept, status=403)


def accept_page(request, *, back: str, is_kept: bool = False, refusal: str = "", status: int = 200):
    """What changed since this member accepted, and the button that accepts it."""
    now = version_numbered(current_version().number)
    accepted = request.user.rules_accepted
    context = {
        "version": now,
        "news": published_versions().filter(number__gt=accepted),
        "changes": changes_between(version_numbered(accepted), now) if now else (),
        "back": back,
        "is_kept": is_kept,
        "refusal": refusal,
        "has_accepted": has_accepted(request.user),
    }
    return render(request, "conduct/accept.html", context, status=status)
