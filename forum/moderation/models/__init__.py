"""What moderators do, what waits for them, and what they keep about members."""

from forum.moderation.models.actions import ModerationAction
from forum.moderation.models.appeals import Appeal
from forum.moderation.models.cases import Case, Flag
from forum.moderation.models.standing import MemberNote, Sanction, SpamRemoval

__all__ = [
    "Appeal",
    "Case",
    "Flag",
    "MemberNote",
    "ModerationAction",
    "Sanction",
    "SpamRemoval",
]
