"""Acts of moderators, each a page that asks why and a POST that does it; and their log."""

from collections.abc import Callable
from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.services import require_writer
from forum.conduct.http import accept_first
from forum.conduct.permissions import has_accepted
from forum.core.errors import Refused
from forum.core.http import is_too_often, member_required, next_path, typed_before
from forum.guard.services import record
from forum.moderation import care_services, services
from forum.moderation.access import post_to_moderate, thread_to_moderate
from forum.moderation.forms import ActForm, HideForm, RedactForm, RuleForm
from forum.moderation.permissions import FOR_MODERATORS, can_moderate
from forum.moderation.sections import kept, list_of
from forum.threads.articles import Reader
from forum.threads.forms import EditForm
from forum.threads.models import Post, Revision, Thread
from forum.threads.permissions import can_edit
from forum.threads.queries import tag_names, tags_of
from forum.threads.services import EditedMeanwhile, render_body
from forum.threads.views import visible_post

TYPED = ("rule", "message", "note")
THREAD_ACTS = {  # name: (form, service, heading, what is said then)
    "hide": (
        HideForm,
        services.hide_thread,
        gettext_lazy("Remove thread"),
        gettext_lazy("Thread removed."),
    ),
    "restore": (
        ActForm,
        services.restore_thread,
        gettext_lazy("Restore thread"),
        gettext_lazy("Thread restored."),
    ),
    "close": (
        ActForm,
        services.close_thread,
        gettext_lazy("Close thread"),
        gettext_lazy("Thread closed."),
    ),
    "reopen": (
        ActForm,
        services.reopen_thread,
        gettext_lazy("Reopen thread"),
        gettext_lazy("Thread reopened."),
    ),
    "pin": (ActForm, services.pin_thread, gettext_lazy("Pin thread"), gettext_lazy("Thread pinned.")),
    "unpin": (
        ActForm,
        services.unpin_thread,
        gettext_lazy("Unpin thread"),
        gettext_lazy("Thread unpinned."),
    ),
}
POST_ACTS = {
    "hide": (HideForm, services.hide_post, gettext_lazy("Remove reply"), gettext_lazy("Reply removed.")),
    "restore": (
        ActForm,
        services.restore_post,
        gettext_lazy("Restore reply"),
        gettext_lazy("Reply restored."),
    ),
    "approve": (
        ActForm,
        care_services.approve_post,
        gettext_lazy("Approve post"),
        gettext_lazy("Post approved."),
    ),
    "decline": (
        HideForm,
        care_services.decline_post,
        gettext_lazy("Remove post"),
        gettext_lazy("Post removed."),
    ),
}


def moderator_required(view):
    @wraps(view)
    @member_required()
    def wrapped(request, *args, **kwargs):
        if not can_moderate(request.user):
            raise PermissionDenied(FOR_MODERATORS)
        return view(request, *args, **kwargs)

    return wrapped


@member_required(*TYPED)
@require_http_methods(["GET", "POST"])
def thread_act(request, thread_id, act):
    thread = thread_to_moderate(request, thread_id)
    return _act(request, THREAD_ACTS[act], "thread", thread, title=thread.title)


@member_required(*TYPED)
@require_http_methods(["GET", "POST"])
def post_act(request, post_id, act):
    post = post_to_moderate(request, post_id)
    return _act(request, POST_ACTS[act], "post", post, title=post.thread.title)


@moderator_required
@require_http_methods(["GET", "POST"])
def revision_redact(request, post_id, number):
    post = visible_post(request, post_id)
    revision = get_object_or_404(post.revisions, number=number)
    act = (RedactForm, services.redact_revision, _("Remove a former text"), _("Former text removed."))
    return _act(request, act, "revision", revision, title=post.thread.title)


def _act(request, act, target_name: str, target: Thread | Post | Revision, *, title: str):
    form_class, service, heading, done = act
    typed = request.POST if request.method == "POST" else None
    initial = {"seen_in": getattr(target, "topic_id", None)} | typed_before(request)
    form = form_class(typed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service(**{target_name: target}, moderator=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(next_path(request, "") or target)
    context = {
        "form": form,
        "heading": heading,
        "target": target,
        "title": title,
        "is_hide": issubclass(form_class, RuleForm),
        "next": next_path(request, ""),
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/act.html", context, status=status)


EDITED = ("title", "body", "tags", "reason", "version")


@member_required(*EDITED)
@require_http_methods(["GET", "POST"])
def post_edit(request, post_id):
    """The form of one's own post, or of anybody's for a moderator, whose edit is logged."""
    post = visible_post(request, post_id)
    require_writer(request.user)
    if not has_accepted(request.user):
        return accept_first(request, typed=EDITED)
    if not can_edit(request.user, post):
        return _no_edit(request, post)
    return editing(
        request,
        post,
        lambda form: services.edit_post(
            post=post, editor=request.user, held=form.guard.cause, **form.cleaned_data
        ),
    )


def _no_edit(request, post):
    """Refuse; what was typed while a moderator closed the thread or removed the post is not lost."""
    words = _("You can edit your own posts while the thread is open.")
    if request.method == "GET":
        raise PermissionDenied(words)
    form = EditForm(request.POST, is_question=post.number == 1)
    form.full_clean()
    form.add_error(
        None, words + " " + _("Nothing was saved. Your text is below, so that you can copy it.")
    )
    return _edit_page(request, post, form, status=403)


def editing(request, post: Post, save: Callable[[EditForm], object], *, case=None, then=None):
    """The form of another text of ``post``, its preview, and ``save`` with what it holds.

    With a ``case`` saving approves the post, too, and ``then`` leads on.
    """
    is_question = post.number == 1
    page = partial(_edit_page, request, post, case=case)
    if request.method == "GET":
        typed = typed_before(request)
        form = EditForm(initial=_as_it_stands(post) | typed, is_question=is_question)
        form.edited_post = post.pk
        return page(form)
    form = EditForm(request.POST, is_question=is_question)
    form.edited_post, form.is_moderators = post.pk, request.user.is_moderator
    if not form.is_valid():
        record(form)
        return page(form, status=422)
    is_preview = "preview" in request.POST
    if is_too_often(request, "preview" if is_preview else "edit"):
        form.add_error(None, _("That was a lot of tries. Wait a minute, then try again."))
        return page(form, status=429)
    if is_preview:
        return page(form, preview=form.cleaned_data)
    try:
        save(form)
        record(form, post=post.pk)
    except EditedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        seen = request.POST.copy()
        seen["version"] = str(post.version)
        form.data = seen
        return page(form, status=422, theirs=_as_it_stands(post))
    except Refused as refusal:  # EditedOnce too
        form.add_error(None, str(refusal))
        return page(form, status=422)
    return then() if then else redirect(post)


def _as_it_stands(post: Post) -> dict:
    facts = {"body": post.body, "version": post.version}
    if post.number > 1:
        return facts
    return facts | {"title": post.thread.title, "tags": ", ".join(tags_of(post.thread))}


def _edit_page(request, post, form, *, case=None, status=200, preview=None, theirs=None):
    context = {"post": post, "form": form, "theirs": theirs, "case": case}
    context["kept"] = kept(list_of(request))
    if post.number == 1:
        context["tag_names"] = tag_names(request.user)
    if preview:
        html = _preview(request.user, post, preview["body"])
        context["preview"] = {"title": preview.get("title", ""), "html": html}
    return render(request, "moderation/post_edit.html", context, status=status)


def _preview(user, post, body):
    shown = Post.objects.select_related("author", "organization").get(pk=post.pk)
    shown.body_html = render_body(body)
    return Reader(user, post.thread).html(shown, acts=False)
