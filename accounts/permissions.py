"""May this user …? Pure functions; ``standing`` is what ``queries.standing_of`` found."""

from django.utils import timezone


def is_moderator(user) -> bool:
    """Whether ``user`` (a guest too) looks after the forum."""
    return user.is_authenticated and user.is_active and user.is_moderator


def is_topic_moderator(user) -> bool:
    """Whether ``user`` looks after some topics and not the whole forum."""
    return user.is_authenticated and user.is_active and user.is_topic_moderator


def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator


def is_paused(user) -> bool:
    """Whether moderators have paused ``user``, a member, until a moment that has not come yet."""
    ends = [until for until in (user.posting_paused_until, user.suspended_until) if until]
    return bool(ends) and max(ends) > timezone.now()


def can_speak_for(standing, organization) -> bool:
    """Whether a member with this ``standing`` may vouch and answer for ``organization``."""
    return standing.is_verified and standing.organization == organization


def can_administer(user, standing, organization) -> bool:
    """Whether ``user`` may open the console of ``organization``: its administrators, and moderators."""
    return is_moderator(user) or (can_speak_for(standing, organization) and standing.is_administrator)
