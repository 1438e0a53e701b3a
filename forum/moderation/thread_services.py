"""What moderators do with whole threads: merge, split, slow, time, give away. Each act is one line of the log."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.dates import duration
from forum.moderation import logbook
from forum.moderation.models import ModerationAction
from forum.threads import services as threads
from forum.threads.models import Post, Thread, ThreadMerge, Topic

Kind = ModerationAction.Kind


@transaction.atomic
def merge_threads(*, source: Thread, target: Thread, moderator: User, note: str = "") -> ThreadMerge:
    """Make ``source`` a part of ``target``; undone within a day, both are as they were.

    Raises PermissionDenied, Refused, Outdated where another moderator was first.
    """
    merge = threads.merge_threads(source=source, target=target, by=moderator)
    logbook.write(moderator, Kind.JOIN, thread=source, note=note, detail=f"→ {_named(target)}")
    return merge


@transaction.atomic
def undo_merge(*, merge: ThreadMerge, moderator: User, note: str = "") -> ThreadMerge:
    """Take two threads apart again. Raises PermissionDenied, Refused, Outdated."""
    undone = threads.undo_merge(merge=merge, by=moderator)
    detail = f"← {_named(undone.target)}"
    logbook.write(moderator, Kind.UNDO_JOIN, thread=undone.source, note=note, detail=detail)
    return undone


@transaction.atomic
def move_posts(
    *, source: Thread, numbers: Collection[int], target: Thread, moderator: User, note: str = ""
) -> list[Post]:
    """Put replies of ``source`` into ``target``. Raises PermissionDenied, Refused, Outdated."""
    posts = threads.move_posts(source=source, numbers=numbers, target=target, by=moderator)
    _log_moved(moderator, source, numbers, target, note)
    return posts


@transaction.atomic
def split_thread(
    *,
    source: Thread,
    numbers: Collection[int],
    title: str,
    topic: Topic,
    moderator: User,
    note: str = "",
) -> Thread:
    """Make replies of ``source`` a thread of their own. Raises PermissionDenied, Refused, Outdated."""
    target = threads.split_thread(source=source, numbers=numbers, title=title, topic=topic, by=moderator)
    _log_moved(moderator, source, numbers, target, note)
    return target


def _log_moved(
    moderator: User, source: Thread, numbers: Collection[int], target: Thread, note: str
) -> None:
    replies = ", ".join(str(number - 1) for number in sorted(numbers))
    detail = f"{replies} → {_named(target)}"
    logbook.write(moderator, Kind.MOVE_POSTS, thread=source, note=note, detail=detail)


@transaction.atomic
def set_slow_mode(*, thread: Thread, moderator: User, seconds: int, note: str = "") -> None:
    """Let each member reply once in so many ``seconds``; 0 ends it. Raises PermissionDenied, Outdated."""
    threads.set_slow_mode(thread=thread, by=moderator, seconds=seconds)
    detail = duration(seconds) if seconds else _("off")
    logbook.write(moderator, Kind.SLOW, thread=thread, note=note, detail=detail)


@transaction.atomic
def set_closing_time(
    *, thread: Thread, moderator: User, closes_at: datetime | None, note: str = ""
) -> None:
    """Close ``thread`` at a time to come, or (None) at none. Raises PermissionDenied, Refused."""
    threads.set_closing_time(thread=thread, by=moderator, closes_at=closes_at)
    moment = timezone.localtime(closes_at).strftime("%Y-%m-%d %H:%M %Z") if closes_at else _("off")
    logbook.write(moderator, Kind.CLOSE_AT, thread=thread, note=note, detail=moment)


@transaction.atomic
def change_owner(*, thread: Thread, moderator: User, member: User, note: str = "") -> None:
    """Make ``member`` the asker of ``thread``. Raises PermissionDenied, Refused, Outdated."""
    threads.change_owner(thread=thread, by=moderator, member=member)
    logbook.write(moderator, Kind.OWNER, thread=thread, note=note, detail=f"→ {member}")


def log_topic_moderator(*, topic: Topic, member: User, by: User, is_added: bool) -> None:
    """Keep who gave whom a topic to look after, or took it."""
    sign = "+" if is_added else "−"
    logbook.write(by, Kind.TOPICS, member=member, detail=f"{sign} {topic.name}")


def _named(thread: Thread) -> str:
    return f"#{thread.pk} {thread.title}"
