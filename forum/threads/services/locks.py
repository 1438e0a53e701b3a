"""Rows held for the rest of a transaction, so that what a rule reads is what the act changes.

SQLite takes one writer at a time from the start of the transaction, and so needs no row locks.
"""

from django.core.exceptions import PermissionDenied

from forum.threads.models import Post, Thread, Topic


def hold_thread(pk: int) -> Thread:
    """The thread as it is now; nobody else can change it until the transaction ends."""
    return Thread.objects.select_for_update().get(pk=pk)


def hold_post(pk: int) -> Post:
    """The post and its thread as they are now. The thread is taken first, in every service."""
    thread = hold_thread(Post.objects.values_list("thread", flat=True).get(pk=pk))
    post = Post.objects.select_for_update().get(pk=pk)
    post.thread = thread
    return post


def hold_topics(*pks: int) -> None:
    """Topics whose counts change together, always taken in the same order."""
    list(Topic.objects.filter(pk__in=pks).select_for_update(no_key=True).order_by("pk"))


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
