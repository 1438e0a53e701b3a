from accounts.permissions import is_moderator, is_topic_moderator


def can_moderate(user) -> bool:
    """Whether ``user`` looks after the whole forum; of one thread, ``threads.permissions`` tells."""
    return is_moderator(user)


def can_decide_reveal(user, request, post) -> bool:
    """Whether ``user`` may agree that the author of ``post`` is looked up: neither who asked nor the author."""
    return can_moderate(user) and user.pk not in (request.asked_by_id, post.author_id)


def can_see_revealed(user, request) -> bool:
    """Whether ``user`` is one of the two moderators who looked an author up."""
    return (
        bool(request.is_agreed)
        and can_moderate(user)
        and user.pk in (request.asked_by_id, request.decided_by_id)
    )


def can_read_log(user) -> bool:
    """Whether ``user`` may read the log; a topic moderator finds in it what concerns their topics."""
    return is_moderator(user) or is_topic_moderator(user)
