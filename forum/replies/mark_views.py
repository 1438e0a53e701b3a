"""Saying that a reply helped, and taking it back."""

from django.shortcuts import redirect, render

from forum.conduct.http import acceptance_required
from forum.core.http import is_too_often, member_required, post_only, too_often
from forum.replies import services
from forum.threads.views import visible_post


@member_required()
@post_only
@acceptance_required
def reply_mark_helpful(request, post_id):
    return _mark(request, post_id, services.mark_helpful)


@member_required()
@post_only
@acceptance_required
def reply_unmark_helpful(request, post_id):
    return _mark(request, post_id, services.unmark_helpful)


def _mark(request, post_id, service):
    post = visible_post(request, post_id)
    if is_too_often(request, "mark"):
        return too_often(request)
    service(post=post, by=request.user)
    if not request.htmx:
        return redirect(post)
    post.refresh_from_db(fields=["helpful_count"])
    context = {
        "pk": post.pk,
        "count": post.helpful_count,
        "is_marked": service is services.mark_helpful,
        "number": post.number - 1,
    }
    return render(request, "replies/_helpful.html", context)
