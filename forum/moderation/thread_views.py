"""Acts on whole threads: each a page that shows what will be, and a POST that does it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forum.core import markup
from forum.core.errors import Refused
from forum.core.http import member_required, page_number, typed_before
from forum.guard.services import record
from forum.moderation import services, thread_services
from forum.moderation.access import merge_to_undo, thread_to_moderate
from forum.moderation.conflicts import facts_of_merge
from forum.moderation.forms import ActForm
from forum.moderation.thread_forms import (
    ClosingForm,
    MergeThreadForm,
    MoveForm,
    MovePostsForm,
    OwnerForm,
    SlowForm,
)
from forum.threads.bylines import byline
from forum.threads.queries import posts_between, question_of

TYPED = ("topic", "seconds", "closes_at", "member", "note")
SETTINGS = {  # name: (form, service, heading, what is said then)
    "move": (MoveForm, services.move_thread, gettext_lazy("Move thread"), gettext_lazy("Thread moved.")),
    "slow": (
        SlowForm,
        thread_services.set_slow_mode,
        gettext_lazy("Set slow mode"),
        gettext_lazy("Slow mode saved."),
    ),
    "closing": (
        ClosingForm,
        thread_services.set_closing_time,
        gettext_lazy("Set closing time"),
        gettext_lazy("Closing time saved."),
    ),
    "owner": (
        OwnerForm,
        thread_services.change_owner,
        gettext_lazy("Change the asker"),
        gettext_lazy("Asker changed."),
    ),
}


@member_required(*TYPED)
@require_http_methods(["GET", "POST"])
def thread_setting(request, thread_id, act):
    thread = thread_to_moderate(request, thread_id)
    form_class, service, heading, done = SETTINGS[act]
    facts = {"thread": thread, "user": request.user, "initial": typed_before(request)}
    form = form_class(_sent(request), **facts)
    if _done(form, service, thread=thread, moderator=request.user):
        messages.success(request, done)
        return redirect(thread)
    return _act_page(request, form, heading, thread)


@member_required()
@require_http_methods(["GET", "POST"])
def thread_merge(request, thread_id):
    """Make a thread a part of another: first which one, then what differs, then the act."""
    source = thread_to_moderate(request, thread_id)
    typed = request.POST if request.method == "POST" else request.GET
    form = MergeThreadForm(typed if "into" in typed else None, thread=source, user=request.user)
    target = form.cleaned_data["into"] if form.is_valid() else None
    if target and request.method == "POST":
        note = form.cleaned_data["note"]
        try:
            merge = thread_services.merge_threads(
                source=source, target=target, moderator=request.user, note=note
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Merged. For 24 hours it can be undone, beside the thread."))
            return redirect("thread", merge.target_id)
    context = {"form": form, "source": source, "target": target}
    if target:
        context["facts"] = facts_of_merge(source, target)
    return render(request, "moderation/thread_merge.html", context, status=_status(form))


@member_required("note")
@require_http_methods(["GET", "POST"])
def merge_undo(request, merge_id):
    merge = merge_to_undo(request, merge_id)
    form = ActForm(_sent(request), initial=typed_before(request))
    if _done(form, thread_services.undo_merge, merge=merge, moderator=request.user):
        messages.success(request, _("Undone. Both questions are as they were."))
        return redirect(merge.source)
    return _act_page(request, form, _("Undo the merge"), merge.target)


@member_required()
@require_http_methods(["GET", "POST"])
def posts_move(request, thread_id):
    """Choose replies of a page of the thread, and where they go."""
    thread = thread_to_moderate(request, thread_id)
    rows = _rows(thread, page_number(request.GET))
    numbers = [row["number"] for row in rows]
    form = MovePostsForm(_sent(request), thread=thread, user=request.user, numbers=numbers)
    if form.is_valid():
        try:
            where = _moved(request, thread, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Replies moved."))
            return redirect(where)
    record(form)
    chosen = {str(number) for number in form["numbers"].value() or ()}
    for row in rows:
        row["is_chosen"] = str(row["number"]) in chosen
    context = {"form": form, "thread": thread, "rows": rows, "guarded": MovePostsForm.guarded}
    return render(request, "moderation/posts_move.html", context, status=_status(form))


def _moved(request, thread, form):
    data = form.cleaned_data
    facts = {"source": thread, "numbers": data["numbers"], "note": data["note"]}
    if data["where"] == MovePostsForm.NEW:
        facts |= {"title": data["title"], "topic": data["topic"]}
        new = thread_services.split_thread(**facts, moderator=request.user)
        if not form.guard.is_empty:
            record(form, post=question_of(new).pk)
        return new
    return thread_services.move_posts(**facts, target=data["into"], moderator=request.user)[0]


def _rows(thread, page: int) -> list[dict]:
    """The replies of a page, to choose from; without the question, which stays."""
    last = page * settings.POSTS_PER_PAGE
    if not page or last - settings.POSTS_PER_PAGE >= max(thread.last_number, 1):
        raise Http404
    first = max(2, last - settings.POSTS_PER_PAGE + 1)
    return [
        {
            "number": post.number,
            "reply": post.number - 1,
            "name": byline(post).name,
            "excerpt": markup.excerpt(post.body_html),
        }
        for post in posts_between(thread=thread.pk, first=first, last=last)
    ]


def _sent(request):
    return request.POST if request.method == "POST" else None


def _done(form, service, **target) -> bool:
    """Whether ``service`` did it with what the form holds; if a rule said no, the form says why."""
    if not form.is_valid():
        return False
    try:
        service(**target, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _act_page(request, form, heading, thread):
    context = {"form": form, "heading": heading, "target": thread, "title": thread.title}
    return render(request, "moderation/act.html", context, status=_status(form))


def _status(form) -> int:
    return 422 if form.errors else 200
