"""Threads as lists show them to one reader."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from forum.adoption.panels import Tally, tally_of
from forum.core.dates import When, when
from forum.core.fragments import fragment
from forum.threads.bylines import Byline, thread_byline
from forum.threads.models import Thread, post_url


class Row(NamedTuple):
    """One thread in a list, as one reader sees it."""

    url: str
    title: str
    new: int
    new_url: str
    byline: Byline
    topic: str
    topic_url: str
    asked: When
    replies: int
    last: When
    is_answered: bool
    is_pinned: bool
    is_closed: bool
    is_for_members: bool
    tally: Tally | None


def row(thread: Thread, *, now: datetime, with_topic: bool = True) -> SafeString:
    """``thread`` of ``queries.thread_list`` as a list shows it."""
    first = thread.first_unread  # type: ignore[attr-defined]  # annotated by thread_list
    return render_row(
        Row(
            url=thread.get_absolute_url(),
            title=thread.title,
            new=thread.unread if first else 0,  # type: ignore[attr-defined]
            new_url=post_url(thread.pk, first) if first else "",
            byline=thread_byline(thread),
            topic=thread.topic.name if with_topic else "",
            topic_url=thread.topic.get_absolute_url() if with_topic else "",
            asked=when(thread.created_at, now),
            replies=thread.reply_count,
            last=when(thread.last_posted_at, now),
            is_answered=thread.accepted_post_id is not None,
            is_pinned=thread.pinned_at is not None and not with_topic,  # on top of its topic only
            is_closed=thread.is_closed,
            is_for_members=thread.audience == Thread.Audience.MEMBERS,
            tally=tally_of(thread.subject),
        )
    )


render_row = fragment("threads/_question.html", most=600)


def rows(threads, *, with_topic: bool = True) -> list[SafeString]:
    """The list of ``threads``, all as of one moment."""
    now = timezone.now()
    return [row(thread, now=now, with_topic=with_topic) for thread in threads]
