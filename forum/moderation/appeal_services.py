"""Appeals: a member disagrees with an act of a moderator, once, and another moderator decides."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from accounts.services import hold_member
from forum.core.errors import Outdated, Refused
from forum.moderation.appeal_undoing import undo
from forum.moderation.author_notices import author_of
from forum.moderation.case_services import close_case, hold_case, open_case
from forum.moderation.logbook import write as _log
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.moderation.permissions import can_decide_appeal

Kind = ModerationAction.Kind
OF_WORDS = frozenset((Kind.HIDE, Kind.DECLINE, Kind.EDIT))
OF_MEMBERS = frozenset((Kind.WARN, Kind.PAUSE, Kind.SUSPEND))
APPEALED_WITHIN = timedelta(days=30)


def may_appeal(action: ModerationAction, member: User) -> bool:
    """Whether ``action`` is one that concerns ``member``: on their words, or on themselves."""
    if action.moderator_id == member.pk or action.kind not in OF_WORDS | OF_MEMBERS:
        return False
    if action.member_id:
        return action.kind in OF_MEMBERS and action.member_id == member.pk
    author = author_of(action)  # of a post without a name, where the act tells no more
    return author is not None and author.pk == member.pk


def is_late(action: ModerationAction) -> bool:
    return timezone.now() - action.created_at > APPEALED_WITHIN


@transaction.atomic
def appeal(*, action: ModerationAction, member: User, words: str) -> Appeal:
    """Ask that another moderator looks at ``action``; ``words`` say why. It waits in the queue.

    Raises PermissionDenied for an act on somebody else, Refused after 30 days or a second time.
    """
    hold_member(member)
    if not may_appeal(action, member):
        raise PermissionDenied
    if Appeal.objects.filter(action=action).exists():
        raise Refused(_("You have appealed this already. One appeal can be made."))
    if is_late(action):
        raise Refused(_("An appeal can be made within 30 days."))
    made = Appeal.objects.create(action=action, member=member, words=words)
    open_case(kind=Case.Kind.APPEAL, harm=Case.Harm.PERSON, appeal=made)
    return made


@transaction.atomic
def decide_appeal(*, appeal: Appeal, moderator: User, is_granted: bool, answer: str = "") -> Appeal:
    """Grant or refuse ``appeal``. What is granted is undone at once; the member is mailed the ``answer``.

    Raises PermissionDenied for the moderator who acted and for the member, Refused for a refusal
    without an answer, Outdated where another moderator was first.
    """
    if not can_decide_appeal(moderator, appeal):
        raise PermissionDenied
    if not (is_granted or answer):
        raise Refused(_("Say why you refuse: the member reads it."))
    case = hold_case(appeal.cases.latest("pk").pk)
    held = Appeal.objects.select_related("action", "member").get(pk=appeal.pk)
    if held.decided_at:
        raise Outdated(_("Another moderator has decided this appeal already."))
    if is_granted:
        undo(held.action, by=moderator)
    held.decided_at, held.decided_by = timezone.now(), moderator
    held.is_granted, held.answer = is_granted, answer
    held.save(update_fields=["decided_at", "decided_by", "is_granted", "answer"])
    _write_down(held, moderator)
    outcome = Case.Outcome.AGREED if is_granted else Case.Outcome.DECLINED
    close_case(case=case, by=moderator, outcome=outcome)
    send_notice("moderation/email/appeal_decided", held.member, {"appeal": held})
    return held


def _write_down(appeal: Appeal, moderator: User) -> None:
    """One line of the log, about what the act was about."""
    action, targets = appeal.action, ("post", "thread", "member")
    _log(
        moderator,
        Kind.GRANT if appeal.is_granted else Kind.REFUSE,
        detail=str(action.get_kind_display()),
        rule=action.rule,
        message=appeal.answer,
        **{name: getattr(action, name) for name in targets if getattr(action, f"{name}_id")},
    )


def forget_member(*, user: User) -> None:
    """Drop what an erased member said in appeals; those that wait are settled."""
    for waiting in Case.objects.filter(appeal__member=user, closed_at=None):
        close_case(case=waiting, by=None, outcome=Case.Outcome.SETTLED)
    Appeal.objects.filter(member=user).exclude(words="").update(words="")
