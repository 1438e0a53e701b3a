"""Replies that go to another thread, a new one or one that is there."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce
from forum.threads import permissions
from forum.threads.models import MovedPost, Post, Thread, Topic
from forum.threads.services.counting import recount_thread
from forum.threads.services.locks import hold_thread, hold_threads, require
from forum.threads.services.pseudonyms import tell_apart
from forum.threads.signals import posts_moved
from forum.threads.strictness import is_as_strict


@transaction.atomic
def move_posts(*, source: Thread, numbers: Collection[int], target: Thread, by: User) -> list[Post]:
    """Put replies of ``source`` behind the posts of ``target``, in their order.

    A notice that leads to each stays under its number. Raises PermissionDenied, Refused for the
    question, a thread out of sight or one that more may read, Outdated where a reply has left,
    ThreadMerged.
    """
    if source.pk == target.pk:
        raise Refused(_("The replies are in that thread already."))
    held = hold_threads(source.pk, target.pk)
    source, target = held[source.pk], held[target.pk]
    require(permissions.can_moderate(by, source) and permissions.can_moderate(by, target))
    posts = _chosen(source, numbers)
    if permissions.is_removed(source) or permissions.is_removed(target):
        raise Refused(_("A question out of sight takes and gives no replies. Restore it first."))
    if not is_as_strict(target, source):
        raise Refused(_("More people may read or quote that question than this one."))
    return _carry(posts, source, target)


@transaction.atomic
def split_thread(
    *, source: Thread, numbers: Collection[int], title: str, topic: Topic, by: User
) -> Thread:
    """Make replies of ``source`` a thread of their own; the first becomes the question.

    As many may read it as before. Raises PermissionDenied, Refused for the question, an archived
    topic, a thread or a first reply out of sight, Outdated where a reply has left, ThreadMerged.
    """
    source = hold_thread(source.pk)
    require(permissions.can_moderate(by, source) and permissions.moderates_topic(by, topic.pk))
    posts = _chosen(source, numbers)
    if permissions.is_removed(source) or permissions.is_removed(posts[0]):
        raise Refused(_("The first reply becomes the question, so members must see it."))
    if Topic.objects.select_for_update().get(pk=topic.pk).archived_at:
        raise Refused(_("This topic takes no more questions."))
    target = Thread.objects.create(
        topic=topic,
        author=posts[0].author,
        audience=source.audience,
        sharing=source.sharing,
        title=title,
        created_at=posts[0].created_at,
        last_posted_at=posts[0].created_at,
    )
    _carry(posts, source, target)
    target.asker_pseudonym = target.posts.get(number=1).pseudonym
    target.save(update_fields=["asker_pseudonym"])
    Topic.objects.filter(pk=topic.pk).update(thread_count=F("thread_count") + 1)
    return target


def _chosen(source: Thread, numbers: Collection[int]) -> list[Post]:
    if not numbers or min(numbers) <= 1:
        raise Refused(_("Choose replies. A question moves with its thread."))
    chosen = Post.objects.filter(thread=source, number__in=numbers).select_related("author")
    posts = list(chosen.order_by("number"))
    if len(posts) != len(set(numbers)):
        raise Outdated(_("Somebody has moved one of these replies meanwhile."))
    return posts


def _carry(posts: list[Post], source: Thread, target: Thread) -> list[Post]:
    """Renumber ``posts`` into ``target``; the caller holds the rows of both threads."""
    rows = Post.objects.filter(pk__in=[post.pk for post in posts])
    tell_apart(rows, target)
    notices = [MovedPost(thread=source, number=post.number, post=post) for post in posts]
    MovedPost.objects.bulk_create(notices)
    for place, post in enumerate(posts, target.last_number + 1):
        post.thread, post.number = target, place
    new = [When(pk=post.pk, then=Value(post.number)) for post in posts]
    rows.update(thread=target, number=Case(*new, output_field=IntegerField()))
    target.last_number += len(posts)
    target.save(update_fields=["last_number"])
    moved = {post.pk for post in posts}
    if source.accepted_post_id in moved:
        source.accepted_post = None
        source.save(update_fields=["accepted_post"])
    recount_thread(source)
    recount_thread(target)
    announce(posts_moved, source=source, target=target)
    return posts
