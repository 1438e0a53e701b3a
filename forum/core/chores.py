"""What the web workers do by themselves: again and again, or now and then.

An app registers its chores in ``AppConfig.ready``. They run in a thread of their own, beside the one
that sends mail, so that a long chore keeps no code from a member who waits for it.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import NamedTuple

from django.db import close_old_connections
from django.utils import timezone

from forum.core.models import ChoreDue

logger = logging.getLogger("rounds.chores")
HOUR, DAY = 3600, 86_400
LOOK_EVERY_SECONDS = 60.0
AGAIN_AFTER = timedelta(minutes=10)


class Chore(NamedTuple):
    seconds: int
    act: Callable[[], object]


registered: dict[str, Chore] = {}


def every(seconds: int, name: str, act: Callable[[], object]) -> None:
    """Do ``act`` every so many seconds, in whichever worker looks first."""
    registered[name] = Chore(seconds, act)


def do_due() -> list[str]:
    """Do the chores that are due, and return the names of those that succeeded.

    Any number of processes may call it: a chore is claimed by moving its due time ahead. One that
    fails is logged, keeps no other from being done, and is tried again soon.
    """
    return [name for name, chore in registered.items() if _is_claimed(name, chore) and _do(name, chore)]


def start_chores() -> None:
    """Look for due chores every minute, from a thread of this process."""
    keep_doing(do_due, name="chores", wait=lambda: time.sleep(LOOK_EVERY_SECONDS))


def keep_doing(act: Callable[[], object], *, name: str, wait: Callable[[], object]) -> None:
    """Do ``act`` after each ``wait`` in a thread of this process. A failure is logged and ends nothing."""

    def go_on() -> None:
        while True:
            wait()
            try:
                close_old_connections()
                act()
            except Exception as error:  # the database may be away for a while
                logger.error("%s could not work: %s", name, type(error).__name__)

    Thread(target=go_on, name=name, daemon=True).start()


def _is_claimed(name: str, chore: Chore) -> bool:
    now = timezone.now()
    row, _is_new = ChoreDue.objects.get_or_create(name=name, defaults={"due_at": now})
    if row.due_at > now:
        return False
    claim = now + timedelta(seconds=chore.seconds)
    return bool(ChoreDue.objects.filter(name=name, due_at=row.due_at).update(due_at=claim))


def _do(name: str, chore: Chore) -> bool:
    try:
        chore.act()
    except Exception:  # whatever goes wrong in one chore, the others are done
        logger.exception("Chore %s failed", name)
        soon = timezone.now() + AGAIN_AFTER
        ChoreDue.objects.filter(name=name, due_at__gt=soon).update(due_at=soon)
        return False
    return True
