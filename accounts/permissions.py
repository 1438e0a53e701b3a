"""May this user …? Pure functions; ``standing`` is what ``queries.standing_of`` found."""


def is_moderator(user) -> bool:
    """Whether ``user`` (a guest too) looks after the forum."""
    return _can_act(user) and user.is_moderator


def is_topic_moderator(user) -> bool:
    """Whether ``user`` looks after some topics and not the whole forum."""
    return _can_act(user) and user.is_topic_moderator


def is_administrator(user) -> bool:
    return _can_act(user) and user.is_administrator


def can_write(user) -> bool:
    """Whether ``user`` may write what others see: no guest, and nobody who only reads for now."""
    return user.is_authenticated and user.is_active and not user.reads_only


def can_speak_for(standing, organization) -> bool:
    """Whether a member with this ``standing`` may vouch and answer for ``organization``."""
    return standing.is_verified and standing.organization == organization


def can_administer(user, standing, organization) -> bool:
    """Whether ``user`` may open the console of ``organization``: its administrators, and moderators."""
    return is_moderator(user) or (can_speak_for(standing, organization) and standing.is_administrator)


def can_sanction(user, member) -> bool:
    """Whether ``user`` may warn, pause or suspend ``member``.

    Moderators may with members and topic moderators, administrators with moderators too; nobody with
    an administrator or themselves.
    """
    if user.pk == member.pk or member.is_administrator or member.erased_at:
        return False
    return is_administrator(user) if member.is_moderator else is_moderator(user)


def _can_act(user) -> bool:
    return user.is_authenticated and user.is_active and not user.is_suspended
