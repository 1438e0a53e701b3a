from accounts.models import User
from forum.moderation import logbook
from forum.moderation.models import ModerationAction


def log_export(*, moderator: User, filters: dict[str, str]) -> None:
    """Keep that ``moderator`` took a copy of the log, and of what in it."""
    detail = ", ".join(f"{name}: {value}" for name, value in filters.items())
    logbook.write(moderator, ModerationAction.Kind.EXPORT, detail=detail)
