"""The queue: what members have asked for, and what a moderator answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.domains import is_of_site
from accounts.models import Proposal
from accounts.queries import all_proposals, organizations_named, read_address, standing_of
from forum.core.errors import Outdated, Refused
from forum.core.text import one_line
from forum.moderation import services
from forum.moderation.curation_forms import DecisionForm
from forum.moderation.queries import open_queue
from forum.moderation.views import moderator_required
from forum.threads.bylines import present_byline


@moderator_required
@never_cache
@require_GET
def moderation_queue(request, proposal_id=None):
    """What waits, the oldest first, and one of them in full: the oldest, or the one asked for."""
    return _page(request, _proposal(proposal_id))


@moderator_required
@require_POST
def proposal_agree(request, proposal_id):
    """Do what was asked for. With ``existing`` the member meant that organization."""
    form = DecisionForm(request.POST)
    return _decide(request, form, _proposal(proposal_id), services.agree_to_proposal)


@moderator_required
@require_POST
def proposal_decline(request, proposal_id):
    form = DecisionForm(request.POST)
    form.fields["reason"].required = True
    del form.fields["existing"], form.fields["with_domain"]
    return _decide(request, form, _proposal(proposal_id), services.decline_proposal)


def _decide(request, form, proposal, service):
    if not form.is_valid():
        return _page(request, proposal, form=form, status=422)
    try:
        decided = service(proposal=proposal, moderator=request.user, **form.cleaned_data)
    except Outdated as refusal:
        return _page(request, proposal, refusal=str(refusal), status=409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, proposal, form=form, status=422)
    words = _("Agreed. %(title)s. %(name)s is told by email.")
    if not decided.is_agreed:
        words = _("Declined. %(title)s. %(name)s is told by email.")
    messages.success(request, words % {"title": decided.title, "name": decided.member.display_name})
    return redirect("moderation_queue")


def _proposal(pk: int | None) -> Proposal | None:
    return get_object_or_404(all_proposals(), pk=pk) if pk else None


def _page(request, proposal, *, form=None, refusal="", status=200):
    queue = open_queue()
    context = {"queue": queue, "section": "queue", "refusal": refusal}
    chosen = proposal or next(iter(queue.rows), None)
    if chosen:
        context |= _in_full(request, chosen) | {"next": queue.after(chosen)}
        context["form"] = form or DecisionForm(initial={"with_domain": context["is_of_site"]})
    return render(request, "moderation/queue.html", context, status=status)


def _in_full(request, proposal) -> dict:
    """One proposal with what helps to decide: who asks, from where, and what is here already."""
    address = read_address(proposal.member.email)
    facts = {
        "proposal": proposal,
        "byline": present_byline(proposal.member, standing_of(proposal.member)),
        "address": address,
        "is_of_site": is_of_site(address.free_domain, proposal.website),
    }
    if proposal.voucher:
        facts["voucher"] = present_byline(proposal.voucher, standing_of(proposal.voucher))
    if proposal.about == Proposal.About.ORGANIZATION:
        name = one_line(request.GET.get("name", ""))[:120] or proposal.name
        facts |= {"looked_for": name, "similar": organizations_named(name)}
    return facts
