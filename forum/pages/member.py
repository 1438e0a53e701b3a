"""The member page, and a member's own data as a file."""

import io
import json
import logging
import zipfile

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.queries import profile_data, sessions_data, standing_of
from forum.adoption.queries import statuses_data
from forum.core import markup
from forum.core.dates import when
from forum.core.guest_pages import for_guests
from forum.core.http import member_required, post_only
from forum.core.paging import keyset_page
from forum.moderation.appeal_queries import appeals_data
from forum.moderation.flag_queries import flags_data
from forum.moderation.permissions import can_flag_member
from forum.moderation.standing_queries import standing_data
from forum.replies.queries import drafts_data, marks_data
from forum.threads import articles
from forum.threads.bylines import present_byline
from forum.threads.exports import consents_data, markers_data, posts_data, threads_data
from forum.threads.queries import replies_by, threads_by

logger = logging.getLogger("rounds.security")


@require_safe
@for_guests
def member(request, handle, show="replies"):
    found = get_object_or_404(User.objects.current(), handle=handle)
    context = {
        "member": found,
        "byline": present_byline(found, standing_of(found)),
        "can_flag": can_flag_member(request.user, found),
        "show": show,
        "rows": [],
        "replies": [],
    }
    if show == "questions":
        page = keyset_page(threads_by(found, viewer=request.user), request.GET, moment=None)
        context["rows"] = articles.rows(page.rows)
    else:
        page = keyset_page(replies_by(found, viewer=request.user), request.GET, moment=None)
        context["replies"] = [_reply(post) for post in page.rows]
    return render(request, "pages/member.html", context | {"page": page})


def _reply(post):
    return {
        "url": post.get_absolute_url(),
        "title": post.thread.title,
        "topic": post.thread.topic.name,
        "when": when(post.created_at),
        "excerpt": markup.excerpt(post.body_html),
        "helpful": post.helpful_count,
        "is_accepted": post.thread.accepted_post_id == post.pk,
    }


@member_required()
@reauthentication_required
@post_only
def export(request):
    """Everything Rounds keeps of this member, as a ZIP of JSON files; asks for the password first."""
    user = request.user
    logger.info("Member %s took a copy of their data", user.pk, extra={"request": request})
    files = {
        "profile.json": profile_data(user),
        "threads.json": threads_data(user),
        "posts.json": posts_data(user),
        "drafts.json": drafts_data(user),
        "helpful-marks.json": marks_data(user),
        "statuses.json": statuses_data(user),
        "sharing.json": consents_data(user),
        "read-threads.json": markers_data(user),
        "appeals.json": appeals_data(user),
        "flags.json": flags_data(user),
        "sessions.json": sessions_data(user),
        "standing.json": standing_data(user),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, json.dumps(data, indent=2, default=str, ensure_ascii=False))
    day = timezone.now().strftime("%Y-%m-%d")
    response = HttpResponse(archive.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="rounds-{user.handle}-{day}.zip"'
    return response
