from accounts.permissions import is_moderator, is_topic_moderator


def can_moderate(user) -> bool:
    """Whether ``user`` looks after the whole forum; of one thread, ``threads.permissions`` tells."""
    return is_moderator(user)


def can_read_log(user) -> bool:
    """Whether ``user`` may read the log; a topic moderator finds in it what concerns their topics."""
    return is_moderator(user) or is_topic_moderator(user)


def can_decide_appeal(user, appeal) -> bool:
    """Whether ``user`` may decide: a moderator, but not who acted, and nobody in their own cause."""
    return is_moderator(user) and user.pk not in (appeal.action.moderator_id, appeal.member_id)
