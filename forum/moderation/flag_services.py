"""Flags: a member tells the moderators of something, and grave or heavy ones take a post out of sight at once."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import Organization, User
from accounts.services.holding import hold_member, lock_member
from forum.core.errors import Outdated, Refused
from forum.moderation.case_services import open_case
from forum.moderation.flag_queries import (
    HELD_FOR,
    STANDS,
    cases_that_hold,
    has_flagged,
    reason_words,
)
from forum.moderation.flag_weights import VERIFIED, weight_of, worth_of
from forum.moderation.logbook import write
from forum.moderation.models import Case, Flag, ModerationAction
from forum.moderation.permissions import can_flag
from forum.threads import services as threads
from forum.threads.models import Post
from forum.threads.permissions import can_edit
from forum.threads.services.locks import hold_post

Reason, Harm = Flag.Reason, Case.Harm
HARM = {
    Reason.PATIENT: Harm.PATIENT,
    Reason.UNKIND: Harm.PERSON,
    Reason.COLLEAGUE: Harm.PERSON,
    Reason.PRICES: Harm.LAW,
    Reason.SALES: Harm.TRUST,
    Reason.VENDOR: Harm.TRUST,
    Reason.OTHER: Harm.TRUST,
    Reason.TOPIC: Harm.ORDER,
}
MEMBERS_TO_HIDE = 2


class AlreadyFlagged(Refused):
    """One flag of a member is enough until a moderator has decided, or the post has changed."""

    def __init__(self):
        super().__init__(_("You have flagged this already."))


class EditedOnce(Refused):
    """Moderators read one new text of what flags hold, not one after the other."""

    def __init__(self):
        super().__init__(
            _(
                "You have changed this once since it was flagged, and a moderator looks at that text "
                "first. Keep what you have written here until they have decided."
            )
        )


@transaction.atomic
def raise_flag(
    *,
    reporter: User,
    reason: str,
    note: str = "",
    post: Post | None = None,
    member: User | None = None,
    organization: Organization | None = None,
) -> Flag:
    """Tell the moderators of one thing: they find its case in the queue, the reporter hears the outcome.

    A post that may identify a patient, said a verified member or a moderator, goes out of sight at
    once, and so does one on which several members' flags weigh FLAG_THRESHOLD. Its author is mailed
    why, and nobody but moderators learns who said so.

    Raises PermissionDenied for a guest, a paused member or one's own, Outdated where it has gone out
    of sight meanwhile, AlreadyFlagged, Refused for "something else" without a word of it.
    """
    if reason == Reason.OTHER and not note:
        raise Refused(_("Say what is wrong with it."))
    reporter, target = _held(reporter, post=post, member=member, organization=organization)
    if has_flagged(reporter, **target):
        raise AlreadyFlagged
    worth = worth_of(reporter)
    case = open_case(kind=Case.Kind.FLAGS, harm=HARM[Reason(reason)], cause=reason, **target)
    flag = Flag.objects.create(
        case=case, reporter=reporter, reason=reason, note=note, weight=weight_of(reporter, worth)
    )
    is_grave = reason == Reason.PATIENT and worth >= VERIFIED
    if post and (is_grave or _is_heavy(case, target["post"])):
        _hold_back(case, target["post"])
    return flag


def note_edit(*, post: Post) -> None:
    """Bring a post that flags hold back to review: its author has changed it, in this transaction.

    It keeps its place in the queue, which is that of its first flag, and no edit shows it to members.
    Raises EditedOnce for a second time.
    """
    case = cases_that_hold().select_for_update(of=("self",), no_key=True).filter(post=post).first()
    if case is None:
        return
    if case.edited_at:
        raise EditedOnce
    case.edited_at = timezone.now()
    case.save(update_fields=["edited_at"])


def _held(reporter: User, *, post, member, organization) -> tuple[User, dict[str, Any]]:
    """The reporter and what they flag as they are now; nobody changes either until the end."""
    for pk in sorted({one.pk for one in (reporter, member) if one}):  # two may flag each other
        lock_member(pk)
    reporter = hold_member(reporter)
    if not can_flag(reporter):
        raise PermissionDenied
    if post:
        return reporter, {"post": _held_post(reporter, post)}
    if organization:
        rows = Organization.objects.select_for_update(no_key=True)
        return reporter, {"organization": rows.get(pk=organization.pk)}
    if member.pk == reporter.pk:
        raise PermissionDenied
    return reporter, {"member": hold_member(member)}


def _held_post(reporter: User, post: Post) -> Post:
    """``post`` as it is now. What other flags took out of sight a moment ago takes one more."""
    post = hold_post(post.pk)
    if post.author_id == reporter.pk:
        raise PermissionDenied
    gone = post.hidden_at or post.withdrawn_at or post.thread.hidden_at or post.thread.withdrawn_at
    is_held = post.held_at or post.thread.held_at
    if gone or (is_held and not cases_that_hold().filter(post=post).exists()):
        raise Outdated(_("It has gone out of sight meanwhile, so there is nothing left to flag."))
    return post


def _is_heavy(case: Case, post: Post) -> bool:
    """Whether the flags of ``case`` together hide ``post``. Not where a moderator let this text stand."""
    raised = case.flags.aggregate(weight=Sum("weight"), members=Count("pk"))
    if raised["members"] < MEMBERS_TO_HIDE or raised["weight"] < settings.FLAG_THRESHOLD:
        return False
    stood = Case.objects.filter(kind=Case.Kind.FLAGS, post=post, outcome__in=STANDS)
    if post.edited_at:
        stood = stood.filter(closed_at__gte=post.edited_at)
    return not stood.exists()


def _hold_back(case: Case, post: Post) -> None:
    if not threads.hold_post_back(post=post):
        return
    detail = f"{HELD_FOR}{Reason(case.cause).label}"
    write(None, ModerationAction.Kind.HOLD, post=post, detail=detail)
    context = {
        "post": post,
        "reason": reason_words(case.cause),
        "may_edit": can_edit(post.author, post),
    }
    send_notice("moderation/email/post_held", post.author, context)
