"""May this member …? ``standing`` is what ``accounts.queries.standing_of`` found."""

from accounts.permissions import can_speak_for, is_moderator


def can_report(standing) -> bool:
    """Verified members of an organization that is no vendor say what it uses."""
    return standing.can_answer


def can_see_statuses(standing, organization) -> bool:
    """Whether what ``organization`` uses may be shown to a reader with ``standing``, beside its name.

    One that is only counted is known by its own verified members alone: not by moderators either.
    """
    if can_speak_for(standing, organization):
        return True
    return organization.is_named and not organization.is_vendor


def can_curate(user) -> bool:
    """Moderators rename and merge subjects and say how long their answers count."""
    return is_moderator(user)
