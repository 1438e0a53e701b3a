"""What tests of curating share: the lines of the log about subjects and organizations."""

from forum.moderation.models import ModerationAction


def logged():
    acts = ModerationAction.objects.order_by("pk")
    return [(act.kind, str(act.subject or act.organization), act.detail, act.note) for act in acts]
