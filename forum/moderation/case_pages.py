"""The page of the queue: what waits beside one case in full."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.domains import is_of_site
from accounts.models import Proposal, User
from accounts.queries import organizations_named, read_address, standing_of
from forum.core.text import one_line
from forum.moderation import case_queries as queries
from forum.moderation.appeal_forms import AppealDecisionForm
from forum.moderation.case_forms import DecideForm
from forum.moderation.case_services import what_was_decided
from forum.moderation.curation_forms import DecisionForm
from forum.moderation.models import Case
from forum.moderation.permissions import can_decide, can_moderate
from forum.moderation.queries import rule_facts
from forum.moderation.sections import kept, list_of, tabs
from forum.moderation.standing_queries import record_of
from forum.threads.articles import Reader
from forum.threads.bylines import present_byline
from forum.threads.models import Post

Kind = Case.Kind


def case_page(request, case: Case | None, *, section="", form=None, refusal="", typed="", status=200):
    """``case`` with what helps to decide it, beside the list it stands in.

    ``form`` holds what was sent and is shown again; ``refusal`` says why nothing was done, with
    what was ``typed``.
    """
    section = section or list_of(request)
    page = queries.queue_page(request.user, section, request.GET)
    case = case or _first(page)
    context = {
        "page": page,
        "rows": queries.rows_of(page.rows, request.user),
        "refusal": refusal,
        "typed": typed,
        "case": case,
        "kept": kept(section),
    } | tabs(request.user, section)
    if case:
        context |= _in_full(request, case)
        if context["may_decide"] or case.appeal:
            context["form"] = form or _form_of(request, case, context)
    return render(request, "moderation/queue.html", context, status=status)


def too_late(request, case: Case, refusal: str, typed: str = ""):
    """Somebody was first: what they decided, and what this moderator had ``typed``."""
    now = queries.all_cases().filter(pk=case.pk).first()
    if now is None:
        messages.warning(request, refusal)
        return redirect("moderation_queue")
    return case_page(request, now, refusal=refusal, typed=typed, status=409)


def _first(page) -> Case | None:
    first = next(iter(page.rows), None)
    return queries.all_cases().get(pk=first.pk) if first else None


def _in_full(request, case: Case) -> dict:
    facts = {
        "why": queries.why(case),
        "may_decide": case.closed_at is None and can_decide(request.user, case),
        "may_redact": can_moderate(request.user),
        "decided": what_was_decided(case) if case.closed_at else "",
    }
    if act := queries.act_of(case):
        facts |= {"act": act, "rule": rule_facts(act.rule, act.created_at)}
    if case.post:
        facts["has_author_left"] = case.post.author.erased_at and not case.post.unnamed_as
        facts |= _about_post(request.user, case.post)
    elif case.proposal:
        facts |= _about_proposal(request, case.proposal)
    elif case.member:
        facts["byline"] = present_byline(case.member, standing_of(case.member))
    is_flagged = case.kind == Kind.FLAGS or case.post
    if is_flagged and can_decide(request.user, case):  # who is flagged never learns by whom
        facts["flags"] = list(queries.flags_of(case))
    member = _known_member(case)
    if member and can_moderate(request.user):
        facts["record"] = record_of(member)
    return facts


def _known_member(case: Case) -> User | None:
    """Whom the case concerns, where that may be told: not of a post without a name."""
    if case.post:
        return None if case.post.unnamed_as or case.post.author.erased_at else case.post.author
    return case.member


def _about_post(viewer, post: Post) -> dict:
    reader = Reader(viewer, post.thread, rule_facts=rule_facts)
    before = queries.post_before(post, viewer)
    return {
        "post": reader.html(post, acts=False),
        "before": reader.html(before, acts=False) if before else "",
        "findings": queries.findings_in(post),
    }


def _about_proposal(request, proposal: Proposal) -> dict:
    """Who asks, from where, and what is here already."""
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


def _form_of(request, case: Case, context: dict):
    """An empty form to decide ``case`` with."""
    if case.proposal:
        return DecisionForm(initial={"with_domain": context["is_of_site"]})
    if case.appeal:
        return AppealDecisionForm(appeal=case.appeal, viewer=request.user)
    return DecideForm(case=case, moderator=request.user)
