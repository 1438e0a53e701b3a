"""What a form holds, kept as the draft of its writer."""

from typing import NoReturn

from accounts.services import ReadsOnly
from forum.replies import services
from forum.replies.forms import DraftForm
from forum.threads.models import Thread, Topic


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
        sharing=data.get("sharing", ""),
        is_nameless=bool(data.get("unnamed_as")),
        subject_name=data.get("subject_name", "") if data.get("asks_status") else "",
        subject_kind=data.get("subject_kind", ""),
        status=data.get("status", "") if "status" in request.POST else None,
        since=data.get("since", "") if "since" in request.POST else None,
        in_reply_to=data.get("in_reply_to"),
    )


def refuse_reader(request, thread: Thread | None, refusal: ReadsOnly) -> NoReturn:
    """Keep what was typed as a draft, and lead to the page that says until when and why."""
    refusal.is_draft_kept = request.method == "POST" and keep_draft(request, thread) is not None
    raise refusal
