"""What a form holds, kept as the draft of its writer."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services import ReadsOnly
from forum.conduct.http import accept_first
from forum.core.http import too_often
from forum.guard.checking import Check
from forum.guard.forms import GuardedForm
from forum.replies import services
from forum.replies.forms import DraftForm
from forum.threads.models import Thread
from forum.threads.queries import topics_called
from forum.threads.services import AlreadyPosted

FormAgain = Callable[[DraftForm], HttpResponse]  # shows the form as it was sent, with why it is no draft
AS_TYPED = (
    "title",
    "body",
    "tags",
    "sharing",
    "asks_status",
    "subject_name",
    "subject_kind",
    "in_reply_to",
    "submission_key",
)


def keep_draft(request, thread: Thread | None, *, is_autosave: bool = False) -> DraftForm:
    """Save what the form holds, finished or not, as the draft for ``thread`` (None: a question).

    What comes back has ``kept``, the draft. Where that is None, its errors or ``why_not`` say why.
    """
    form = DraftForm(request.POST)
    if not form.is_valid():
        return form
    facts = {"user": request.user, "thread": thread, "is_autosave": is_autosave}
    try:
        form.kept = services.save_draft(**facts, **_typed(request, form.cleaned_data))
    except AlreadyPosted as refusal:
        form.why_not = str(refusal)
    else:
        form.why_not = "" if form.kept else _("Write something to keep first.")
    return form


def _typed(request, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "topic": topics_called(data["topic"]).first(),
        "is_nameless": bool(data["unnamed_as"]),
        "status": data["status"] if "status" in request.POST else None,
        "since": data["since"] if "since" in request.POST else None,
        **{name: data[name] for name in AS_TYPED},
    }


def say_why_not(form: GuardedForm, saved: DraftForm) -> None:
    """Let ``form``, as it was sent, say why ``saved`` is no draft, and nothing that only posts need."""
    form.full_clean()
    form.errors.clear()
    form.guard = Check()
    for name, errors in saved.errors.as_data().items():
        form.add_error(name if name in form.fields else None, errors)
    if saved.why_not:
        form.add_error(form.guarded[0], saved.why_not)


def to_drafts(request, saved: DraftForm, form_again: FormAgain) -> HttpResponse:
    """Lead to the drafts, with this one among them; where it cannot be kept, show the form and why."""
    if not saved.kept:
        return form_again(saved)
    messages.success(request, _("Draft saved."))
    return redirect("drafts")


def accept_rules(
    request, saved: DraftForm, form_again: FormAgain, *, typed: Sequence[str], back: str = ""
) -> HttpResponse:
    """Lead to the rules that have changed; what was ``typed`` is ``saved``, or else in the session."""
    if saved.errors:
        return form_again(saved)
    in_session = () if saved.kept else typed
    return accept_first(request, back=back, typed=in_session, draft_kept=bool(saved.kept))


def wait(request, thread: Thread | None, seconds: float | None = None) -> HttpResponse:
    """Ask for patience; what was typed is a draft meanwhile."""
    return too_often(request, draft_kept=bool(keep_draft(request, thread).kept), seconds=seconds)


def refuse_reader(request, thread: Thread | None, refusal: ReadsOnly) -> NoReturn:
    """Keep what was typed as a draft, and lead to the page that says until when and why."""
    refusal.is_draft_kept = request.method == "POST" and bool(keep_draft(request, thread).kept)
    raise refusal
