"""Removing everything of a spammer in one act, and bringing it back in another."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import services as accounts
from accounts.models import User
from accounts.permissions import can_sanction
from forum.core.errors import Outdated, Refused
from forum.moderation.case_services import close_case
from forum.moderation.logbook import write
from forum.moderation.models import Case, ModerationAction, Sanction, SpamRemoval
from forum.moderation.spam_queries import UNDONE_WITHIN, suspension_of
from forum.moderation.standing_services import settle, tell
from forum.threads import services as threads
from forum.threads.services import Swept

Kind = ModerationAction.Kind
SHUT_OUT_FOR = timedelta(days=3650)


@transaction.atomic
def remove_spammer(*, member: User, moderator: User, rule: str = "", note: str = "") -> SpamRemoval:
    """Hide every post of ``member``, block their address and suspend them, all at once.

    Posts without a name are left to the queue: removed with the others they would tell whose they
    are. Open cases about what goes are closed. The member is mailed. Raises PermissionDenied, Outdated
    where another moderator has done it.
    """
    held = accounts.lock_member(member.pk)
    if not can_sanction(moderator, held):
        raise PermissionDenied
    if SpamRemoval.objects.filter(member=held, undone_at=None).exists():
        raise Outdated(_("Another moderator has removed everything of this member already."))
    address = accounts.block_address(email=held.email) if held.email else None
    removal = SpamRemoval.objects.create(member=held, moderator=moderator, address=address)
    swept = threads.hide_everything(author=held, by=moderator, at=removal.created_at)
    removal.posts, removal.threads = swept.posts, swept.threads
    removal.save(update_fields=["posts", "threads"])
    _close_cases(held, moderator)
    suspension = Sanction.objects.create(
        kind=Sanction.Kind.SUSPENSION,
        member=held,
        moderator=moderator,
        until=timezone.now() + SHUT_OUT_FOR,
        rule=rule,
        public_reason=_("We removed everything you posted as spam."),
        private_reason=note,
    )
    settle(held, Sanction.Kind.SUSPENSION)
    write(moderator, Kind.SPAM, member=held, rule=rule, note=note, detail=counted(swept))
    tell(held, "suspension", suspension)
    return removal


@transaction.atomic
def undo_spam_removal(*, removal: SpamRemoval, moderator: User, note: str = "") -> Swept:
    """Show again what ``removal`` hid, let the address in and end its suspension. The member is mailed.

    What was out of sight before stays so, and what a moderator hid since. Raises PermissionDenied,
    Outdated where it is undone, Refused after seven days.
    """
    member = accounts.lock_member(removal.member_id)
    if not can_sanction(moderator, member):
        raise PermissionDenied
    held = SpamRemoval.objects.select_related("address").get(pk=removal.pk)
    if held.undone_at:
        raise Outdated(_("Another moderator has brought everything back already."))
    if timezone.now() - held.created_at > UNDONE_WITHIN:
        raise Refused(_("After seven days restore the posts one by one, and lift the suspension."))
    swept = Swept(held.posts, held.threads)
    shown = threads.show_swept(swept=swept, by=moderator, at=held.created_at)
    held.undone_at, held.undone_by = timezone.now(), moderator
    held.save(update_fields=["undone_at", "undone_by"])
    _unblock(held)
    write(moderator, Kind.UNDO_SPAM, member=member, note=note, detail=counted(shown))
    _end_suspension(held, member, moderator)
    return shown


def counted(swept: Swept) -> str:
    """What went or came, for the log and for pages: "37 replies, 2 questions"."""
    replies = ngettext("%d reply", "%d replies", len(swept.posts)) % len(swept.posts)
    questions = ngettext("%d question", "%d questions", len(swept.threads)) % len(swept.threads)
    return f"{replies}, {questions}"


def _close_cases(member: User, moderator: User) -> None:
    waiting = (Case.Kind.FLAGS, Case.Kind.HELD)  # what they ask themselves waits on
    about = Q(post__author=member, post__unnamed_as="") | Q(member=member)
    for case in Case.objects.filter(about, kind__in=waiting, closed_at=None).order_by("pk"):
        close_case(case=case, by=moderator, outcome=Case.Outcome.REMOVED)


def _unblock(removal: SpamRemoval) -> None:
    """Let the address in again, but for another removal that blocks it."""
    others = SpamRemoval.objects.filter(address=removal.address_id, undone_at=None)
    if removal.address and not others.exists():
        accounts.unblock_address(address=removal.address)


def _end_suspension(removal: SpamRemoval, member: User, moderator: User) -> None:
    suspension = suspension_of(removal)
    if suspension is None or suspension.lifted_at:
        return
    suspension.lifted_at, suspension.lifted_by = timezone.now(), moderator
    suspension.save(update_fields=["lifted_at", "lifted_by"])
    settle(member, suspension.kind)
    tell(member, "lifted", suspension)
