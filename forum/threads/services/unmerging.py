"""A merge taken back within a day."""

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce, announce_within
from forum.threads import permissions
from forum.threads.former import UNDONE_WITHIN
from forum.threads.models import MovedPost, Post, ReadMarker, Thread, ThreadMerge, Topic
from forum.threads.services.counting import recount_thread
from forum.threads.services.locks import hold_merged, require
from forum.threads.services.pseudonyms import restore_pseudonyms
from forum.threads.signals import merge_undoing, merge_undone
from forum.threads.strictness import set_sharing, stricter, take_stricter


@transaction.atomic
def undo_merge(*, merge: ThreadMerge, by: User) -> ThreadMerge:
    """Take two threads apart again: both are as they were.

    What was posted since stays in the target under its number; then notices lead from the numbers
    of those that leave to where they are. What was said since under the stricter promise keeps it.

    Raises PermissionDenied, Outdated where it is undone already, Refused after a day, or where the
    target was merged or the question moved since.
    """
    source, target = hold_merged(merge.source_id, merge.target_id)
    merge = ThreadMerge.objects.select_for_update().get(pk=merge.pk)
    require(permissions.can_moderate(by, source) and permissions.can_moderate(by, target))
    if merge.undone_at:
        raise Outdated(_("The merge has been undone already."))
    if timezone.now() - merge.merged_at > UNDONE_WITHIN:
        raise Refused(_("A merge can be undone for 24 hours. Move the replies instead."))
    offset = merge.before["offset"]
    leaving = Post.objects.filter(
        thread=target, number__gt=offset, number__lte=offset + source.last_number
    )
    if not leaving.filter(number=offset + 1).exists():
        raise Refused(_("The question has been moved to another thread since."))
    announce_within(merge_undoing, source=source, target=target, offset=offset, before=merge.before)
    _part_promises(source, target, merge, leaving)
    _part_markers(source, target, offset)
    restore_pseudonyms(leaving, merge.before["pseudonyms"])
    _return_posts(source, target, merge.before, leaving)
    _part_facts(source, target, merge.before)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    announce(merge_undone, source=source, target=target)
    return merge


def _part_promises(source: Thread, target: Thread, merge: ThreadMerge, leaving: QuerySet[Post]) -> None:
    """How each thread is shared: as before, but for what came or was said while fewer could."""
    staying = Post.objects.filter(thread=target).exclude(pk__in=leaving.values("pk"))
    if leaving.filter(edited_at__gt=merge.merged_at).exists():
        take_stricter(source, target)
    if (
        _has_grown(source, target, merge.before)
        or staying.filter(edited_at__gt=merge.merged_at).exists()
    ):
        return
    was = merge.before["sharing"]
    if target.sharing == stricter(was, source.sharing):
        set_sharing(target, was)


def _has_grown(source: Thread, target: Thread, before: dict) -> bool:
    """Whether the target got more posts since than those of the source."""
    return target.last_number > before["offset"] + source.last_number


def _part_markers(source: Thread, target: Thread, offset: int) -> None:
    """How far members have read both, those who read on in the merged thread included."""
    further = ReadMarker.objects.filter(thread=target, number__gt=offset)
    read = further.filter(user=OuterRef("user")).values(read=F("number") - offset)
    read_on = Least(Coalesce(Subquery(read), 0), source.last_number)
    mine = ReadMarker.objects.filter(thread=source)
    mine.update(number=Greatest(F("number"), read_on))
    further.filter(number__lte=offset + source.last_number).update(number=offset)


def _return_posts(source: Thread, target: Thread, before: dict, leaving: QuerySet[Post]) -> None:
    offset = before["offset"]
    if _has_grown(source, target, before):
        rows = leaving.values_list("number", "pk")
        notices = [
            MovedPost(thread=target, number=number, post_id=pk, was_merged=True) for number, pk in rows
        ]
        MovedPost.objects.bulk_create(notices)
    else:
        MovedPost.objects.filter(thread=target, number__gt=offset).delete()
        target.last_number = offset
    leaving.update(thread=source, number=F("number") - offset)
    back = MovedPost.objects.filter(thread=source, post__thread=source, post__number=F("number"))
    back.delete()


def _part_facts(source: Thread, target: Thread, before: dict) -> None:
    if before["took_subject"] and target.subject_id == source.subject_id:
        target.subject = None
    target.accepted_post = _still_accepted(target, target.accepted_post_id, before["accepted"])
    source.accepted_post = _still_accepted(source, source.accepted_post_id)
    question = Post.objects.get(thread=source, number=1)
    # As a reply it could leave sight alone; as a question it takes its thread along.
    source.withdrawn_at, source.held_at = question.withdrawn_at, question.held_at
    if question.hidden_at:
        source.hidden_at = question.hidden_at
        Post.objects.filter(pk=question.pk).update(hidden_at=None)
    source.merged_into = None
    for thread in (source, target):
        recount_thread(thread)
        thread.save()
    if not permissions.is_removed(source):
        Topic.objects.filter(pk=source.topic_id).update(thread_count=F("thread_count") + 1)


def _still_accepted(thread: Thread, *candidates: int | None) -> Post | None:
    """The first of ``candidates`` that is a reply in sight in ``thread``."""
    found = (
        Post.objects.listed().replies().filter(thread=thread).in_bulk([pk for pk in candidates if pk])
    )
    return next((found[pk] for pk in candidates if pk in found), None)
