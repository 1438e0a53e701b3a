"""What a member does with a post of their own, and the former texts of any post."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.permissions import is_moderator
from forum.conduct.http import acceptance_required
from forum.core.errors import Refused
from forum.core.http import member_required, page_number, post_only
from forum.threads import permissions, services
from forum.threads.diffs import revision_steps
from forum.threads.models import Post, Thread
from forum.threads.queries import revisions_of

MOST_STEPS = 50


def visible_post(request, post_id: int) -> Post:
    """The post of this id, if its text is there for this visitor; 404 otherwise."""
    posts = Post.objects.visible_to(request.user).select_related("thread", "author")
    return get_object_or_404(posts, pk=post_id)


@require_safe
def post(request, post_id):
    """The address of a post that stays the same in whatever thread it is: it leads there."""
    return redirect(visible_post(request, post_id))


@member_required()
@post_only
def post_withdraw(request, post_id):
    post = visible_post(request, post_id)
    services.withdraw_post(post=post, by=request.user)
    return redirect(post)


@member_required()
@post_only
@acceptance_required
def post_undo_withdrawal(request, post_id):
    post = visible_post(request, post_id)
    services.undo_withdrawal(post=post, by=request.user)
    return redirect(post)


@member_required()
@post_only
@acceptance_required
def reply_accept(request, post_id):
    return _choose(request, post_id, services.accept_reply)


@member_required()
@post_only
@acceptance_required
def reply_unaccept(request, post_id):
    return _choose(request, post_id, services.unaccept_reply)


def _choose(request, post_id, service):
    post = visible_post(request, post_id)
    try:
        service(post=post, by=request.user)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return redirect(post)


@member_required()
@post_only
@acceptance_required
def update_ask(request, thread_id):
    """Put the question before the organizations again whose answers have grown old."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=thread_id)
    try:
        services.ask_for_update(thread=thread, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Asked. Members of those organizations see it on their home page."))
    return redirect(thread)


@member_required()
@require_GET
def post_revisions(request, post_id):
    """The texts the post has had, as steps from one to the next: the latest 50, then older ones."""
    post = visible_post(request, post_id)
    before = page_number(request.GET, "before") if "before" in request.GET else None
    found = list(revisions_of(post, upto=before)[: MOST_STEPS + 2])
    after = found.pop(0) if before is not None and found else None
    if before is not None and (after is None or after.number != before):
        raise Http404
    context = {
        "post": post,
        "steps": revision_steps(post, found[:MOST_STEPS], after),
        "older": found[MOST_STEPS - 1].number if len(found) > MOST_STEPS else None,
        "may_redact": is_moderator(request.user),
    }
    return render(request, "threads/post_revisions.html", context)


@require_GET
def post_source(request, post_id):
    """The Markdown of a post, as its author typed it."""
    post = visible_post(request, post_id)
    if not permissions.can_read(request.user, post):
        raise PermissionDenied
    return HttpResponse(post.body, content_type="text/plain; charset=utf-8")
