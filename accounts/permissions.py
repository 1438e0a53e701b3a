def is_moderator(user) -> bool:
    """Whether ``user`` (a guest too) looks after the forum."""
    return user.is_authenticated and user.is_active and user.is_moderator


def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator
