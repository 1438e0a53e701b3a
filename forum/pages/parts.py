"""Which posts of a thread a page shows: one page of its numbers, or those that came from another thread."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from forum.core.http import id_in, page_number
from forum.threads.former import Moved, moved_between
from forum.threads.models import Post, anchor_of, thread_address


class Part(NamedTuple):
    """Posts ``first`` to ``last`` of a thread, on the page that is its ``number`` (0: none of its own).

    ``former`` has the numbers that they had in another thread, where they are shown as it had them,
    with those ``moved`` elsewhere.
    """

    number: int
    first: int
    last: int
    former: Mapping[int, int] | None = None
    moved: tuple[Moved, ...] = ()

    @property
    def anchors(self) -> Mapping[int, str]:
        return {now: anchor_of(was) for now, was in (self.former or {}).items()}

    def in_order(self, posts: list[Post], moved: list[Moved]) -> list[Post | Moved]:
        """``posts`` and the notices of those ``moved`` away, by the numbers of this page."""
        former = self.former or {}
        placed = [(former.get(post.number, post.number), post) for post in posts]
        rows: list[tuple[int, Post | Moved]] = [*placed, *((row.number, row) for row in moved)]
        return [row for _number, row in sorted(rows, key=lambda row: row[0])]


def own_part(thread, number: int) -> Part:
    """Page ``number`` of ``thread``. Raises Http404 where it has no such page."""
    if not 1 <= number <= pages_of(thread):
        raise Http404
    last = number * settings.POSTS_PER_PAGE
    return Part(number, last - settings.POSTS_PER_PAGE + 1, last)


def pages_of(thread) -> int:
    return max(1, -(-thread.last_number // settings.POSTS_PER_PAGE))


def former_part(viewer, thread, params) -> Part | None:
    """The posts of ``thread`` that stood on a page of the thread ``from`` before; None where none did.

    The browser keeps the fragment of an address when it is led on, so ``#reply-3`` must be the post
    that had this number there.
    """
    rows = _rows(viewer, id_in(params, "from"), page_number(params))
    here = {row.new_number: row.number for row in rows if row.new_thread == thread.pk}
    if not here:
        return None
    moved = tuple(row for row in rows if row.new_thread != thread.pk)
    return Part(0, min(here), max(here), here, moved)


def lead_on(viewer, thread_id: int, number: int) -> HttpResponse:
    """To where the posts of a merged thread are now, for who may know of that; 404 for all else.

    Permanent, as addresses go, but kept by no browser (no-store is set): a merge can be undone.
    """
    merged = (row for row in _rows(viewer, thread_id, number, of_merged=True) if row.title)
    row = next(merged, None)
    if row is None:
        raise Http404
    page = f"&page={number}" if number > 1 else ""
    return redirect(f"{thread_address(row.new_thread)}?from={thread_id}{page}", permanent=True)


def _rows(viewer, thread_id: int, number: int, *, of_merged: bool = False) -> list[Moved]:
    last = number * settings.POSTS_PER_PAGE
    first = last - settings.POSTS_PER_PAGE + 1
    return moved_between(viewer=viewer, thread=thread_id, first=first, last=last, of_merged=of_merged)


def gaps(viewer, thread, part: Part, posts: list[Post]) -> list[Moved]:
    """What left the numbers of ``part``; asked for only where a number is missing."""
    if part.former is not None:
        return list(part.moved)
    if len(posts) >= min(part.last, thread.last_number) - part.first + 1:
        return []
    return moved_between(viewer=viewer, thread=thread.pk, first=part.first, last=part.last)
