"""May this user …? Pure functions; they ask nothing of the database where the thing is loaded.

Only which topics a topic moderator has is asked, once for each request. All take a guest too.
What a user may not know of never gets here: ``visible_to`` made it a 404.
"""

from datetime import timedelta

from django.utils import timezone

from accounts.permissions import can_write, is_moderator, is_topic_moderator
from forum.conduct.permissions import has_accepted
from forum.threads.models import TopicModerator

UPDATE_ASKED_EVERY = timedelta(days=30)


def moderates_topic(user, topic_id: int) -> bool:
    """Whether ``user`` looks after that topic: as one of its moderators, or as one of all."""
    return is_moderator(user) or topic_id in _topics_of(user)


def can_moderate(user, thread) -> bool:
    """Whether ``user`` has a moderator's rights in ``thread``."""
    return moderates_topic(user, thread.topic_id)


def is_removed(thing) -> bool:
    """Whether a thread or a post is out of sight: hidden, withdrawn or held."""
    return bool(thing.hidden_at or thing.withdrawn_at or thing.held_at)


def can_post(user) -> bool:
    """Whether ``user`` may write at all: who does not only read, and has accepted the rules of today."""
    return can_write(user) and has_accepted(user)


def can_ask(user) -> bool:
    return can_post(user)


def can_read(user, post) -> bool:
    """Whether ``user``, who sees the thread, may read the text of ``post``."""
    return not is_removed(post) or _is_author(user, post) or can_moderate(user, post.thread)


def takes_replies(thread) -> bool:
    return not (thread.is_closed or is_removed(thread))


def is_open_to(user, thread) -> bool:
    """Whether ``thread`` takes a reply of whoever may write: moderators answer in a closed one too."""
    return takes_replies(thread) or can_moderate(user, thread)


def can_reply(user, thread) -> bool:
    return can_post(user) and is_open_to(user, thread)


def was_update_asked(thread) -> bool:
    """Whether somebody asked for fresh answers within the last 30 days."""
    asked = thread.update_asked_at
    return asked is not None and timezone.now() - asked < UPDATE_ASKED_EVERY


def can_edit(user, post) -> bool:
    if not can_post(user):
        return False
    if can_moderate(user, post.thread):
        return True
    return _may_touch_own(user, post) and post.withdrawn_at is None


def can_withdraw(user, post) -> bool:
    """Authors take back their replies, and a question that nobody has answered yet.

    They need not have accepted any rules for it, but who only reads for now does not.
    """
    if not (can_write(user) and _may_touch_own(user, post)) or post.withdrawn_at:
        return False
    return post.number > 1 or post.thread.reply_count == 0


def can_ask_erasure(user, post) -> bool:
    """Authors may ask to have a post of theirs erased for good; in a closed thread too."""
    return can_post(user) and _is_author(user, post) and not (post.hidden_at or post.thread.hidden_at)


def can_undo_withdrawal(user, post) -> bool:
    return can_post(user) and _may_touch_own(user, post) and post.withdrawn_at is not None


def can_accept(user, thread) -> bool:
    """The asker chooses the most helpful reply while the question is in sight; a moderator may stand in."""
    if not can_post(user) or is_removed(thread):
        return False
    return thread.author_id == user.pk or can_moderate(user, thread)


def can_share(user, thread) -> bool:
    """The asker says how the thread may be shared."""
    return can_post(user) and thread.author_id == user.pk and not is_removed(thread)


def can_mark_helpful(user, post) -> bool:
    """Whether ``user`` may say that ``post``, which is in its thread, helped. Never one's own."""
    in_sight = not is_removed(post) and not is_removed(post.thread)
    return can_post(user) and in_sight and not _is_author(user, post)


def can_flag(user, post) -> bool:
    """Whether ``user`` may tell the moderators of ``post``, which is in its thread. Never of one's own."""
    return can_mark_helpful(user, post)


def can_release(user, post) -> bool:
    """Whether ``user`` may decide on a post that waits. Nobody does so on their own."""
    return can_moderate(user, post.thread) and not _is_author(user, post)


def can_ask_reveal(user, post) -> bool:
    """Whether ``user`` may ask another moderator to look up with them whose nameless ``post`` it is."""
    return bool(post.unnamed_as) and is_moderator(user) and not _is_author(user, post)


def _topics_of(user) -> frozenset[int]:
    if not is_topic_moderator(user):
        return frozenset()
    if not hasattr(user, "topics_moderated"):
        topics = TopicModerator.objects.filter(user=user).values_list("topic", flat=True)
        user.topics_moderated = frozenset(topics)
    return user.topics_moderated


def _is_author(user, post) -> bool:
    return user.is_authenticated and post.author_id == user.pk


def _may_touch_own(user, post) -> bool:
    return (
        _is_author(user, post)
        and user.is_active
        and post.hidden_at is None
        and not (post.thread.is_closed or post.thread.hidden_at)
    )
