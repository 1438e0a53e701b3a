"""May this user …? Pure functions; what they compare with is kept in memory."""

from forum.conduct.queries import must_have_accepted


def has_accepted(user) -> bool:
    """Whether ``user``, a member, has accepted the latest rules that ask for it."""
    return user.rules_accepted >= must_have_accepted()


def can_edit_rules(user) -> bool:
    """Administrators write the rules and publish them."""
    return user.is_authenticated and user.is_active and user.is_administrator
