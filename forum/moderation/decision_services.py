"""What moderators decide about cases. Each decision closes its case, once, and is a line of the log.

The case is closed first: whoever comes second is told what the first one decided, and nothing is done
twice. ``rule`` is the one that was broken, ``note`` is for moderators, ``message`` for the author.
"""

from datetime import timedelta
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from accounts.services import lock_member
from forum.core.redacting import Place
from forum.guard.services import forget_reasons
from forum.moderation import care_services, services, standing_services
from forum.moderation.case_services import close_case, hold_case
from forum.moderation.logbook import write
from forum.moderation.models import Case, ModerationAction
from forum.moderation.permissions import can_decide
from forum.moderation.queries import rule_facts
from forum.threads import services as threads
from forum.threads.models import Post
from forum.threads.services.locks import require

Act, Outcome = ModerationAction.Kind, Case.Outcome
PAUSE = timedelta(days=7)


@transaction.atomic
def keep(*, case: Case, moderator: User, note: str = "", message: str = "") -> Case:
    """Say that nothing is wrong with what was flagged; a post that was hidden for it is seen again,
    which its author is told.

    Raises PermissionDenied, Outdated where somebody decided before.
    """
    closed = _close(case, moderator, Outcome.KEPT)
    is_back = bool(closed.post and closed.post.held_at)
    if closed.post and is_back:
        threads.release_post(post=closed.post, by=moderator)
        forget_reasons(post=closed.post.pk)
    write(moderator, Act.KEEP, **_target(closed), note=note, message=message)
    _tell(closed, message=message, is_told=is_back)
    return closed


@transaction.atomic
def approve(*, case: Case, moderator: User, note: str = "", message: str = "") -> Case:
    """Let members see the post that waits. Raises PermissionDenied, Outdated."""
    closed = _close(case, moderator, Outcome.APPROVED)
    care_services.approve_post(post=_post(closed), moderator=moderator, note=note, message=message)
    _tell(closed, message=message)
    return closed


@transaction.atomic
def edit_and_approve(*, case: Case, editor: User, **new: Unpack[threads.NewText]) -> Case:
    """Save another text of the post that waits, and let members see it.

    Without a change it is approved as it stands. Raises PermissionDenied, EditedMeanwhile, Outdated.
    """
    was = _post(case)
    is_changed = threads.would_change(
        was, body=new["body"], title=new.get("title", ""), tags=new.get("tags")
    )
    _close(case, editor, Outcome.EDITED if is_changed else Outcome.APPROVED)
    post = services.edit_post(post=was, editor=editor, **new)
    if post.held_at:
        care_services.approve_post(post=post, moderator=editor)
    return case


@transaction.atomic
def remove(
    *,
    case: Case,
    moderator: User,
    rule: str,
    note: str = "",
    message: str = "",
    pauses_author: bool = False,
) -> Case:
    """Remove the post, with the rule shown in its place; its author is mailed the rule and ``message``.

    With ``pauses_author`` they also read only for PAUSE, and are mailed that. Raises PermissionDenied,
    Outdated where somebody decided before, or has paused the author since.
    """
    if pauses_author and case.post:
        lock_member(case.post.author_id)  # members come before threads and posts
    closed = _close(case, moderator, Outcome.REMOVED)
    _remove(closed, moderator, rule, note, message)
    if pauses_author:
        _pause_author(closed, moderator, rule)
    return closed


@transaction.atomic
def remove_and_redact(
    *, case: Case, moderator: User, words: str, rule: str, note: str = "", message: str = ""
) -> list[Place]:
    """Remove the post, and take ``words`` out of everywhere. Returns the places they stood in.

    Raises PermissionDenied, Refused for words that the post does not hold, Outdated.
    """
    closed = _close(case, moderator, Outcome.REDACTED)
    places = care_services.redact_words(
        post=_post(closed), moderator=moderator, words=words, rule=rule, note=note
    )
    _remove(closed, moderator, rule, note, message)
    return places


@transaction.atomic
def uphold(*, case: Case, moderator: User, rule: str, note: str = "", message: str = "") -> Case:
    """Say that the flags against a member or an organization are right; a member is told.

    Raises PermissionDenied, Outdated.
    """
    closed = _close(case, moderator, Outcome.AGREED)
    write(moderator, Act.AGREE, **_target(closed), rule=rule, note=note, message=message)
    _tell(closed, rule=rule, message=message)
    return closed


def _close(case: Case, moderator: User, outcome: str) -> Case:
    """``case`` closed by ``moderator``, whose rights are read under its lock."""
    require(can_decide(moderator, hold_case(case.pk)))
    return close_case(case=case, by=moderator, outcome=outcome)


def _remove(case: Case, moderator: User, rule: str, note: str, message: str) -> None:
    """Take the post out of sight, which tells its author; or tell them alone where somebody has."""
    post = _post(case)
    if (post.thread if post.number == 1 else post).hidden_at:
        _tell(case, rule=rule, message=message, is_removed=True)
    else:
        _hide(post, moderator=moderator, rule=rule, note=note, message=message)


def _pause_author(case: Case, moderator: User, rule: str) -> None:
    """Let the author read only; where they do already, somebody has been first."""
    post = _post(case)
    reply, question = _("We removed a reply of yours."), _("We removed a question of yours.")
    standing_services.pause_posting(
        member=post.author,
        moderator=moderator,
        until=timezone.now() + PAUSE,
        public_reason=question if post.number == 1 else reply,
        rule=rule,
        post=post,
        seen=0,
    )


def _hide(post: Post, **why: Any) -> None:
    if post.held_at:
        care_services.decline_post(post=post, **why)
    elif post.number == 1:
        services.hide_thread(thread=post.thread, **why)
    else:
        services.hide_post(post=post, **why)


def _tell(
    case: Case, *, rule: str = "", message: str = "", is_removed: bool = False, is_told: bool = False
) -> None:
    """Mail the author of the post, or the member who was flagged, what there is to say.

    ``is_told`` is whether they were told that it waits, and so hear of it without a message, too.
    """
    told = case.post.author if case.post else case.member
    if told is None or not (message or is_removed or is_told):
        return
    context = {"case": case, "rule": rule_facts(rule), "message": message, "is_removed": is_removed}
    send_notice("moderation/email/case_decided", told, context)


def _post(case: Case) -> Post:
    """The post of ``case`` as it is now, after other acts of the transaction."""
    return Post.objects.select_related("thread").get(cases=case)


def _target(case: Case) -> dict[str, Any]:
    """What the line of the log is about: a question stands for its thread nowhere but when removed."""
    return {"post": case.post, "member": case.member, "organization": case.organization}
