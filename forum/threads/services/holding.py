"""Posts that a moderator looks at before members see them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.errors import Outdated
from forum.core.signals import announce
from forum.guard.services import approve_findings
from forum.threads import permissions
from forum.threads.models import Post, Thread
from forum.threads.services.counting import count_in_topic, recount_thread
from forum.threads.services.locks import hold_post, require
from forum.threads.signals import post_added, post_changed


def hold_back(post: Post) -> None:
    """Take ``post``, which the caller has locked, out of sight until a moderator decides.

    A most helpful reply is none any more.
    """
    if post.held_at is None:
        _set_held(post, timezone.now())
        Thread.objects.filter(pk=post.thread_id, accepted_post=post).update(accepted_post=None)


@transaction.atomic
def release_post(*, post: Post, by: User) -> Post:
    """Let members see a post that waited; a question brings its thread along. Followers hear of it now.

    What the guard found in it does not hold it again when it is edited. Raises PermissionDenied, for one's own post too, and Outdated where somebody decided before.
    """
    post = _waiting(post, by)
    is_new = post.held_at == post.created_at  # members never saw it: it was born waiting
    title = post.thread.title if post.number == 1 else ""
    approve_findings(post=post.pk, texts=(post.body, title, post.edit_reason))
    _set_held(post, None)
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
    announce(post_changed, post=post)
    return post


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
