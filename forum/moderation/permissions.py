from accounts.permissions import is_moderator


def can_moderate(user) -> bool:
    """Whether ``user`` may hide, close, pin and move, and read the log."""
    return is_moderator(user)
