from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.queries import standing_of
from accounts.services import ReadsOnly
from forum.adoption.models import Status
from forum.adoption.services import report_apart, report_status
from forum.conduct.permissions import has_accepted
from forum.core.errors import Refused
from forum.core.http import (
    go_to,
    is_too_often,
    member_required,
    typed_before,
)
from forum.guard.services import record
from forum.replies import services
from forum.replies.composing import composer_for, preview_of, sent
from forum.replies.composing import render as render_composer
from forum.replies.drafting import accept_rules, keep_draft, refuse_reader, say_why_not, to_drafts, wait
from forum.replies.forms import ReplyForm
from forum.replies.manner import NAMED, NAMELESS, warning_of_switch
from forum.replies.queries import thread_with_author
from forum.threads.articles import Reader
from forum.threads.former import number_now, thread_now
from forum.threads.queries import posts_after
from forum.threads.services import AlreadyPosted, PostingTooOften, ThreadClosed, ThreadMerged

MOST_NEWER = 10  # replies shown before posting
TYPED = ("body", "in_reply_to", "status", "since", "unnamed_as")


@member_required(*TYPED)
@require_http_methods(["GET", "POST"])
def reply_create(request, thread_id):
    """The composer on a page of its own, and where every reply is sent."""
    thread = next(iter(thread_with_author(request.user, pk=thread_id)), None)
    if thread is None:
        return _moved_on(request, thread_id)
    if request.method == "GET":
        composer = composer_for(request.user, thread, typed=typed_before(request), params=request.GET)
        return _composer_page(request, thread, composer)
    if "draft" in request.POST or request.user.reads_only or not has_accepted(request.user):
        return _only_keep(request, thread)
    form = ReplyForm(request.POST, subject=thread.subject)
    form.is_moderators = request.user.is_moderator
    if request.GET:  # to answer or quote another post: what is typed already stays
        typed = {name: form[name].value() for name in form.typed}
        composer = composer_for(request.user, thread, typed=typed, params=request.GET)
        return _composer_page(request, thread, composer)
    if not form.is_valid():
        record(form)
        return _composer_page(request, thread, sent(request.user, thread, form), errors=form)
    if "preview" in request.POST:
        if is_too_often(request, "preview"):
            return wait(request, thread)
        return _preview(request, thread, form)
    if not form.cleaned_data["body"]:
        return _answer_only(request, thread, form)
    return _first_told(request, thread, form) or _post(request, thread, form)


def _first_told(request, thread, form):
    """What the member should know before the reply is posted, each thing once; None where nothing is."""
    data = form.cleaned_data
    is_nameless = bool(data["unnamed_as"])
    warning = warning_of_switch(
        request.user, thread, is_nameless=is_nameless, warned_of=data["switched"]
    )
    newer = _newer_replies(request.user, thread, data)
    if not (warning or newer):
        return None
    composer = sent(request.user, thread, form)._replace(switched=NAMELESS if is_nameless else NAMED)
    if newer:
        composer = composer._replace(seen=str(thread.last_number), told=True)
    return _composer_page(request, thread, composer, newer=newer, warning=warning, guard=form.guard)


def _preview(request, thread, form):
    data = form.cleaned_data
    try:
        preview = preview_of(request.user, thread, data["body"], data["unnamed_as"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _composer_page(request, thread, sent(request.user, thread, form), errors=form)
    composer = sent(request.user, thread, form)
    return _composer_page(request, thread, composer, preview=preview, guard=form.guard)


def _post(request, thread, form):
    data = form.cleaned_data
    facts = {name: data[name] for name in form.typed}
    try:
        post = services.post_reply(thread=thread, author=request.user, held=form.guard.cause, **facts)
        record(form, post=post.pk)
        return redirect(post)
    except AlreadyPosted as refusal:
        if refusal.post.body == data["body"] and refusal.post.thread_id == thread.pk:
            return redirect(refusal.post)
        form.add_error(None, _("This form has posted another text before. Open the thread again."))
    except ThreadMerged:
        return _moved_on(request, thread.pk)
    except PostingTooOften as refusal:
        return wait(request, thread, refusal.seconds)
    except ReadsOnly as refusal:
        refuse_reader(request, thread, refusal)
    except ThreadClosed as refusal:
        keep_draft(request, thread)
        form.add_error(None, str(refusal))
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
    if not has_accepted(request.user):
        back = reverse("reply_create", args=[thread.pk])
        not_kept = partial(_not_kept, request, thread)
        return accept_rules(request, keep_draft(request, thread), not_kept, typed=TYPED, back=back)
    form = ReplyForm(request.POST, subject=thread.subject)
    form.is_moderators = request.user.is_moderator
    form.full_clean()
    form.add_error(None, _("The question was merged into this one meanwhile. Post your reply here."))
    typed = {name: form[name].value() for name in form.typed}
    answered = form.cleaned_data.get("in_reply_to") or 0
    typed["in_reply_to"] = number_now(thread, was_in=thread_id, number=answered)
    composer = composer_for(request.user, thread, typed=typed, params={})
    return _composer_page(request, thread, composer, errors=form)


def _answer_only(request, thread, form):
    """A status without text is a complete answer: it counts, and no empty reply is posted."""
    data = form.cleaned_data
    say = report_apart if data["unnamed_as"] else report_status
    try:
        say(subject=thread.subject, by=request.user, status=data["status"], since=data["since"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _composer_page(request, thread, sent(request.user, thread, form), errors=form)
    services.discard_draft(user=request.user, thread=thread)
    messages.success(
        request,
        _("%(organization)s now counts as: %(status)s.")
        % {
            "organization": standing_of(request.user).organization,
            "status": Status(data["status"]).label,
        },
    )
    return go_to(request, thread.get_absolute_url())  # where the message stands


def _newer_replies(user, thread, data):
    """What others posted since the form was shown; nothing once the member has been told."""
    if data["told"] or data["seen"] is None or thread.last_number <= data["seen"]:
        return []
    reader = Reader(user, thread)
    posts = posts_after(thread, data["seen"], viewer=user)[:MOST_NEWER]
    return [reader.html(post, acts=False) for post in posts]


def _composer_page(
    request, thread, composer, *, errors=None, preview="", newer=(), warning="", guard=None
):
    around = {"errors": errors, "preview": preview, "newer": newer, "warning": warning}
    if errors:
        around |= {"guard": errors.guard, "replaced": errors.replaced}
    else:
        around["guard"] = guard
    html = render_composer(request, composer, **around)
    status = 422 if errors or newer or warning else 200
    if request.htmx:
        return HttpResponse(html, status=status)
    context = {"thread": thread, "composer": html, "errors": errors}
    return render(request, "replies/reply_create.html", context, status=status)


def _only_keep(request, thread):
    """Keep a draft: as its writer asked, because they only read for now, or have to accept the rules first."""
    if request.user.reads_only and "draft" not in request.POST:
        refuse_reader(request, thread, ReadsOnly())
    saved, not_kept = keep_draft(request, thread), partial(_not_kept, request, thread)
    if "draft" in request.POST:
        return to_drafts(request, saved, not_kept)
    return accept_rules(request, saved, not_kept, typed=TYPED)


def _not_kept(request, thread, saved):
    """The composer as it was sent, with why it is no draft, whatever else stands in the way of a reply."""
    form = ReplyForm(request.POST, subject=thread.subject)
    say_why_not(form, saved)
    composer = sent(request.user, thread, form)
    composer = composer._replace(closed="", reads_only=False, must_accept=False)
    return _composer_page(request, thread, composer, errors=form)
