"""What stands under the number of a post that is in another thread now."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from forum.core.fragments import fragment
from forum.threads.former import Moved
from forum.threads.models import anchor_of, post_url


class MovedNotice(NamedTuple):
    number: int
    anchor: str
    title: str  # of the thread it is in; "" for a reader who may not know of it
    url: str


_moved = fragment("threads/_moved.html", most=200)


def moved_notice(row: Moved) -> SafeString:
    """The notice for ``row``, which leads on to the post."""
    url = post_url(row.new_thread, row.new_number) if row.title else ""
    return _moved(MovedNotice(row.number - 1, anchor_of(row.number), row.title or "", url))
