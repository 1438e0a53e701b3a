"""Cases: one is opened for what a moderator should look at, and closed with what was decided.

Claims tell the others who is at it; they keep nobody from deciding.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import Organization, Proposal, User
from accounts.services.holding import lock_member
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce_within
from forum.moderation.models import Appeal, Case
from forum.moderation.permissions import can_decide, can_see_case, known_to_concern
from forum.moderation.signals import case_closing
from forum.threads.models import Post
from forum.threads.services.locks import hold_any_thread, hold_post, require

Harm, Kind, Outcome = Case.Harm, Case.Kind, Case.Outcome
HARM_OF_HELD = {"guard": Harm.PATIENT, "watched": Harm.TRUST, "first": Harm.ROUTINE}
UPHELD = (Outcome.REMOVED, Outcome.REDACTED, Outcome.EDITED, Outcome.AGREED)


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
    Raises Outdated where it has gone with what a member does not ask any more.
    """
    case = Case.objects.select_related("proposal", "appeal__action").filter(pk=pk).first()
    if case:
        _hold_what_it_is_about(case)
        case = Case.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if case is None:
        raise Outdated(_("The member does not ask for this any more."))
    return case


@transaction.atomic
def close_case(*, case: Case, by: User | None, outcome: str) -> Case:
    """Close ``case`` with its ``outcome``; ``by`` is nobody where it settled itself.

    ``case_closing`` tells of it within the transaction, so that its flags are answered. Raises
    Outdated, which says who was first and what they decided, where it is closed already.
    """
    held = hold_case(case.pk)
    if held.closed_at:
        raise Outdated(what_was_decided(held))
    held.closed_at, held.closed_by, held.outcome = timezone.now(), by, outcome
    held.save(update_fields=["closed_at", "closed_by", "outcome"])
    announce_within(case_closing, case=held, by=by, is_upheld=outcome in UPHELD)
    return held


def what_was_decided(case: Case) -> str:
    """Who closed ``case`` and how, for a moderator who comes second."""
    facts = {"outcome": case.get_outcome_display()}
    if case.closed_by is None:
        return _("This is settled already: %(outcome)s.") % facts
    facts["name"] = case.closed_by.display_name
    return _("%(name)s has decided this already: %(outcome)s.") % facts


@transaction.atomic
def claim_case(*, case: Case, by: User, seen: int | None) -> Case:
    """Tell the other moderators that ``by`` looks at it. ``seen`` is who did when they saw it.

    Raises PermissionDenied, Outdated where it is closed or another one was first.
    """
    held = _open_one(case, by)
    require(can_decide(by, held))
    if held.claimed_by and held.claimed_by_id not in (by.pk, seen):
        raise Outdated(
            _("%(name)s has claimed this meanwhile.") % {"name": held.claimed_by.display_name}
        )
    held.claimed_by, held.claimed_at = by, timezone.now()
    held.save(update_fields=["claimed_by", "claimed_at"])
    return held


@transaction.atomic
def release_case(*, case: Case, by: User) -> Case:
    """Let go of what ``by`` claimed, or was asked to look at. Raises PermissionDenied, Outdated."""
    held = _open_one(case, by)
    if held.claimed_by_id == by.pk:
        held.claimed_by = held.claimed_at = None
    if held.asked_id == by.pk:
        held.asked = None
    held.save(update_fields=["claimed_by", "claimed_at", "asked"])
    return held


@transaction.atomic
def ask_moderator(*, case: Case, by: User, asked: User, note: str = "") -> Case:
    """Hand ``case`` to another moderator, who is mailed and finds it under their own.

    Raises PermissionDenied, Refused for somebody of whom it is known that they may not decide it,
    Outdated where it is closed.
    """
    held = _open_one(case, by)
    if asked == by or not can_see_case(asked, held) or asked.pk in known_to_concern(held):
        raise Refused(_("Choose another moderator, who may decide this."))
    held.asked, held.asked_by, held.asked_note = asked, by, note
    held.claimed_by = held.claimed_at = None
    held.save(update_fields=["asked", "asked_by", "asked_note", "claimed_by", "claimed_at"])
    send_notice("moderation/email/case_asked", asked, {"case": held})
    return held


def open_held(*, post: Post, cause: str) -> None:
    """Open the case of a post that waits; without a ``cause`` it waits again, as it did before."""
    if not cause:
        before = Case.objects.filter(post=post).order_by("-pk")
        last, held = before.first(), before.filter(kind=Kind.HELD).first()
        if last and last.kind == Kind.FLAGS and last.outcome in ("", Outcome.SETTLED):
            return  # flags let it wait, and open their own case again
        cause = held.cause if held else ""
    harm = HARM_OF_HELD.get(cause, Harm.PATIENT)
    open_case(kind=Kind.HELD, harm=harm, cause=cause, post=post)


def settle_held(*, post: Post) -> None:
    """Close the case of a post that waited and that its author took back: nobody decided."""
    for case in _open_ones(post, Kind.HELD):
        close_case(case=case, by=None, outcome=Outcome.SETTLED)


def close_cases_of(*, post: Post, by: User, is_kept: bool) -> None:
    """Close what waits about a post that a moderator has released, or removed, wherever they did."""
    for case in _open_ones(post, Kind.HELD, Kind.FLAGS):
        kept = Outcome.APPROVED if case.kind == Kind.HELD else Outcome.KEPT
        close_case(case=case, by=by, outcome=kept if is_kept else Outcome.REMOVED)


def open_proposed(*, proposal: Proposal) -> None:
    open_case(kind=Kind.PROPOSAL, harm=Harm.ROUTINE, cause=proposal.about, proposal=proposal)


def close_proposed(*, proposal: Proposal, by: User) -> None:
    outcome = Outcome.AGREED if proposal.is_agreed else Outcome.DECLINED
    for case in Case.objects.filter(proposal=proposal, closed_at=None):
        close_case(case=case, by=by, outcome=outcome)


def _open_ones(post: Post, *kinds: str):
    return Case.objects.filter(post=post, kind__in=kinds, closed_at=None).order_by("pk")


def _open_one(case: Case, by: User) -> Case:
    """``case`` under a lock, still open and for ``by`` to look at."""
    held = hold_case(case.pk)
    require(can_see_case(by, held))
    if held.closed_at:
        raise Outdated(what_was_decided(held))
    return held


def _hold_what_it_is_about(case: Case) -> None:
    post_id, member_id = case.post_id, case.member_id
    if case.proposal:
        member_id = case.proposal.member_id
    elif case.appeal:
        member_id, post_id = case.appeal.member_id, case.appeal.action.post_id
    if member_id:
        lock_member(member_id)
    if case.appeal and case.appeal.action.thread_id:
        hold_any_thread(case.appeal.action.thread_id)
    if post_id:
        hold_post(post_id)
