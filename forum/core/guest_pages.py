"""The copies of pages kept for guests, and the number that makes them all stale at once.

The number lives in the database, because every worker must drop its copies when any of them
hides a post. It is raised after the change has committed, in a transaction of its own, so that
members who post at the same time do not wait for each other's row lock.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import time

from django.db import connection
from django.http import HttpResponse

from forum.core import editions, fragments
from forum.core.models import Generation

MOST_PAGES = 200
REDACTIONS = 2  # the row that counts them: each makes every process forget what it remembers
WATCHED_WORDS = 4  # … the changes of watched words


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


def _forget_words() -> None:
    kept.clear()
    fragments.forget_all()


_seen = {REDACTIONS: 0}
_forgetting: dict[int, Callable[[], None]] = {REDACTIONS: _forget_words}


def when_counted(row: int, forget: Callable[[], None]) -> None:
    """Call ``forget`` in every process soon after any has counted on in ``row``."""
    _forgetting[row] = forget


def count_on(row: int) -> None:
    """Let every process hear of a change: at the next guest, or within the seconds of the postman.

    A plain statement, since every act pays for one.
    """
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_generation SET value = value + 1 WHERE id = %s", [row])
        is_counted = cursor.rowcount > 0
    if not is_counted:
        Generation.objects.get_or_create(pk=row, defaults={"value": 1})


def generation() -> int:
    """The number of the present generation; one plain statement, since every guest pays for it.

    Where words were redacted since this process asked last, it drops all pages and fragments; where
    watched words changed, those.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, value FROM core_generation")
        values = dict(cursor.fetchall())
    editions.tell(values.get(editions.CONDUCT))
    for row, forget_what in _forgetting.items():
        count = values.get(row, 0)
        if count != _seen.get(row, 0):
            _seen[row] = count
            forget_what()
    return values.get(1, 0)


def edition() -> str:
    """What makes two copies of a page the same: its generation, and the minute.

    The minute, because pages say how long ago things happened, and threads close at a set time.
    """
    return f"{generation()}-{int(time() // 60)}"


def forget() -> None:
    """Make every kept page stale, in every process."""
    count_on(1)


def for_guests(view):
    """Let the answer of ``view`` to a guest be kept and given to other guests."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.for_guests = not request.user.is_authenticated
        return response

    return wrapped
