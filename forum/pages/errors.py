"""The pages for when something is not right. The one for 500 needs neither database nor context."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

from accounts.services import ReadsOnly
from forum.core.http import came_from, too_often, who_did_what
from forum.moderation.standing_queries import sanctions_of, standing_now
from forum.pages.typed import typed_fields

logger = logging.getLogger("rounds.security")


@requires_csrf_token
def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request, exception=None):
    if isinstance(exception, ReadsOnly):
        return _reads_only(request, exception)
    logger.warning("Refused: %s", who_did_what(request))
    reason = str(exception) if exception and str(exception) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def _reads_only(request, refusal: ReadsOnly):
    """Until when and why this member writes nothing, and what they typed: it is theirs to keep."""
    context = {
        "reasons": standing_now(sanctions_of(request.user)),
        "is_draft_kept": refusal.is_draft_kept,
        "typed": [] if refusal.is_draft_kept else typed_fields(request),
    }
    return render(request, "reads_only.html", context, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    """One page for what never existed and for what this visitor may not know of."""
    return render(request, "404.html", status=404)


def server_error(request):
    number = getattr(request, "number", "")
    moment = timezone.now().strftime("%Y-%m-%d %H:%M UTC")
    page = get_template("500.html").render({"number": f"{moment} · {number}"})
    return HttpResponseServerError(page)


def csrf_failure(request, reason=""):
    """Say what happened and give back what was typed: nobody retypes a post for a stale form."""
    logger.warning("CSRF check failed: %s", request.path, extra={"request": request})
    context = {"typed": typed_fields(request), "back": came_from(request)}
    return render(request, "403_csrf.html", context, status=403)


def too_many_requests(request, exception=None):
    """What allauth shows too, when somebody signs in or up too often."""
    return too_often(request)
