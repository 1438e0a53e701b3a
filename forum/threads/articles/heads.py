"""What stands around the posts of a thread page: its title, headings and links."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from forum.core.dates import When, day, when
from forum.core.fragments import fragment
from forum.threads.models import Thread, tag_address


class Head(NamedTuple):
    """The title of a thread page and what stands around it."""

    title: str
    topic: str
    topic_url: str
    asked: When
    replies: int
    last: When
    is_pinned: bool
    is_closed: bool
    sharing: str
    closes: str  # the day, where a time is set for it
    is_slow: bool


class RepliesHead(NamedTuple):
    """The heading above the replies, with links into them ("" and 0 where there is nothing)."""

    replies: int
    new: int
    accepted_url: str
    newest_url: str
    can_reply: bool
    invites: bool  # says that half an answer is worth posting


class Link(NamedTuple):
    name: str
    url: str


class Related(NamedTuple):
    title: str
    url: str
    replies: int
    is_answered: bool


_head = fragment("threads/_head.html", most=500)
replies_head = fragment("threads/_replies_head.html", most=500)
visitor_notice = fragment("threads/_visitor_notice.html", most=100)
_tags = fragment("threads/_tags.html", most=500)
_related = fragment("threads/_related.html", most=500)


def head(thread: Thread) -> SafeString:
    now = timezone.now()
    return _head(
        Head(
            title=thread.title,
            topic=thread.topic.name,
            topic_url=thread.topic.get_absolute_url(),
            asked=when(thread.created_at, now),
            replies=thread.reply_count,
            last=when(thread.last_posted_at, now),
            is_pinned=thread.pinned_at is not None,
            is_closed=thread.is_closed,
            sharing=str(Thread.Sharing(thread.sharing).label),
            closes=day(thread.closes_at, now) if thread.closes_at and not thread.is_closed else "",
            is_slow=bool(thread.slow_seconds),
        )
    )


def tag_links(rows: list[list[str]] | None) -> SafeString:
    """Links to the tags that ``queries.thread_to_read`` found, by name."""
    return _tags(tuple(Link(name, tag_address(slug)) for name, slug in sorted(rows or ())))


def related_links(threads) -> SafeString:
    return _related(
        tuple(
            Related(
                title=thread.title,
                url=thread.get_absolute_url(),
                replies=thread.reply_count,
                is_answered=thread.accepted_post_id is not None,
            )
            for thread in threads
        )
    )
