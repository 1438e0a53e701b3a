"""The thread or post that a moderator acts on, for who has the rights of one there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permissions import is_topic_moderator
from forum.moderation.permissions import can_moderate
from forum.threads import permissions
from forum.threads.models import Post, Thread, ThreadMerge
from forum.threads.views import visible_post


def thread_to_moderate(request, thread_id: int) -> Thread:
    """403 for members, whatever there is; 404 for a thread that this moderator may not know of."""
    _require_some(request.user)
    threads = Thread.objects.visible_to(request.user).select_related("topic", "author", "subject")
    thread = get_object_or_404(threads, pk=thread_id)
    return _required(request.user, thread, thread)


def post_to_moderate(request, post_id: int) -> Post:
    _require_some(request.user)
    post = visible_post(request, post_id)
    return _required(request.user, post.thread, post)


def merge_to_undo(request, merge_id: int) -> ThreadMerge:
    _require_some(request.user)
    merge = get_object_or_404(ThreadMerge.objects.select_related("source", "target"), pk=merge_id)
    if not Thread.objects.visible_to(request.user).filter(pk=merge.target_id).exists():
        raise Http404
    return _required(request.user, merge.target, merge)


def _require_some(user) -> None:
    if not (can_moderate(user) or is_topic_moderator(user)):
        raise PermissionDenied


def _required(user, thread: Thread, thing):
    if not permissions.can_moderate(user, thread):
        raise PermissionDenied
    return thing
