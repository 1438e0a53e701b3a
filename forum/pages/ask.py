"""Asking: the form, its preview and its draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.errors import Refused
from forum.core.http import is_too_often, member_required, too_often, typed_before
from forum.replies.queries import draft_of
from forum.replies.views import keep_draft
from forum.threads.articles import Reader
from forum.threads.forms import AskForm
from forum.threads.models import Post, Thread
from forum.threads.permissions import can_ask
from forum.threads.queries import tag_names
from forum.threads.services import (
    AlreadyPosted,
    PostingTooOften,
    author_line,
    render_body,
    start_thread,
)

FIELDS = ("title", "body", "topic", "tags", "audience")


@member_required(*FIELDS)
@require_http_methods(["GET", "POST"])
def ask(request):
    if request.method == "GET":
        return _page(request, AskForm(initial=_initial(request)))
    form = AskForm(request.POST)
    if "draft" in request.POST:
        keep_draft(request, None)
        messages.success(request, _("Draft saved."))
        return redirect("drafts")
    if not form.is_valid():
        return _page(request, form, status=422)
    if "preview" in request.POST:
        if is_too_often(request, "preview"):
            return _wait(request)
        return _page(request, form, preview=True)
    return _post(request, form)


def _post(request, form):
    try:
        return redirect(start_thread(author=request.user, **form.cleaned_data))
    except AlreadyPosted as refusal:
        if refusal.post.body == form.cleaned_data["body"]:
            return redirect(refusal.post)
        form.add_error(None, _("This form has posted another text before. Open it again to ask more."))
    except PostingTooOften:
        return _wait(request)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _page(request, form, status=422)


def _wait(request):
    keep_draft(request, None)
    return too_often(request, draft_kept=True)


def _initial(request):
    """What this member typed before: in this browser, or as a draft; or the topic they come from."""
    if typed := typed_before(request):
        return typed
    draft = draft_of(request.user, None)
    if draft is None:
        return {"topic": request.GET.get("topic", "")}
    return {
        "title": draft.title,
        "body": draft.body,
        "topic": draft.topic.slug if draft.topic else "",
        "tags": draft.tags,
        "audience": draft.audience or Thread.Audience.EVERYONE,
        "submission_key": draft.submission_key,
    }


def _page(request, form, *, status=200, preview=False):
    context = {
        "form": form,
        "can_ask": can_ask(request.user),
        "tag_names": tag_names(request.user),
        "preview": _preview(request.user, form.cleaned_data) if preview else None,
    }
    return render(request, "pages/ask.html", context, status=status)


def _preview(user, data):
    """The question as it would stand, through the hands that make posts."""
    thread = Thread(pk=0, topic=data["topic"], author=user, title=data["title"])
    post = Post(
        thread=thread,
        number=1,
        author=user,
        **author_line(user),
        body_html=render_body(data["body"]),
        created_at=timezone.now(),
    )
    return {"title": data["title"], "html": Reader(user, thread).html(post, acts=False)}
