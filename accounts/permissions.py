"""May this user …? Pure functions; ``standing`` is what ``queries.standing_of`` found."""


def is_moderator(user) -> bool:
    """Whether ``user`` (a guest too) looks after the forum."""
    return user.is_authenticated and user.is_active and user.is_moderator


def is_topic_moderator(user) -> bool:
    """Whether ``user`` looks after some topics and not the whole forum."""
    return user.is_authenticated and user.is_active and user.is_topic_moderator


def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator


def can_speak_for(standing, organization) -> bool:
    """Whether a member with this ``standing`` may vouch and answer for ``organization``."""
    return standing.is_verified and standing.organization == organization


def can_administer(user, standing, organization) -> bool:
    """Whether ``user`` may open the console of ``organization``: its administrators, and moderators."""
    return is_moderator(user) or (can_speak_for(standing, organization) and standing.is_administrator)
