"""Posts that a moderator looks at before members see them."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_moderator, is_topic_moderator
from accounts.queries import Standing
from forum.core.errors import Outdated
from forum.core.signals import announce, announce_within
from forum.guard.services import approve_findings
from forum.threads import permissions
from forum.threads.models import Post, ReadMarker, Thread
from forum.threads.queries import was_seen_before
from forum.threads.services.counting import count_in_topic, recount_thread
from forum.threads.services.locks import hold_post, require
from forum.threads.signals import post_added, post_changed, post_deciding, post_holding

FIRST = "first"  # the cause of a post that waits because its author is new


def unaccept(post: Post) -> None:
    """A reply out of sight is no answer."""
    Thread.objects.filter(pk=post.thread_id, accepted_post=post).update(accepted_post=None)


def cause_to_wait(author: User, standing: Standing, *, written_at: datetime | None) -> str:
    """Why any post of ``author`` waits for a moderator: they are new. "" where it does not.

    Members saw a post of theirs before, they are verified, or look after topics; and what was
    ``written_at`` another time, elsewhere, was seen there.
    """
    if not settings.HOLD_FIRST_POSTS or written_at or standing.is_verified:
        return ""
    if is_moderator(author) or is_topic_moderator(author) or was_seen_before(author):
        return ""
    return FIRST


def hold_back(post: Post, *, cause: str = "") -> None:
    """Take ``post``, which the caller has locked, out of sight until a moderator decides.

    A most helpful reply is none any more. Without a ``cause`` something else lets it wait already.
    """
    if post.held_at is None:
        _set_held(post, timezone.now())
        unaccept(post)
    if cause:
        announce_within(post_holding, post=post, cause=cause)


@transaction.atomic
def hold_post_back(*, post: Post) -> bool:
    """Take ``post``, which members have read, out of sight until a moderator decides; of a question, the thread.

    Whoever chose it as the most helpful reply has still done so when it comes back. Returns whether it
    was in sight until now.
    """
    post = hold_post(post.pk)
    if permissions.is_removed(post) or permissions.is_removed(post.thread):
        return False
    _set_held(post, timezone.now())
    announce(post_changed, post=post)
    return True


@transaction.atomic
def release_post(*, post: Post, by: User) -> Post:
    """Let members see a post that waited; a question brings its thread along. Followers hear of it now.

    One that was born waiting is new from now on, also to readers who went on past it; but to nobody
    who has read what came after it: that would be new once more.
    What the guard found in it does not hold it again when it is edited. Raises PermissionDenied, for
    one's own post too, and Outdated where somebody decided before.
    """
    post = _waiting(post, by)
    is_new = post.held_at == post.created_at  # members never saw it: it was born waiting
    if is_new:
        _make_new(post, by)
    title = post.thread.title if post.number == 1 else ""
    approve_findings(post=post.pk, texts=(post.body, title, post.edit_reason))
    _set_held(post, None)
    announce_within(post_deciding, post=post, by=by, is_kept=True)
    announce(post_added if is_new else post_changed, post=post)
    return post


@transaction.atomic
def decline_post(*, post: Post, by: User) -> Post:
    """Remove a post that waited; of a question, the thread. Moderation logs who and why.

    Raises PermissionDenied, for one's own post too, and Outdated where somebody decided before.
    """
    post = _waiting(post, by)
    removed = post if post.number > 1 else post.thread
    removed.hidden_at = timezone.now()
    removed.save(update_fields=["hidden_at"])
    _set_held(post, None)
    unaccept(post)
    announce_within(post_deciding, post=post, by=by, is_kept=False)
    announce(post_changed, post=post)
    return post


def _make_new(post: Post, by: User) -> None:
    post.released_at = timezone.now()
    post.save(update_fields=["released_at"])
    if post.number > 1:
        _set_back_readers(post, but_not=(post.author_id, by.pk))


def _set_back_readers(post: Post, *, but_not: tuple[int, ...]) -> None:
    """Let ``post`` be unread where a reader's marker stands on it, or on what they cannot see after it."""
    here = Post.objects.listed().filter(thread=post.thread_id, number__gt=post.number)
    seen_next = here.order_by("number").values_list("number", flat=True).first()
    resting = ReadMarker.objects.filter(thread=post.thread_id, number__gte=post.number)
    if seen_next:
        resting = resting.filter(number__lt=seen_next)
    resting.exclude(user__in=but_not).update(number=post.number - 1)


def _waiting(post: Post, by: User) -> Post:
    post = hold_post(post.pk)
    require(permissions.can_release(by, post))
    if post.held_at is None:
        raise Outdated(_("Another moderator has decided this already."))
    return post


def _set_held(post: Post, moment) -> None:
    thread = post.thread
    was_listed = not permissions.is_removed(thread)
    post.held_at = moment
    post.save(update_fields=["held_at"])
    if post.number == 1:
        thread.held_at = moment
        thread.save(update_fields=["held_at"])
        count_in_topic(thread, int(not permissions.is_removed(thread)) - int(was_listed))
    recount_thread(thread)
