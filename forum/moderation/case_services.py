"""Cases: one is opened for what a moderator should look at, and closed with what was decided."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, Proposal, User
from accounts.services.holding import lock_member
from forum.core.errors import Outdated
from forum.moderation.models import Appeal, Case
from forum.threads.models import Post
from forum.threads.services.locks import hold_any_thread, hold_post

Outcome = Case.Outcome


@transaction.atomic
def open_case(
    *,
    kind: str,
    harm: int,
    cause: str = "",
    post: Post | None = None,
    member: User | None = None,
    organization: Organization | None = None,
    proposal: Proposal | None = None,
    appeal: Appeal | None = None,
) -> Case:
    """Let something wait for a moderator: the open case about it, or a new one.

    Whoever opens it holds what it is about, and does so in the transaction of what caused it. A
    case that waits already becomes as grave as ``harm``, with that ``cause``, where it was less.
    """
    targets = {
        "post": post,
        "member": member,
        "organization": organization,
        "proposal": proposal,
        "appeal": appeal,
    }
    (about,) = ({name: target} for name, target in targets.items() if target is not None)
    facts: dict[str, Any] = {"harm": harm, "cause": cause, "opened_at": timezone.now()}
    open_ones = Case.objects.select_for_update(no_key=True)
    case, is_new = open_ones.get_or_create(kind=kind, closed_at=None, **about, defaults=facts)
    if not is_new and harm < case.harm:
        case.harm, case.cause = harm, cause
        case.save(update_fields=["harm", "cause"])
    return case


def hold_case(pk: int) -> Case:
    """The case as it is now, after what it is about; nobody else decides on either until the end.

    Acts on the thread page hold the post and then its case, so everybody takes them in that order.
    """
    case = Case.objects.select_related("proposal", "appeal__action").get(pk=pk)
    _hold_what_it_is_about(case)
    return Case.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def close_case(*, case: Case, by: User | None, outcome: str) -> Case:
    """Close ``case`` with its ``outcome``; ``by`` is nobody where it settled itself.

    Raises Outdated, which says who was first and what they decided, where it is closed already.
    """
    held = hold_case(case.pk)
    if held.closed_at:
        raise Outdated(what_was_decided(held))
    held.closed_at, held.closed_by, held.outcome = timezone.now(), by, outcome
    held.save(update_fields=["closed_at", "closed_by", "outcome"])
    return held


def what_was_decided(case: Case) -> str:
    """Who closed ``case`` and how, for a moderator who comes second."""
    facts = {"outcome": case.get_outcome_display()}
    if case.closed_by is None:
        return _("This is settled already: %(outcome)s.") % facts
    facts["name"] = case.closed_by.display_name
    return _("%(name)s has decided this already: %(outcome)s.") % facts


def _hold_what_it_is_about(case: Case) -> None:
    post_id, member_id = case.post_id, case.member_id
    if case.proposal:
        member_id = case.proposal.member_id
    elif case.appeal:
        post_id = case.appeal.action.post_id
        if case.appeal.action.thread_id:
            hold_any_thread(case.appeal.action.thread_id)
    if member_id:
        lock_member(member_id)
    if post_id:
        hold_post(post_id)
