"""What the author of something hears when a moderator has removed or edited it."""

from django.urls import reverse

from accounts.adapter import send_notice
from accounts.models import User
from forum.moderation.models import ModerationAction
from forum.moderation.queries import rule_facts
from forum.threads.models import Thread

TEMPLATES = {
    ModerationAction.Kind.HIDE: "moderation/email/removed",
    ModerationAction.Kind.EDIT: "moderation/email/edited",
}


def author_of(action: ModerationAction) -> User | None:
    """Whose words ``action`` is about: the author of its post, or the asker of its thread."""
    if action.post:
        return action.post.author
    return action.thread.author if action.thread else None


def thread_of(action: ModerationAction) -> Thread | None:
    return action.post.thread if action.post else action.thread


def tell_author(action: ModerationAction) -> None:
    """Mail the author what was done, by which rule, with the moderators' note and the way to appeal.

    Within the transaction of the act. Nobody is told what they did themselves.
    """
    author, thread = author_of(action), thread_of(action)
    if author is None or thread is None or author.pk == action.moderator_id:
        return
    facts = {
        "action": action,
        "title": thread.title,
        "url": (action.post or thread).get_absolute_url(),
        "is_reply": bool(action.post and action.post.number > 1),
        "rule": rule_facts(action.rule),
        "appeal_url": reverse("appeal", args=[action.pk]),
    }
    send_notice(TEMPLATES[ModerationAction.Kind(action.kind)], author, facts)
