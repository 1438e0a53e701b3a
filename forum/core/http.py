"""Small pieces of HTTP that several apps share."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.dates import duration

logger = logging.getLogger("rounds.security")
ALLAUTH = "allauth.account"
TEN_MINUTES = 600
TYPED = "typed"
UNKEPT = "unkept"  # in the address of the sign-in page: what was typed could not be kept
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
    whose: dict[str, Any] = {"app": ALLAUTH, "action": action, "key": key, "user": user}
    if ratelimit.consume(request, limit_get=True, **whose):
        return False
    request.seconds_to_wait = _seconds_to_wait(request, **whose)
    return True


def _seconds_to_wait(request, *, app: str, action: str, **whose) -> float:
    """When the next ``action`` will be within every one of its limits."""
    waits, now = [1.0], time.time()
    for rate in ratelimit.get_rates(app=app, action=action):
        name = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, **whose)
        done = cache.get(name, [])  # the latest first
        if len(done) >= rate.amount:
            waits.append(done[rate.amount - 1] + rate.duration - now)
    return max(waits)


def too_often(request, *, draft_kept: bool = False, seconds: float | None = None) -> HttpResponse:
    """The page that says how long to wait; with ``draft_kept``, that what was typed is safe.

    That is ``seconds``, or what ``is_too_often`` found; what allauth limits is open in ten minutes.
    """
    found: float = getattr(request, "seconds_to_wait", TEN_MINUTES)
    wait = found if seconds is None else seconds
    logger.warning("Over a limit: %s", who_did_what(request))
    context = {"draft_kept": draft_kept, "wait": duration(wait)}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def who_did_what(request) -> str:
    """The name of a view and the id of a member, for a line of the log.

    Not the address, nor the number of the request, under which it stands in other lines: the log
    ties no member to a thread, where they may have posted without a name.
    """
    found = getattr(request, "resolver_match", None)
    user = getattr(request, "user", None)
    return f"{found.view_name if found else 'no view'}, member {user and user.pk}"


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


def post_only(view: Callable) -> Callable:
    """Take a POST alone, and say so to ``sign_in_url``: no page is here to come back to."""
    wrapped = require_POST(view)
    wrapped.is_post_only = True  # type: ignore[attr-defined]  # decorators above hand it on
    return wrapped


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
            if request.method == "POST" and typed_fields:
                return _keep_and_sign_in(request, typed_fields)
            if request.htmx:
                return signed_out(request)
            return go_to(request, sign_in_url(request, keeps_form=bool(typed_fields)))

        return wrapped

    return decorator


def _keep_and_sign_in(request, typed_fields: Sequence[str]) -> HttpResponse:
    """Lead to sign in; where too much was kept for this address already, that page says what is lost."""
    url = sign_in_url(request, keeps_form=True)
    if is_too_often(request, "keep_typed"):
        return go_to(request, f"{url}&{UNKEPT}=1")
    keep_typed(request, typed_fields)
    return go_to(request, url)


def sign_in_url(request, *, keeps_form: bool = False) -> str:
    """The sign-in page that leads back to this page, or to the one that the act was on."""
    back = request.get_full_path()
    is_act = request.method == "POST" or request.htmx
    if (is_act or hasattr(request.resolver_match.func, "is_post_only")) and not keeps_form:
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
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
