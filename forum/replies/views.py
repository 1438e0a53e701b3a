from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forum.adoption.services import report_status
from forum.core.errors import Refused
from forum.core.http import (
    go_to,
    is_too_often,
    member_required,
    too_often,
    too_often_fragment,
    typed_before,
)
from forum.core.prepared import prepared
from forum.guard.services import record
from forum.replies import services
from forum.replies.composing import composer_for, preview_of, sent
from forum.replies.composing import render as render_composer
from forum.replies.forms import DraftForm, ReplyForm
from forum.replies.queries import drafts_of
from forum.threads.articles import Reader
from forum.threads.former import number_now, thread_now
from forum.threads.models import Thread, Topic
from forum.threads.queries import posts_after
from forum.threads.services import AlreadyPosted, PostingTooOften, ThreadMerged
from forum.threads.views import visible_post

SIGNED_OUT = gettext_lazy(
    "You are signed out. Your text is still here: post it, sign in, and it is back in the form."
)


@member_required("body", "in_reply_to", "status", "since")
@require_http_methods(["GET", "POST"])
def reply_create(request, thread_id):
    """The composer on a page of its own, and where every reply is sent."""
    thread = next(iter(_thread(request.user, pk=thread_id)), None)
    if thread is None:
        return _moved_on(request, thread_id)
    if request.method == "GET":
        composer = composer_for(request.user, thread, typed=typed_before(request), params=request.GET)
        return _composer_page(request, thread, composer)
    if "draft" in request.POST:
        return _keep_and_list(request, thread)
    form = ReplyForm(request.POST, subject=thread.subject)
    if request.GET:  # to answer or quote another post: what is typed already stays
        typed = {name: form[name].value() for name in form.typed}
        composer = composer_for(request.user, thread, typed=typed, params=request.GET)
        return _composer_page(request, thread, composer)
    if not form.is_valid():
        record(form)
        return _composer_page(request, thread, sent(request.user, thread, form), errors=form)
    if "preview" in request.POST:
        if is_too_often(request, "preview"):
            return _wait(request, thread)
        preview = preview_of(request.user, thread, form.cleaned_data["body"])
        composer = sent(request.user, thread, form)
        return _composer_page(request, thread, composer, preview=preview, guard=form.guard)
    if not form.cleaned_data["body"]:
        return _answer_only(request, thread, form)
    newer = _newer_replies(request.user, thread, form.cleaned_data)
    if newer:
        composer = sent(request.user, thread, form)._replace(seen=str(thread.last_number), told=True)
        return _composer_page(request, thread, composer, newer=newer, guard=form.guard)
    return _post(request, thread, form)


def _post(request, thread, form):
    data = form.cleaned_data
    facts = {name: data[name] for name in form.typed}
    try:
        post = services.post_reply(thread=thread, author=request.user, held=form.guard.waits, **facts)
        record(form, post=post.pk)
        return redirect(post)
    except AlreadyPosted as refusal:
        if refusal.post.body == data["body"] and refusal.post.thread_id == thread.pk:
            return redirect(refusal.post)
        form.add_error(None, _("This form has posted another text before. Open the thread again."))
    except ThreadMerged:
        return _moved_on(request, thread.pk)
    except PostingTooOften:
        return _wait(request, thread)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _composer_page(request, thread, sent(request.user, thread, form), errors=form)


def _moved_on(request, thread_id):
    """The composer of the thread that this one was merged into, with what was typed; 404 for all else."""
    thread = thread_now(viewer=request.user, pk=thread_id)
    if thread is None:
        raise Http404
    if request.method == "GET":
        return redirect("reply_create", thread.pk)
    form = ReplyForm(request.POST, subject=thread.subject)
    form.full_clean()
    form.add_error(None, _("The question was merged into this one meanwhile. Post your reply here."))
    typed = {name: form[name].value() for name in form.typed}
    answered = form.cleaned_data.get("in_reply_to") or 0
    typed["in_reply_to"] = number_now(thread, was_in=thread_id, number=answered)
    composer = composer_for(request.user, thread, typed=typed, params={})
    return _composer_page(request, thread, composer, errors=form)


def _wait(request, thread):
    keep_draft(request, thread)
    return too_often(request, draft_kept=True)


def _answer_only(request, thread, form):
    """A status without text is a complete answer: it counts, and no empty reply is posted."""
    data = form.cleaned_data
    try:
        report = report_status(
            subject=thread.subject, by=request.user, status=data["status"], since=data["since"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _composer_page(request, thread, sent(request.user, thread, form), errors=form)
    services.discard_draft(user=request.user, thread=thread)
    messages.success(
        request,
        _("%(organization)s now counts as: %(status)s.")
        % {"organization": report.organization, "status": report.get_status_display()},
    )
    return go_to(request, f"{thread.get_absolute_url()}#snapshot")


def _newer_replies(user, thread, data):
    """What others posted since the form was shown; nothing once the member has been told."""
    if data["told"] or data["seen"] is None or thread.last_number <= data["seen"]:
        return []
    return [
        Reader(user, thread).html(post, acts=False)
        for post in posts_after(thread, data["seen"], viewer=user)[:10]
    ]


def _composer_page(request, thread, composer, *, errors=None, preview="", newer=(), guard=None):
    around = {"errors": errors, "preview": preview, "newer": newer}
    if errors:
        around |= {"guard": errors.guard, "replaced": errors.replaced}
    else:
        around["guard"] = guard
    html = render_composer(request, composer, **around)
    status = 422 if errors or newer else 200
    if request.htmx:
        return HttpResponse(html, status=status)
    context = {"thread": thread, "composer": html, "errors": errors}
    return render(request, "replies/reply_create.html", context, status=status)


def _visible_thread(request, thread_id) -> Thread:
    found = next(iter(_thread(request.user, pk=thread_id)), None)
    if found is None:
        raise Http404
    return found


@prepared
def _thread(viewer, pk):
    return Thread.objects.visible_to(viewer).filter(pk=pk).select_related("topic", "author", "subject")


@member_required()
@require_POST
def reply_mark_helpful(request, post_id):
    return _mark(request, post_id, services.mark_helpful)


@member_required()
@require_POST
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


@member_required()
@require_GET
def drafts(request):
    return render(request, "replies/drafts.html", {"drafts": drafts_of(request.user)})


@require_POST
def draft_save(request):
    """What htmx sends while a member types; ``?thread=`` names the thread of a reply."""
    if not request.user.is_authenticated:
        return HttpResponse(SIGNED_OUT)
    raw = request.GET.get("thread", "")
    known = raw.isascii() and raw.isdigit() and len(raw) < 19
    thread = _visible_thread(request, int(raw)) if known else None
    if is_too_often(request, "draft"):
        return too_often_fragment()
    kept = keep_draft(request, thread)
    return HttpResponse(_("Draft saved") if kept else "")


@member_required()
@require_POST
def draft_discard(request, draft_id):
    draft = get_object_or_404(drafts_of(request.user), pk=draft_id)
    services.discard_draft(user=request.user, thread=draft.thread)
    messages.success(request, _("Draft deleted."))
    return redirect("drafts")


def _keep_and_list(request, thread):
    keep_draft(request, thread)
    messages.success(request, _("Draft saved."))
    return redirect("drafts")


def keep_draft(request, thread: Thread | None):
    """Save what the form holds, finished or not, as the draft for ``thread`` (None: a question)."""
    form = DraftForm(request.POST)
    form.full_clean()
    data = getattr(form, "cleaned_data", {})
    if "body" not in data:
        return None
    topic = Topic.objects.filter(slug=data.get("topic") or "").first()
    return services.save_draft(
        user=request.user,
        thread=thread,
        body=data["body"],
        submission_key=data["submission_key"],
        title=data.get("title", ""),
        topic=topic,
        tags=data.get("tags", ""),
        audience=data.get("audience", ""),
        subject_name=data.get("subject_name", "") if data.get("asks_status") else "",
        subject_kind=data.get("subject_kind", ""),
        in_reply_to=data.get("in_reply_to"),
    )
