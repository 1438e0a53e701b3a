from accounts.permissions import is_moderator, is_paused, is_topic_moderator
from forum.threads.permissions import can_post


def can_moderate(user) -> bool:
    """Whether ``user`` looks after the whole forum; of one thread, ``threads.permissions`` tells."""
    return is_moderator(user)


def can_read_log(user) -> bool:
    """Whether ``user`` may read the log; a topic moderator finds in it what concerns their topics."""
    return is_moderator(user) or is_topic_moderator(user)


def can_flag(user) -> bool:
    """Whether ``user`` may tell the moderators of something that others wrote, are or run."""
    return can_post(user) and not is_paused(user)


def can_flag_member(user, member) -> bool:
    return can_flag(user) and user.pk != member.pk
