"""The matcher of the present watched words, remembered by each process until somebody changes them."""

from functools import partial

from django.db import transaction

from forum.core import guest_pages
from forum.guard.models import WatchedWord
from forum.guard.watching import Entry, Matcher


class _Memory:
    matcher: Matcher | None = None
    forgotten = 0  # how often: a list that was read before the last change is not kept


_memory = _Memory()


def matcher() -> Matcher:
    """One statement when it is asked for the first time after a change, and none later."""
    if _memory.matcher is not None:
        return _memory.matcher
    forgotten = _memory.forgotten
    words = WatchedWord.objects.filter(retired_at=None)
    facts = words.values_list("pk", "words", "act", "message", "replacement")
    found = Matcher(Entry(*row) for row in facts)
    if forgotten == _memory.forgotten:
        _memory.matcher = found
    return found


def forget() -> None:
    _memory.matcher = None
    _memory.forgotten += 1


def forget_everywhere() -> None:
    """Let this process forget now and after the commit, and the others within seconds of it."""
    forget()
    transaction.on_commit(forget)
    transaction.on_commit(partial(guest_pages.count_on, guest_pages.WATCHED_WORDS))
