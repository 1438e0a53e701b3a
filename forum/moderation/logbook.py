"""The log of moderators' acts: lines are added, never changed."""

from accounts.models import User
from forum.moderation.models import ModerationAction


def write(
    moderator: User | None, kind: ModerationAction.Kind, *, detail: str = "", **facts
) -> ModerationAction:
    """Add a line, in the transaction of the act; without a moderator it is an act of Rounds itself.

    ``facts`` name its one target, a rule and notes.
    """
    longest = ModerationAction._meta.get_field("detail").max_length
    return ModerationAction.objects.create(
        moderator=moderator, kind=kind, detail=detail[:longest], **facts
    )
