"""What moderators do. Each act changes one thing and writes one line of the log, together."""

from django.db import transaction

from accounts.models import User
from forum.moderation.models import ModerationAction
from forum.threads import services as threads
from forum.threads.models import Post, Thread, Topic

Kind = ModerationAction.Kind


@transaction.atomic
def hide_post(*, post: Post, moderator: User, rule: str, note: str = "") -> Post:
    """Remove a reply from sight; a notice that names the rule stays in its place.

    Raises PermissionDenied, Refused for a question, Outdated where another moderator was first.
    """
    hidden = threads.set_post_hidden(post=post, by=moderator, hidden=True)
    _log(moderator, Kind.HIDE, post=hidden, rule=rule, note=note)
    return hidden


@transaction.atomic
def restore_post(*, post: Post, moderator: User, note: str = "") -> Post:
    """Show a removed reply again. Raises PermissionDenied, Outdated."""
    shown = threads.set_post_hidden(post=post, by=moderator, hidden=False)
    _log(moderator, Kind.RESTORE, post=shown, note=note)
    return shown


@transaction.atomic
def hide_thread(*, thread: Thread, moderator: User, rule: str, note: str = "") -> None:
    """Remove a whole thread: members find nothing at its address, its asker sees why."""
    threads.set_thread_hidden(thread=thread, by=moderator, hidden=True)
    _log(moderator, Kind.HIDE, thread=thread, rule=rule, note=note)


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
def move_thread(*, thread: Thread, moderator: User, topic: Topic, note: str = "") -> None:
    """Put ``thread`` into another topic; its address stays. Raises PermissionDenied, Outdated."""
    was = Thread.objects.select_related("topic").get(pk=thread.pk).topic
    threads.move_thread(thread=thread, by=moderator, topic=topic)
    _log(moderator, Kind.MOVE, thread=thread, note=note, detail=f"{was.name} → {topic.name}")


@transaction.atomic
def edit_post(
    *,
    post: Post,
    editor: User,
    body: str,
    reason: str = "",
    title: str = "",
    version: int,
    held: bool = False,
) -> Post:
    """Save another text of ``post``. A moderator's edit of somebody else's post is logged.

    ``held`` lets it wait for a moderator, unless that is who edits it.

    Raises PermissionDenied, EditedMeanwhile.
    """
    edited = threads.edit_post(
        post=post,
        editor=editor,
        body=body,
        reason=reason,
        title=title,
        version=version,
        held=held and post.author_id == editor.pk,
    )
    if edited.author_id != editor.pk and edited.version != version:
        _log(editor, Kind.EDIT, post=edited, note=reason)
    return edited


def log_role_change(*, member: User, by: User, was: str, now: str) -> None:
    """Keep who made whom a moderator."""
    _log(by, Kind.ROLE, member=member, detail=f"{was} → {now}")


def _log(moderator: User, kind: Kind, **facts) -> None:
    ModerationAction.objects.create(moderator=moderator, kind=kind, **facts)
