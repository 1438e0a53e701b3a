"""Hiding everything of a spammer at once, and showing again exactly that."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from forum.core.signals import announce, announce_within
from forum.threads import permissions
from forum.threads.models import Post, Thread, Topic
from forum.threads.queries import posts_to_sweep
from forum.threads.services.counting import recount_thread, recount_topic
from forum.threads.services.locks import hold_topics, require
from forum.threads.signals import post_holding, posts_swept


class Swept(NamedTuple):
    """Ids of the replies and of the threads that went out of sight, or came back."""

    posts: list[int]
    threads: list[int]


@transaction.atomic
def hide_everything(*, author: User, by: User, at: datetime) -> Swept:
    """Hide every reply of ``author`` and every thread that they asked, with ``at`` as its moment.

    What is hidden already stays as it is, and what they posted without a name is not touched: it would
    tell whose it is. The caller holds the author's row, so that nothing is added. Raises PermissionDenied.
    """
    require(permissions.is_moderator(by))
    threads = _hold(lambda: posts_to_sweep(author).values_list("thread", flat=True))
    posts = list(posts_to_sweep(author).values_list("pk", "number", "thread"))
    replies = [pk for pk, number, _thread in posts if number > 1]
    asked = [thread for _pk, number, thread in posts if number == 1]
    Post.objects.filter(pk__in=replies).update(hidden_at=at)
    Thread.objects.filter(accepted_post__in=replies).update(accepted_post=None)
    Thread.objects.filter(pk__in=asked).update(hidden_at=at)
    return _counted(threads, Swept(replies, asked))


@transaction.atomic
def show_swept(*, swept: Swept, by: User, at: datetime) -> Swept:
    """Show again what was hidden at the moment ``at``, and return it. What waited waits again.

    What a moderator has hidden anew since has another moment, and stays out of sight. Raises
    PermissionDenied.
    """
    require(permissions.is_moderator(by))
    posts = Post.objects.filter(pk__in=swept.posts, hidden_at=at)
    asked = Thread.objects.filter(pk__in=swept.threads, hidden_at=at)
    threads = _hold(
        lambda: [*posts.values_list("thread", flat=True), *asked.values_list("pk", flat=True)]
    )
    shown = Swept(list(posts.values_list("pk", flat=True)), list(asked.values_list("pk", flat=True)))
    Post.objects.filter(pk__in=shown.posts).update(hidden_at=None)
    Thread.objects.filter(pk__in=shown.threads).update(hidden_at=None)
    _let_wait_again(shown)
    return _counted(threads, shown)


def _let_wait_again(shown: Swept) -> None:
    posts = Q(pk__in=shown.posts) | Q(thread__in=shown.threads, number=1)
    waiting = Post.objects.filter(posts, withdrawn_at=None).exclude(held_at=None)
    for post in waiting.select_related("thread").order_by("pk"):
        announce_within(post_holding, post=post, cause="")


def _hold(wanted) -> list[int]:
    """Take the rows of the threads that ``wanted`` finds, in one order; none may join them meanwhile.

    A post may come to another thread while this waits: then all are let go and taken again.
    """
    while True:
        waiting = transaction.savepoint()
        keys = set(wanted())
        list(Thread.objects.select_for_update().filter(pk__in=keys).order_by("pk").only("pk"))
        if set(wanted()) <= keys:
            transaction.savepoint_commit(waiting)
            return sorted(keys)
        transaction.savepoint_rollback(waiting)


def _counted(threads: Iterable[int], swept: Swept) -> Swept:
    """Tell the counters of ``threads`` and of their topics anew."""
    changed = list(Thread.objects.filter(pk__in=threads).order_by("pk"))
    for thread in changed:
        recount_thread(thread)
    topics = sorted({thread.topic_id for thread in changed})
    hold_topics(*topics)
    for topic in Topic.objects.filter(pk__in=topics).order_by("pk"):
        recount_topic(topic)
    announce(posts_swept, posts=swept.posts, threads=swept.threads)
    return swept
