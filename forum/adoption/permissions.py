"""May this member …? ``standing`` is what ``accounts.queries.standing_of`` found."""

from accounts.permissions import is_moderator


def can_report(standing) -> bool:
    """Verified members of an organization that is no vendor say what it uses."""
    return standing.can_answer


def can_curate(user) -> bool:
    """Moderators rename and merge subjects and say how long their answers count."""
    return is_moderator(user)
