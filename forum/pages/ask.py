"""Asking: the form, its preview and its draft."""

from contextlib import suppress
from functools import partial

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.labels import label_shown
from accounts.queries import standing_of
from accounts.services import ReadsOnly
from forum.adoption.models import Subject
from forum.adoption.panels import tally_of
from forum.adoption.queries import subject_list, subject_named
from forum.adoption.services import find_or_create_subject
from forum.conduct.http import accept_first
from forum.conduct.permissions import has_accepted
from forum.core.errors import Refused
from forum.core.http import is_too_often, member_required, typed_before
from forum.guard.services import record
from forum.replies.drafting import accept_rules, keep_draft, refuse_reader, say_why_not, to_drafts, wait
from forum.replies.queries import draft_of
from forum.threads.articles import Reader
from forum.threads.forms import NOT_VERIFIED, AskForm
from forum.threads.models import Post, Thread
from forum.threads.permissions import can_ask
from forum.threads.queries import question_of, tag_names, threads_about
from forum.threads.services import (
    AlreadyPosted,
    PostingTooOften,
    author_line,
    cause_to_wait,
    nameless_line,
    render_body,
    start_thread,
)

QUESTION = ("title", "body", "topic", "tags", "sharing", "submission_key")
FIELDS = ("title", "body", "topic", "tags", "sharing", "unnamed_as", *AskForm.subject_fields)


@member_required(*FIELDS)
@require_http_methods(["GET", "POST"])
def ask(request):
    not_kept = partial(_not_kept, request)
    if "draft" in request.POST:
        return to_drafts(request, keep_draft(request, None), not_kept)
    if request.user.reads_only:
        refuse_reader(request, None, ReadsOnly())
    if request.method == "GET" and not has_accepted(request.user):
        return accept_first(request)
    if not has_accepted(request.user):
        return accept_rules(request, keep_draft(request, None), not_kept, typed=FIELDS)
    if request.method == "GET":
        return _page(request, _form(request, initial=_initial(request)))
    form = _form(request, request.POST)
    form.is_moderators = request.user.is_moderator
    if not form.is_valid():
        record(form)
        return _page(request, form, status=422, preview=_early_preview(request, form))
    if "preview" in request.POST:
        if is_too_often(request, "preview"):
            return wait(request, None)
        return _previewed(request, form)
    known = _known_subject(form.cleaned_data)
    if known and known.answer_count and form.cleaned_data["known"] != known.slug:
        return _page(request, form, status=422, is_told=True)
    return _post(request, form)


def _not_kept(request, saved):
    form = _form(request, request.POST)
    say_why_not(form, saved)
    return _page(request, form, status=422)


def _form(request, *typed, **facts) -> AskForm:
    """The form with both ways in which this member may be shown."""
    standing = standing_of(request.user)
    name = ", ".join(filter(None, (request.user.display_name, standing.name)))
    label = label_shown(standing)
    form = AskForm(*typed, name=name, label=label, **facts)
    form.is_first = bool(cause_to_wait(request.user, standing, written_at=None))
    if form.initial.get("unnamed_as"):  # typed before, when it may have been another
        form.initial["unnamed_as"] = label
        form.is_named_after_all = not label
    return form


def _previewed(request, form):
    try:
        return _page(request, form, preview=_preview(request.user, form.cleaned_data))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _page(request, form, status=422)


def _early_preview(request, form):
    """What can be seen already where nothing but the topic is still to be chosen; else None."""
    if (
        "preview" not in request.POST
        or set(form.errors) != {"topic"}
        or is_too_often(request, "preview")
    ):
        return None
    with suppress(Refused):
        return _preview(request.user, form.cleaned_data)
    return None


def _post(request, form):
    try:
        return redirect(_asked(request.user, form))
    except AlreadyPosted as refusal:
        if refusal.post.body == form.cleaned_data["body"]:
            return redirect(refusal.post)
        form.add_error(None, _("This form has posted another text before. Open it again to ask more."))
    except PostingTooOften as refusal:
        return wait(request, None, refusal.seconds)
    except ReadsOnly as refusal:
        refuse_reader(request, None, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _page(request, form, status=422)


@transaction.atomic
def _asked(user, form):
    """The new thread, and with it the subject if nobody has asked about it before."""
    subject, data = None, form.cleaned_data
    if data["asks_status"]:
        kind = data["subject_kind"] or Subject.Kind.PLATFORM
        subject = find_or_create_subject(name=data["subject_name"], kind=kind, by=user)
    facts = {name: data[name] for name in QUESTION} | {"unnamed_as": data.get("unnamed_as", "")}
    thread = start_thread(author=user, subject=subject, held=form.guard.cause, **facts)
    if not form.guard.is_empty:
        record(form, post=question_of(thread).pk)
    return thread


def _known_subject(data) -> Subject | None:
    return subject_named(data["subject_name"]) if data.get("asks_status") else None


@require_safe
def subject_known(request):
    """What is known about the subject that an asker types, as a piece of the form."""
    known = subject_named(request.GET.get("subject_name", "")[:60])
    return render(request, "pages/_known.html", _known(request.user, known))


def _known(user, subject) -> dict:
    """What is known about ``subject``: how many use it, and the questions about it."""
    if subject is None:
        return {"subject": None}
    return {
        "subject": subject,
        "tally": tally_of(subject),
        "threads": threads_about(subject, viewer=user)[:3],
    }


def _initial(request):
    """What this member typed before: in this browser, or as a draft; or the topic they come from."""
    if typed := typed_before(request):
        return typed
    draft = draft_of(request.user, None)
    if draft is None:
        subject = request.GET.get("subject", "")[:60]
        return {
            "topic": request.GET.get("topic", ""),
            "asks_status": bool(subject),
            "subject_name": subject,
        }
    return {
        "title": draft.title,
        "body": draft.body,
        "topic": draft.topic.slug if draft.topic else "",
        "tags": draft.tags,
        "sharing": draft.sharing or Thread.Sharing.EVERYONE,
        "unnamed_as": draft.is_nameless,
        "asks_status": draft.asks_status and bool(draft.subject_name),
        "subject_name": draft.subject_name,
        "subject_kind": draft.subject_kind or Subject.Kind.PLATFORM,
        "submission_key": draft.submission_key,
    }


def _page(request, form, *, status=200, preview=None, is_told=False):
    known = _known_subject(getattr(form, "cleaned_data", {})) if form.is_valid() else None
    context = {
        "form": form,
        "can_ask": can_ask(request.user),
        "tag_names": tag_names(request.user),
        "subject_names": subject_list().values_list("name", flat=True)[:200],
        "preview": preview,
        "not_verified": NOT_VERIFIED if form.is_named_after_all else "",
        "is_told": is_told,
        **_known(request.user, known),
    }
    return render(request, "pages/ask.html", context, status=status)


def _preview(user, data):
    """The question as it would stand, through the hands that make posts."""
    thread = Thread(pk=0, topic=data.get("topic"), author=user, title=data["title"])
    label = data.get("unnamed_as", "")
    post = Post(
        thread=thread,
        number=1,
        author=user,
        **(nameless_line(user, thread, label) if label else author_line(user)),
        body_html=render_body(data["body"]),
        created_at=timezone.now(),
    )
    return {"title": data["title"], "html": Reader(user, thread).html(post, acts=False)}
