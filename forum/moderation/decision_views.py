"""What a moderator answers to a case: decide, edit and approve, remove and redact, several at once."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.core.errors import Outdated, Refused
from forum.core.http import member_required, post_only
from forum.core.text import sentence
from forum.moderation import bulk_services, care_services
from forum.moderation import decision_services as decisions
from forum.moderation import erasure_services as erasures
from forum.moderation.case_forms import (
    APPROVE,
    DECLINE,
    ERASE,
    REDACT,
    UPHOLD,
    BulkForm,
    DecideForm,
    RedactCaseForm,
)
from forum.moderation.case_pages import case_page, too_late
from forum.moderation.case_queries import (
    all_cases,
    queue_page,
    rows_of,
    what_about,
)
from forum.moderation.case_services import what_was_decided
from forum.moderation.case_views import case_to_see, queue_required
from forum.moderation.models import Case
from forum.moderation.permissions import can_decide, can_moderate
from forum.moderation.sections import case_url, list_url, tabs
from forum.moderation.views import EDITED, editing

SERVICES: dict[str, Callable[..., object]] = {
    bulk_services.KEEP: decisions.keep,
    bulk_services.REMOVE: decisions.remove,
    APPROVE: decisions.approve,
    UPHOLD: decisions.uphold,
    ERASE: erasures.erase,
    DECLINE: erasures.decline_erasure,
}


def case_to_decide(request, case_id: int) -> Case:
    """The case of this id; 403 for whoever wrote, asked for or did what it is about."""
    case = case_to_see(request, case_id)
    if not can_decide(request.user, case):
        raise PermissionDenied
    return case


@queue_required
@post_only
def case_decide(request, case_id):
    case = case_to_decide(request, case_id)
    if case.kind in (Case.Kind.PROPOSAL, Case.Kind.APPEAL):
        raise PermissionDenied  # they are answered with forms of their own
    form = DecideForm(request.POST, case=case, moderator=request.user)
    if case.closed_at:
        return _too_late(request, case, what_was_decided(case))
    if not form.is_valid():
        return case_page(request, case, form=form, status=422)
    decision = form.cleaned_data["decision"]
    if decision == REDACT:
        return _redact_page(request, case, RedactCaseForm(initial=form.cleaned_data))
    try:
        SERVICES[decision](case=case, moderator=request.user, **form.facts)
    except Outdated as refusal:
        return _too_late(request, case, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return case_page(request, case, form=form, status=422)
    return _on_to_the_next(request, case, is_paused=form.cleaned_data.get("pauses_author", False))


def _on_to_the_next(request, case, *, is_paused=False):
    """To the first of the list that the moderator goes through, with word of what was done."""
    closed = all_cases().get(pk=case.pk)
    facts = {"outcome": closed.get_outcome_display(), "what": sentence(what_about(closed))}
    done = _("%(outcome)s. %(what)s") % facts
    messages.success(request, f"{done} {_('Its author reads only for 7 days.')}" if is_paused else done)
    return redirect(list_url(request))


def _too_late(request, case, refusal):
    kept = [request.POST.get(name, "").strip() for name in ("message", "note", "body")]
    return too_late(request, case, refusal, "\n\n".join(filter(None, kept)))


@queue_required
@require_http_methods(["GET", "POST"])
def case_redact(request, case_id):
    """First which words, then every place they will leave, then they go and the post is removed."""
    case = case_to_decide(request, case_id)
    if not (can_moderate(request.user) and case.post):
        raise PermissionDenied
    if case.closed_at:
        return _too_late(request, case, what_was_decided(case))
    form = RedactCaseForm(request.POST if request.method == "POST" else None)
    places = []
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                return _redacted(request, case, form)
            places = care_services.places_of(
                post=case.post, moderator=request.user, words=form.cleaned_data["words"]
            )
        except Outdated as refusal:
            return _too_late(request, case, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _redact_page(request, case, form, places)


def _redacted(request, case, form):
    places = decisions.remove_and_redact(case=case, moderator=request.user, **form.cleaned_data)
    words = ngettext(
        "Removed, and taken out of %d place.", "Removed, and taken out of %d places.", len(places)
    )
    messages.success(request, words % len(places))
    return redirect(list_url(request))


def _redact_page(request, case, form, places=()):
    context = {
        "post": case.post,
        "form": form,
        "places": places,
        "action": case_url(request, case.pk, "case_redact"),
        "back": case_url(request, case.pk),
    }
    return render(request, "moderation/post_redact.html", context, status=422 if form.errors else 200)


@member_required(*EDITED)
@queue_required
@require_http_methods(["GET", "POST"])
def case_edit(request, case_id):
    """Edit a post that waits, and let members see it."""
    case = case_to_decide(request, case_id)
    if case.closed_at:
        return _too_late(request, case, what_was_decided(case))
    if not (case.post and case.post.held_at):
        raise PermissionDenied
    try:
        return editing(
            request,
            case.post,
            lambda form: decisions.edit_and_approve(case=case, editor=request.user, **form.cleaned_data),
            case=case,
            then=lambda: _on_to_the_next(request, case),
        )
    except Outdated as refusal:
        return _too_late(request, case, str(refusal))


@queue_required
@require_http_methods(["GET", "POST"])
def cases_decide(request):
    """Several at once: tick them on the list and choose one decision; the answer tells of each."""
    form = BulkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        results = bulk_services.decide_many(moderator=request.user, **form.cleaned_data)
        rows = [(what_about(one.case) if one.case else "", one) for one in results]
        context = {"rows": rows, "done": sum(one.is_done for one in results)}
        context |= tabs(request.user, "open")
        return render(request, "moderation/cases_report.html", context)
    page = queue_page(request.user, "open", request.GET)
    ticked = set(form["cases"].value() or ())
    context = {
        "form": form,
        "page": page,
        "rows": [(row, str(row.case.pk) in ticked) for row in rows_of(page.rows, request.user)],
    } | tabs(request.user, "open")
    return render(request, "moderation/cases_several.html", context, status=422 if form.errors else 200)
