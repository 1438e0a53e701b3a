"""What moderators do. Each act changes one thing and writes one line of the log, together."""

from functools import partial
from typing import Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import Organization, Proposal, User
from forum.adoption import services as adoption
from forum.adoption.models import Subject
from forum.adoption.permissions import can_curate
from forum.conduct.models import Version
from forum.core.erasing import rewrite, without_mentions
from forum.core.errors import Refused
from forum.guard.watch_services import rewrite_words
from forum.moderation.author_notices import tell_author
from forum.moderation.flag_services import note_edit
from forum.moderation.logbook import write as _log
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.moderation.permissions import can_moderate
from forum.threads import services as threads
from forum.threads.models import Post, Revision, Thread, Topic

Kind = ModerationAction.Kind


@transaction.atomic
def hide_post(*, post: Post, moderator: User, rule: str, note: str = "", message: str = "") -> Post:
    """Remove a reply from sight; a notice that names the rule stays in its place.

    Cases of it are closed. Its author is mailed why, with ``message``, and may appeal.

    Raises PermissionDenied, Refused for a question, Outdated where another moderator was first.
    """
    hidden = threads.set_post_hidden(post=post, by=moderator, hidden=True)
    tell_author(_log(moderator, Kind.HIDE, post=hidden, rule=rule, note=note, message=message))
    return hidden


@transaction.atomic
def restore_post(*, post: Post, moderator: User, note: str = "") -> Post:
    """Show a removed reply again. Raises PermissionDenied, Outdated."""
    shown = threads.set_post_hidden(post=post, by=moderator, hidden=False)
    _log(moderator, Kind.RESTORE, post=shown, note=note)
    return shown


@transaction.atomic
def hide_thread(
    *, thread: Thread, moderator: User, rule: str, note: str = "", message: str = ""
) -> None:
    """Remove a whole thread: members find nothing at its address, its asker sees why and is mailed."""
    hidden = threads.set_thread_hidden(thread=thread, by=moderator, hidden=True)
    tell_author(_log(moderator, Kind.HIDE, thread=hidden, rule=rule, note=note, message=message))


@transaction.atomic
def restore_thread(*, thread: Thread, moderator: User, note: str = "") -> None:
    threads.set_thread_hidden(thread=thread, by=moderator, hidden=False)
    _log(moderator, Kind.RESTORE, thread=thread, note=note)


@transaction.atomic
def close_thread(*, thread: Thread, moderator: User, note: str = "") -> None:
    """Let ``thread`` take no more replies. Raises PermissionDenied, Outdated."""
    threads.set_thread_closed(thread=thread, by=moderator, closed=True)
    _log(moderator, Kind.CLOSE, thread=thread, note=note)


@transaction.atomic
def reopen_thread(*, thread: Thread, moderator: User, note: str = "") -> None:
    threads.set_thread_closed(thread=thread, by=moderator, closed=False)
    _log(moderator, Kind.REOPEN, thread=thread, note=note)


@transaction.atomic
def pin_thread(*, thread: Thread, moderator: User, note: str = "") -> None:
    """Keep ``thread`` at the top of its topic. Raises PermissionDenied, Outdated."""
    threads.set_thread_pinned(thread=thread, by=moderator, pinned=True)
    _log(moderator, Kind.PIN, thread=thread, note=note)


@transaction.atomic
def unpin_thread(*, thread: Thread, moderator: User, note: str = "") -> None:
    threads.set_thread_pinned(thread=thread, by=moderator, pinned=False)
    _log(moderator, Kind.UNPIN, thread=thread, note=note)


@transaction.atomic
def move_thread(
    *, thread: Thread, moderator: User, topic: Topic, note: str = "", seen_in: int | None = None
) -> None:
    """Put ``thread`` into another topic; its address stays. Raises PermissionDenied, Refused, Outdated."""
    was = Thread.objects.select_related("topic").get(pk=thread.pk).topic
    threads.move_thread(thread=thread, by=moderator, topic=topic, seen_in=seen_in or was.pk)
    _log(moderator, Kind.MOVE, thread=thread, note=note, detail=f"{was.name} → {topic.name}")


@transaction.atomic
def edit_post(*, post: Post, editor: User, held: str = "", **new: Unpack[threads.NewText]) -> Post:
    """Save another text of ``post``. A moderator's edit of somebody else's post is logged.

    Its author is mailed and may appeal. ``held`` is a cause to wait for a moderator, unless that is
    who edits it.

    Raises PermissionDenied, EditedMeanwhile, EditedOnce.
    """
    held = held if post.author_id == editor.pk else ""
    edited = threads.edit_post(post=post, editor=editor, held=held, **new)
    if edited.version != new["version"]:
        if edited.author_id != editor.pk:
            tell_author(_log(editor, Kind.EDIT, post=edited, note=new.get("reason", "")))
        else:
            note_edit(post=edited)
    return edited


@transaction.atomic
def redact_revision(*, revision: Revision, moderator: User, rule: str, note: str = "") -> None:
    """Remove a former text that an edit left readable. Raises PermissionDenied, Outdated."""
    redacted = threads.redact_revision(revision=revision, by=moderator)
    _log(moderator, Kind.REDACT, post=redacted.post, rule=rule, note=note, detail="A former text")


@transaction.atomic
def agree_to_proposal(
    *,
    proposal: Proposal,
    moderator: User,
    reason: str = "",
    existing: Organization | None = None,
    with_domain: bool = False,
) -> Proposal:
    """Do what a member asked for, or let them into ``existing``, which is what they meant.

    The member is mailed. Raises PermissionDenied, Outdated where another moderator was first,
    Refused where it cannot be done.
    """
    decided = accounts.agree_to_proposal(
        proposal=proposal, by=moderator, reason=reason, existing=existing, with_domain=with_domain
    )
    detail = f"{decided.title} → {existing}" if existing else decided.title
    _log(moderator, Kind.AGREE, member=decided.member, note=reason, detail=detail)
    return decided


@transaction.atomic
def decline_proposal(*, proposal: Proposal, moderator: User, reason: str) -> Proposal:
    """Say no to what a member asked for, who is mailed why. Raises PermissionDenied, Outdated."""
    decided = accounts.decline_proposal(proposal=proposal, by=moderator, reason=reason)
    _log(moderator, Kind.DECLINE, member=decided.member, note=reason, detail=decided.title)
    return decided


@transaction.atomic
def edit_organization(
    *, organization: Organization, moderator: User, note: str = "", **facts
) -> Organization:
    """Correct ``facts`` of an organization: its fields by name. Without a change nothing is logged.

    Raises PermissionDenied, Refused where it would stand above itself.
    """
    if not can_moderate(moderator):
        raise PermissionDenied
    held = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    was = {name: getattr(held, name) for name in facts}
    changes = [f"{name}: {was[name]} → {now}" for name, now in facts.items() if was[name] != now]
    if not changes:
        return held
    for name, now in facts.items():
        setattr(held, name, now)
    saved = accounts.save_organization(organization=held)
    _log(moderator, Kind.ORGANIZATION, organization=saved, note=note, detail="; ".join(changes))
    return saved


@transaction.atomic
def add_subject(*, moderator: User, name: str, **facts) -> Subject:
    """Add a subject that nobody has asked about. Raises PermissionDenied, Refused for a name in use."""
    if not can_curate(moderator):
        raise PermissionDenied
    try:
        with transaction.atomic():
            subject = adoption.save_subject(name=name, **facts)
    except IntegrityError as error:  # somebody made one of that name in the same moment
        raise Refused(_("%(name)s is here already.") % {"name": name}) from error
    _log(moderator, Kind.SUBJECT, subject=subject, detail="New")
    return subject


@transaction.atomic
def edit_subject(*, subject: Subject, moderator: User, note: str = "", **facts) -> Subject:
    """Rename a subject, or change how it counts. Raises PermissionDenied, Refused."""
    was = Subject.objects.get(pk=subject.pk)
    edited = adoption.edit_subject(subject=subject, by=moderator, **facts)
    before, after = (
        f"{one}, {one.get_kind_display()}, {one.half_life_days} days" for one in (was, edited)
    )
    detail = f"{before} → {after}" if before != after else ""
    _log(moderator, Kind.SUBJECT, subject=edited, note=note, detail=detail)
    return edited


@transaction.atomic
def merge_subjects(*, source: Subject, target: Subject, moderator: User, note: str = "") -> Subject:
    """Make ``source`` a part of ``target``: answers, names, questions. Raises PermissionDenied, Refused."""
    merged = adoption.merge_subjects(source=source, target=target, by=moderator)
    _log(moderator, Kind.MERGE, subject=merged, note=note, detail=f"{source} → {merged}")
    return merged


def log_role_change(*, member: User, by: User, was: str, now: str) -> None:
    """Keep who made whom a moderator."""
    _log(by, Kind.ROLE, member=member, detail=f"{was} → {now}")


def log_rules(*, version: Version, by: User) -> None:
    """Keep who published which version of the code of conduct, and what changed."""
    _log(by, Kind.RULES, detail=f"Version {version}", note=version.what_changed[:500])


def forget_member(*, user: User) -> None:
    """Take the handle of an erased member out of the notes of the log, of watched words and of appeals."""
    rewrite_words(partial(without_mentions, handle=user.handle))
    rewrite(ModerationAction.objects.all(), user.handle, "note", "message", "detail")
    rewrite(Appeal.objects.all(), user.handle, "words", "answer")
    rewrite(Case.objects.all(), user.handle, "words", "asked_note")
