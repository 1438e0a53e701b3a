import logging

from django.db import OperationalError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from forum.threads.models import ReadMarker, Thread

logger = logging.getLogger(__name__)


def mark_read(*, thread: Thread, user: User, number: int, marker: int) -> None:
    """Remember that ``user`` has read ``thread`` up to post ``number``; ``marker`` is where they were.

    Writes only when there is something new, and never stops the page from being shown.
    """
    if number <= marker:
        return
    try:
        _move_marker(thread, user, number, is_first=not marker)
    except OperationalError as error:
        logger.warning("Read marker not moved: %s", type(error).__name__)


def _move_marker(thread: Thread, user: User, number: int, *, is_first: bool) -> None:
    now = timezone.now()
    if is_first:
        row = ReadMarker(user=user, thread=thread, number=number, read_at=now)
        ReadMarker.objects.bulk_create([row], ignore_conflicts=True)
    else:
        mine = ReadMarker.objects.filter(user=user, thread=thread)
        mine.update(number=Greatest(F("number"), number), read_at=now)
