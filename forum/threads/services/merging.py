"""Two threads made one.

The numbers of the target stay, since they never move; the posts of the source come after them,
in their own order: post n becomes post ``offset + n``.
"""

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.errors import Refused
from forum.core.signals import announce, announce_within
from forum.threads import permissions
from forum.threads.models import MovedPost, Post, ReadMarker, Thread, ThreadMerge, Topic
from forum.threads.services.counting import recount_thread
from forum.threads.services.locks import hold_threads, require
from forum.threads.services.pseudonyms import tell_apart
from forum.threads.signals import threads_merged, threads_merging
from forum.threads.strictness import take_stricter


@transaction.atomic
def merge_threads(*, source: Thread, target: Thread, by: User) -> ThreadMerge:
    """Make ``source`` a part of ``target``: its question and replies become replies there.

    The target keeps its title, asker, subject and most helpful reply; a subject it has none of
    comes along. The stricter sharing holds. Former addresses lead to where the posts
    are. Drafts follow within the transaction, whoever listens to ``threads_merged`` after it.

    Raises PermissionDenied, Refused for one thread twice or one out of sight, ThreadMerged where
    either was merged before.
    """
    if source.pk == target.pk:
        raise Refused(_("A question cannot become a part of itself."))
    held = hold_threads(source.pk, target.pk)
    source, target = held[source.pk], held[target.pk]
    require(permissions.can_moderate(by, source) and permissions.can_moderate(by, target))
    if permissions.is_removed(source) or permissions.is_removed(target):
        raise Refused(_("A question out of sight cannot be merged. Restore it first."))
    before = {
        "offset": target.last_number,
        "last_number": source.last_number,
        "sharing": target.sharing,
        "took_subject": target.subject_id is None,
        "accepted": target.accepted_post_id,
    }
    follow = {"source": source, "target": target, "offset": target.last_number, "before": before}
    announce_within(threads_merging, **follow)
    before["pseudonyms"] = tell_apart(Post.objects.filter(thread=source), target)
    _bring_posts(source, target)
    _join_markers(source, target)
    _join_facts(source, target)
    announce(threads_merged, source=source, target=target)
    merge = ThreadMerge.objects.create(
        source=source, target=target, merged_by=by, merged_at=timezone.now(), before=before
    )
    Topic.objects.filter(pk=source.topic_id).update(thread_count=F("thread_count") - 1)
    return merge


def _bring_posts(source: Thread, target: Thread) -> None:
    offset = target.last_number
    gone = MovedPost.objects.filter(thread=source).values_list("number", "post")
    gaps = [MovedPost(thread=target, number=offset + n, post_id=pk) for n, pk in gone]
    posts = Post.objects.filter(thread=source)
    numbers = posts.values_list("number", "pk")
    former = [MovedPost(thread=source, number=n, post_id=pk) for n, pk in numbers]
    MovedPost.objects.bulk_create([*gaps, *former])
    posts.update(thread=target, number=F("number") + offset)


def _join_markers(source: Thread, target: Thread) -> None:
    """Who has read all of the target has read as much of the rest as they had of the source."""
    offset = target.last_number
    read = ReadMarker.objects.filter(thread=source, user=OuterRef("user")).values("number")
    done = ReadMarker.objects.filter(thread=target, number=offset)
    done.update(number=offset + Coalesce(Subquery(read), 0))


def _join_facts(source: Thread, target: Thread) -> None:
    take_stricter(target, source)
    if target.subject_id is None:
        target.subject_id = source.subject_id
    target.last_number += source.last_number
    target.save(update_fields=["audience", "sharing", "subject", "last_number"])
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    recount_thread(source)
    recount_thread(target)
