"""Small pieces of HTTP that several apps share."""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

logger = logging.getLogger("rounds.security")
TYPED = "typed"
LONGEST_KEPT = 25_000
LONGEST_NEXT = 2_000


def page_number(params, name: str = "page") -> int:
    """``?page=`` as a number from 1; 0 (a page that never exists) for anything else."""
    raw = params.get(name, "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        return 0
    return int(raw)


def id_in(params, name: str) -> int:
    """The id that ``params`` have under ``name``; 0 (which nothing has) for anything else."""
    raw = params.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0


def is_too_often(request, action: str, *, key: str | None = None) -> bool:
    """Count one ``action`` of this member, address or ``key``; whether it is over its rate limit."""
    user = request.user if request.user.is_authenticated else None
    return not ratelimit.consume(
        request, app="allauth.account", action=action, key=key, user=user, limit_get=True
    )


def too_often(request, *, draft_kept: bool = False) -> HttpResponse:
    """The page that says to wait; with ``draft_kept``, that what was typed is safe."""
    user = getattr(request, "user", None)
    logger.warning(
        "Over a limit: %s, member %s", request.path, user and user.pk, extra={"request": request}
    )
    response = render(request, "429.html", {"draft_kept": draft_kept}, status=429)
    response.headers["Retry-After"] = "600"
    return response


def too_often_fragment() -> HttpResponse:
    """The same in one line, for a piece of a page."""
    return HttpResponse(_("Wait a minute, then try again."), status=429, headers={"Retry-After": "60"})


def go_to(request, url: str) -> HttpResponse:
    """Lead to ``url``: as a plain redirect, or as htmx understands one."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def signed_out(request) -> HttpResponse:
    """What a guest's htmx request shows in place of what was clicked: a link to sign in.

    It never leads away by itself: the page may hold text that a member wrote before the session ended.
    """
    response = render(request, "components/signed_out.html", {"url": sign_in_url(request)})
    response.headers["HX-Retarget"] = "this"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def next_path(request, default: str) -> str:
    """Where the form's ``next`` leads, if that is on this site; else ``default``."""
    path = request.POST.get("next") or request.GET.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and len(path) <= LONGEST_NEXT else default


def member_required(*typed_fields: str) -> Callable:
    """Let members through and lead guests to sign in, and from there back to where they were.

    ``typed_fields`` names what a guest may have typed before the session ended: it is kept in the
    session of the browser and the form shows it again (``typed_before``). Only htmx stays on the page
    where nothing is kept.
    """

    def decorator(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            is_kept = request.method == "POST" and typed_fields
            if is_kept:
                if not is_too_often(request, "keep_typed"):
                    keep_typed(request, typed_fields)
            elif request.htmx:
                return signed_out(request)
            return go_to(request, sign_in_url(request, keeps_form=bool(typed_fields)))

        return wrapped

    return decorator


def sign_in_url(request, *, keeps_form: bool = False) -> str:
    """The sign-in page that leads back to this page, or to the one that the act was on."""
    back = request.get_full_path()
    if (request.method == "POST" or request.htmx) and not keeps_form:
        back = came_from(request)
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def typed_before(request) -> dict[str, str]:
    """What was typed into the form at this address before signing in, or accepting rules; told once."""
    kept = request.session.get(TYPED)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[TYPED]
    return kept["fields"]


def keep_typed(request, names: Sequence[str]) -> None:
    """Let the form at this address show once more what was typed into it: see ``typed_before``."""
    fields = {name: request.POST[name][:LONGEST_KEPT] for name in names if request.POST.get(name)}
    if fields:
        request.session[TYPED] = {"path": request.path, "fields": fields}


def came_from(request) -> str:
    """The address on this site that the visitor comes from; the home page where none is known."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
