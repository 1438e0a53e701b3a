"""What the moderators of the demo community find: watched words, flags, a post that waits, an appeal."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import User
from forum.moderation.appeal_services import appeal
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import ModerationAction
from forum.moderation.services import hide_post
from forum.moderation.watch_services import watch_words
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread


def watch(entries: Iterable[dict], moderator: User) -> None:
    for entry in entries:
        watch_words(moderator=moderator, **entry)


def reply_to_moderate(entry: dict, members: dict[str, User], moderator: User, now: datetime) -> None:
    """One reply, and what became of it: flagged, or removed and appealed.

    Without a time it is posted now, as a new member's first, which waits.
    """
    post = post_reply(
        thread=Thread.objects.get(title=entry["thread"]),
        author=members[entry["by"]],
        body=entry["body"].strip(),
        written_at=now - timedelta(hours=entry["hours_ago"]) if "hours_ago" in entry else None,
    )
    for flag in entry.get("flags", []):
        raise_flag(
            reporter=members[flag["by"]], reason=flag["reason"], note=flag.get("note", ""), post=post
        )
    if "removed" in entry:
        _remove_and_appeal(post, moderator, entry)


def _remove_and_appeal(post: Post, moderator: User, entry: dict) -> None:
    hide_post(post=post, moderator=moderator, **entry["removed"])
    action = ModerationAction.objects.get(post=post)
    appeal(action=action, member=post.author, words=entry["appeal"])
