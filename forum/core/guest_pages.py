"""The copies of pages kept for guests, and the number that makes them all stale at once.

The number lives in the database, because every worker must drop its copies when any of them
hides a post. It is raised after the change has committed, in a transaction of its own, so that
members who post at the same time do not wait for each other's row lock.
"""

from collections import OrderedDict
from functools import wraps
from threading import Lock
from time import time

from django.db import connection
from django.http import HttpResponse

from forum.core import fragments
from forum.core.models import Generation

MOST_PAGES = 300
REDACTIONS = 2  # the row that counts them: each makes every process forget what it remembers


class PageStore:
    """The pages kept by this process, the least used dropped first."""

    def __init__(self, most: int):
        self._most = most
        self._pages: OrderedDict[tuple, tuple[str, HttpResponse]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple, edition: str) -> HttpResponse | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None or found[0] != edition:
                return None
            self._pages.move_to_end(key)
            return found[1]

    def put(self, key: tuple, edition: str, page: HttpResponse) -> None:
        with self._lock:
            self._pages[key] = (edition, page)
            self._pages.move_to_end(key)
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


kept = PageStore(MOST_PAGES)
_seen = {REDACTIONS: 0}


def generation() -> int:
    """The number of the present generation; one plain statement, since every guest pays for it.

    Where words were redacted since this process asked last, it drops all pages and fragments.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, value FROM core_generation WHERE id IN (1, 2)")
        values = dict(cursor.fetchall())
    redactions = values.get(REDACTIONS, 0)
    if redactions != _seen[REDACTIONS]:
        _seen[REDACTIONS] = redactions
        kept.clear()
        fragments.forget_all()
    return values.get(1, 0)


def edition() -> str:
    """What makes two copies of a page the same: its generation, and the minute.

    The minute, because pages say how long ago things happened, and threads close at a set time.
    """
    return f"{generation()}-{int(time() // 60)}"


def forget() -> None:
    """Make every kept page stale, in every process; plain again, since every act pays for it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_generation SET value = value + 1 WHERE id = 1")
        is_counted = cursor.rowcount > 0
    if not is_counted:
        Generation.objects.get_or_create(pk=1, defaults={"value": 1})


def for_guests(view):
    """Let the answer of ``view`` to a guest be kept and given to other guests."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.for_guests = not request.user.is_authenticated
        return response

    return wrapped
