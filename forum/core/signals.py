"""How an app tells the apps above it that something has happened."""

import logging
from functools import partial

from django.db import DatabaseError, InterfaceError, transaction
from django.dispatch import Signal

from forum.core import guest_pages

logger = logging.getLogger(__name__)


def announce(signal: Signal, **facts: object) -> None:
    """Send ``signal`` once the transaction has committed; a failing receiver is logged.

    Whatever is announced may show on a page, so the copies kept for guests are dropped first.
    """
    transaction.on_commit(partial(_send, signal, facts))


def announce_within(signal: Signal, **facts: object) -> None:
    """Send ``signal`` inside the transaction: a failing receiver undoes the whole act."""
    signal.send(sender=None, **facts)


def _send(signal: Signal, facts: dict[str, object]) -> None:
    _make_pages_stale()
    for receiver, outcome in signal.send_robust(sender=None, **facts):
        if isinstance(outcome, Exception):
            logger.error("Receiver %s failed", receiver.__qualname__, exc_info=outcome)


def _make_pages_stale() -> None:
    """Drop the copies kept for guests. A failure is logged: what was done stands, and no copy outlives its minute."""
    try:
        guest_pages.forget()
    except (DatabaseError, InterfaceError):
        logger.exception("Kept pages could not be made stale")
