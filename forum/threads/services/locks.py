"""Rows held for the rest of a transaction, so that what a rule reads is what the act changes.

SQLite takes one writer at a time from the start of the transaction, and so needs no row locks.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forum.core.errors import Outdated, Refused
from forum.threads.models import Post, Thread, Topic


class ThreadMerged(Outdated):
    """The thread has become a part of another one."""

    def __init__(self):
        super().__init__(_("This question has been merged into another one meanwhile."))


def hold_thread(pk: int) -> Thread:
    """The thread as it is now; nobody else can change it until the transaction ends.

    Raises ThreadMerged where it is a part of another thread.
    """
    return hold_threads(pk)[pk]


def hold_any_thread(pk: int) -> Thread:
    """The thread as it is now, merged or not: for counting."""
    return _rows().get(pk=pk)


def hold_threads(*keys: int) -> dict[int, Thread]:
    """Several threads at once, by their ids. Everybody takes them in one order, so nobody waits in a ring."""
    threads = {thread.pk: thread for thread in _rows().filter(pk__in=keys).order_by("pk")}
    if any(thread.merged_into_id for thread in threads.values()):
        raise ThreadMerged
    return threads


def hold_merged(source: int, target: int) -> tuple[Thread, Thread]:
    """A thread that was merged and the one it became a part of. Raises Refused where that was merged too."""
    threads = {thread.pk: thread for thread in _rows().filter(pk__in=(source, target)).order_by("pk")}
    if threads[target].merged_into_id:
        raise Refused(_("That question has itself been merged since. Undo that merge first."))
    return threads[source], threads[target]


def hold_post(pk: int) -> Post:
    """The post and its thread as they are now. The thread is taken first, in every service.

    The post may come to another thread while this waits for the one it was in. That one is let go
    (a savepoint that is undone holds no locks), and the right one taken.
    """
    while True:
        waiting = transaction.savepoint()
        thread = _rows().get(pk=Post.objects.values_list("thread", flat=True).get(pk=pk))
        post = Post.objects.select_for_update().get(pk=pk)
        if post.thread_id == thread.pk:
            transaction.savepoint_commit(waiting)
            post.thread = thread
            return post
        transaction.savepoint_rollback(waiting)


def _rows():
    return Thread.objects.select_for_update()


def hold_topics(*pks: int) -> dict[int, Topic]:
    """Topics whose counts change together, as they are now, always taken in the same order."""
    rows = Topic.objects.filter(pk__in=pks).select_for_update(no_key=True).order_by("pk")
    return {topic.pk: topic for topic in rows}


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
