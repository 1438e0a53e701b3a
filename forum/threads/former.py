"""Where posts have been before, for the pages at their former addresses."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from forum.core.aggregates import JSONRows
from forum.threads.models import MovedPost, Post, Thread, ThreadMerge

UNDONE_WITHIN = timedelta(hours=24)


def with_former_addresses(posts: QuerySet[Post]) -> QuerySet[Post]:
    """``posts``, each with ``former``: rows of (number, thread, its title, what that
    was merged into, whether it was there only while a merge stood)."""
    rows = MovedPost.objects.filter(post=OuterRef("pk")).order_by().values("post")
    facts = JSONRows("number", "thread", "thread__title", "thread__merged_into", "was_merged")
    return posts.annotate(former=Subquery(rows.annotate(all=facts).values("all")))


class Moved(NamedTuple):
    """Where a post is that was ``number`` of a thread; no ``title`` where the viewer may not know of it."""

    number: int
    title: str | None
    new_thread: int
    new_number: int


def moved_between(*, viewer, thread: int, first: int, last: int, of_merged: bool = False) -> list[Moved]:
    """Posts that had numbers ``first`` to ``last`` of ``thread`` before, and where they are now.

    With ``of_merged`` only if the thread as a whole was merged.
    """
    there = Thread.objects.visible_to(viewer).filter(pk=OuterRef("post__thread"))
    rows = MovedPost.objects.filter(thread=thread, number__gte=first, number__lte=last)
    found = (rows.from_merged() if of_merged else rows).order_by("number")
    found = found.annotate(title=Subquery(there.values("title")))
    return [Moved(*row) for row in found.values_list("number", "title", "post__thread", "post__number")]


def thread_now(*, viewer, pk: int) -> Thread | None:
    """The thread that the merged thread ``pk`` has become a part of, if the viewer may know of it."""
    question = MovedPost.objects.filter(thread=pk, number=1).from_merged()
    threads = Thread.objects.visible_to(viewer).filter(pk__in=question.values("post__thread"))
    return threads.select_related("topic", "author", "subject").first()


def titles_over(post: Post) -> list[str]:
    """The title of the thread of ``post``, and the one it had as a question before it was merged."""
    former = MovedPost.objects.filter(post=post, number=1).from_merged()
    return [post.thread.title, *former.values_list("thread__title", flat=True)]


def titles_of(post: Post) -> QuerySet[Thread]:
    """The threads whose titles are part of ``post``: its own where it is the question, or was one."""
    merged = MovedPost.objects.filter(post=post, number=1).from_merged()
    own = [post.thread_id] if post.number == 1 else []
    return Thread.objects.filter(Q(pk__in=own) | Q(pk__in=merged.values("thread")))


def with_merged(thread: int) -> list[int]:
    """The ids of a thread and of those whose questions have become replies in it."""
    merged = MovedPost.objects.filter(number=1, post__thread=thread).from_merged()
    return [thread, *merged.values_list("thread", flat=True)]


def number_now(thread: Thread, *, was_in: int, number: int) -> int | None:
    """What post ``number`` of the thread ``was_in`` is by number in ``thread``, where it came to."""
    moved = MovedPost.objects.filter(thread=was_in, number=number, post__thread=thread)
    return moved.values_list("post__number", flat=True).first()


def merges_to_undo(thread: Thread) -> QuerySet[ThreadMerge]:
    """What was merged into ``thread`` within the last day, the latest first."""
    since = timezone.now() - UNDONE_WITHIN
    merges = thread.merges.filter(undone_at=None, merged_at__gt=since)
    return merges.select_related("source").order_by("-pk")
