"""The queue: its lists, each case in full, who looks at it, and whom they ask."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from forum.core.errors import Outdated, Refused
from forum.core.http import id_in, member_required, post_only, typed_before
from forum.core.paging import keyset_page
from forum.moderation import case_services as services
from forum.moderation.case_forms import AskModeratorForm
from forum.moderation.case_pages import case_page, too_late
from forum.moderation.case_queries import (
    all_cases,
    closed_cases,
    moderators_to_ask,
    next_case,
    rows_of,
    what_about,
    why,
)
from forum.moderation.models import Case
from forum.moderation.permissions import FOR_MODERATORS, can_open_queue, can_see_case
from forum.moderation.sections import case_url, kept, list_of, list_url, tabs


def queue_required(view):
    """For moderators, and for those who look after a topic. What a case page shows is kept nowhere."""

    @wraps(view)
    @member_required()
    @never_cache
    def wrapped(request, *args, **kwargs):
        if not can_open_queue(request.user):
            raise PermissionDenied(FOR_MODERATORS)
        return view(request, *args, **kwargs)

    return wrapped


def case_to_see(request, case_id: int) -> Case:
    """The case of this id; 403 where it is in a topic of others."""
    case = get_object_or_404(all_cases(), pk=case_id)
    if not can_see_case(request.user, case):
        raise PermissionDenied
    return case


@queue_required
@require_GET
def queue(request, section):
    """What waits, the gravest and oldest first, and the first of it in full."""
    return case_page(request, None, section=section)


@queue_required
@require_GET
def resolved(request):
    page = keyset_page(closed_cases(request.user), request.GET, moment="closed_at")
    context = {
        "page": page,
        "rows": rows_of(page.rows, request.user),
    } | tabs(request.user, "resolved")
    return render(request, "moderation/cases_resolved.html", context)


@queue_required
@require_GET
def case(request, case_id):
    return case_page(request, case_to_see(request, case_id))


@queue_required
@require_GET
def case_next(request, case_id):
    """Skip: on to the next one that nobody else has claimed."""
    section = list_of(request)
    after = next_case(request.user, case_to_see(request, case_id), section)
    if after is None:
        messages.info(request, _("Nothing else waits."))
        return redirect(list_url(request))
    return _to_case(request, after)


@queue_required
@post_only
def case_claim(request, case_id):
    case = case_to_see(request, case_id)
    seen = id_in(request.POST, "seen") or None
    return _done(request, case, lambda: services.claim_case(case=case, by=request.user, seen=seen))


@queue_required
@post_only
def case_release(request, case_id):
    case = case_to_see(request, case_id)
    return _done(request, case, lambda: services.release_case(case=case, by=request.user))


def _done(request, case: Case, act):
    try:
        act()
    except Outdated as refusal:
        return too_late(request, case, str(refusal))
    return _to_case(request, case)


def _to_case(request, case: Case):
    return redirect(case_url(request, case.pk))


@member_required("asked", "note")
@queue_required
@require_http_methods(["GET", "POST"])
def case_ask(request, case_id):
    """Hand a case to another moderator, with a note."""
    case = case_to_see(request, case_id)
    if case.closed_at:
        return too_late(request, case, services.what_was_decided(case), request.POST.get("note", ""))
    typed = request.POST if request.method == "POST" else None
    moderators = moderators_to_ask(case, request.user)
    form = AskModeratorForm(typed, moderators=moderators, initial=typed_before(request))
    if form.is_valid():
        try:
            services.ask_moderator(case=case, by=request.user, **form.cleaned_data)
        except Outdated as refusal:
            return too_late(request, case, str(refusal), form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error("asked", str(refusal))
        else:
            name = form.cleaned_data["asked"].display_name
            messages.success(request, _("%(name)s is asked by email.") % {"name": name})
            return redirect(list_url(request))
    context = {"form": form, "case": case, "why": why(case), "what": what_about(case)}
    context["kept"] = kept(list_of(request))
    return render(request, "moderation/case_ask.html", context, status=422 if form.errors else 200)
