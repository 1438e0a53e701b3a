"""What members have proposed, and what a moderator answers, on the page of its case."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.queries import all_proposals
from forum.core.errors import Outdated, Refused
from forum.core.http import post_only
from forum.moderation import services
from forum.moderation.case_pages import case_page, too_late
from forum.moderation.case_queries import case_of_proposal
from forum.moderation.curation_forms import DecisionForm
from forum.moderation.views import moderator_required


@moderator_required
@require_GET
def moderation_proposal(request, proposal_id):
    """The address a proposal had before it was a case: it leads there."""
    url = reverse("case", args=[_case(proposal_id).pk])
    query = request.GET.urlencode()
    return redirect(f"{url}?{query}" if query else url)


@moderator_required
@post_only
def proposal_agree(request, proposal_id):
    """Do what was asked for. With ``existing`` the member meant that organization."""
    return _decide(request, proposal_id, DecisionForm(request.POST), services.agree_to_proposal)


@moderator_required
@post_only
def proposal_decline(request, proposal_id):
    form = DecisionForm(request.POST)
    form.fields["reason"].required = True
    del form.fields["existing"], form.fields["with_domain"]
    return _decide(request, proposal_id, form, services.decline_proposal)


def _decide(request, proposal_id, form, service):
    proposal = get_object_or_404(all_proposals(), pk=proposal_id)
    case = _case(proposal_id)
    if not form.is_valid():
        return case_page(request, case, form=form, status=422)
    try:
        decided = service(proposal=proposal, moderator=request.user, **form.cleaned_data)
    except Outdated as refusal:
        return too_late(request, case, str(refusal), form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return case_page(request, case, form=form, status=422)
    words = _("Agreed. %(title)s. %(name)s is told by email.")
    if not decided.is_agreed:
        words = _("Declined. %(title)s. %(name)s is told by email.")
    messages.success(request, words % {"title": decided.title, "name": decided.member.display_name})
    return redirect("moderation_queue")


def _case(proposal_id: int):
    case = case_of_proposal(proposal_id)
    if case is None:
        raise Http404
    return case
