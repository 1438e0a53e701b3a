"""The page where a member appeals, and the one where another moderator decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.core.errors import Outdated, Refused
from forum.core.http import member_required, next_path, typed_before
from forum.guard.services import record
from forum.moderation import appeal_services
from forum.moderation.appeal_forms import AppealDecisionForm, AppealForm
from forum.moderation.appeal_queries import ACTS, appeal_against, appealed
from forum.moderation.case_pages import case_page
from forum.moderation.case_queries import all_cases, case_of_appeal
from forum.moderation.models import Appeal
from forum.moderation.views import moderator_required


@member_required("words")
@never_cache
@require_http_methods(["GET", "POST"])
def appeal(request, action_id):
    """What was done, by which rule, and why the member disagrees; later what became of it."""
    action = get_object_or_404(ACTS, pk=action_id)
    if not appeal_services.may_appeal(action, request.user):
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None, initial=typed_before(request))
    if form.is_bound:
        try:
            if form.is_valid():
                appeal_services.appeal(action=action, member=request.user, **form.cleaned_data)
                messages.success(request, _("Sent. Another moderator looks at it, and mails you."))
                return redirect("appeal", action.pk)
            record(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "about": appealed(action),
        "form": form,
        "made": appeal_against(action),
        "is_late": appeal_services.is_late(action),
    }
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else 200)


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def appeal_decide(request, appeal_id):
    """Decide as the button says that was clicked; the page of its case has the form."""
    found = get_object_or_404(Appeal, pk=appeal_id)
    case = case_of_appeal(found)
    if request.method == "GET":
        return redirect("case", case.pk)
    form = AppealDecisionForm(request.POST, appeal=found, viewer=request.user)
    if status := _decided(request, found, form):
        return case_page(request, all_cases().get(pk=case.pk), form=form, status=status)
    messages.success(request, _("Decided. The member is told by email."))
    return redirect(next_path(request, reverse("moderation_queue")))


def _decided(request, found, form) -> int:
    """Decide, and 0; or the status of the page that says why not."""
    decision = request.POST.get("decision")
    if decision not in ("grant", "refuse"):
        form.add_error(None, _("Choose what to do"))
    if not form.is_valid():
        return 422
    is_granted = decision == "grant"
    try:
        appeal_services.decide_appeal(
            appeal=found, moderator=request.user, is_granted=is_granted, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, Outdated) else 422
    return 0
