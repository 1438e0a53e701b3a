"""Mail leaves through an outbox: no request waits for a mail server, none fails with it."""

import logging
import re
import sys
import threading
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.core import guest_pages
from forum.core.chores import keep_doing
from forum.core.models import OutgoingMail

logger = logging.getLogger("rounds.mail")
CLAIM = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
POLL_SECONDS = 5.0
_posted = threading.Event()


class OutboxBackend(BaseEmailBackend):
    """Write each mail into the outbox, in the transaction of the act that sends it."""

    def send_messages(self, email_messages):
        for message in email_messages:
            OutgoingMail.objects.create(message=_packed(message))
        transaction.on_commit(_posted.set)
        return len(email_messages)


class FolderBackend(FileBackend):
    """On a person's own machine: each mail is a file in ``var/mail`` and shown in the terminal."""

    def write_message(self, message):
        super().write_message(message)
        sys.stdout.write(
            f"\n--- mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n---\n"
        )
        sys.stdout.flush()


def deliver_due() -> int:
    """Send what is due and return how many mails left. Any number of processes may call it.

    A mail is claimed by moving its due time ahead, so two workers never send the same one; a
    worker that dies lets its claim run out. A failed mail is tried again, ever later.
    """
    sent = 0
    for mail in OutgoingMail.objects.filter(due_at__lte=timezone.now()).order_by("pk")[:100]:
        claimed = OutgoingMail.objects.filter(pk=mail.pk, due_at=mail.due_at).update(
            due_at=timezone.now() + CLAIM, attempts=F("attempts") + 1
        )
        if claimed:
            sent += _deliver(mail, attempt=mail.attempts + 1)
    return sent


def drop_mail(*, to: str) -> None:
    """Let what waits for ``to`` not leave. The outbox is short, and JSON is searched differently
    by each database."""
    waiting = OutgoingMail.objects.values_list("pk", "message")
    found = [pk for pk, message in waiting if to in message["to"]]
    OutgoingMail.objects.filter(pk__in=found).delete()


def _deliver(mail: OutgoingMail, *, attempt: int) -> bool:
    try:
        connection = get_connection(settings.DELIVERY_BACKEND)
        connection.send_messages([_unpacked(mail.message)])
    except Exception as error:  # whatever a mail server or a folder does, the mail stays
        logger.error("Mail %s not sent, attempt %s: %s", mail.pk, attempt, type(error).__name__)
        if attempt < MOST_ATTEMPTS:
            wait = min(timedelta(seconds=30) * 2**attempt, LONGEST_WAIT)
            OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now() + wait)
            return False
        logger.error("Mail %s given up", mail.pk)
        OutgoingMail.objects.filter(pk=mail.pk).delete()
        return False
    OutgoingMail.objects.filter(pk=mail.pk).delete()
    return True


def start_postman() -> None:
    """Empty the outbox from a thread of this process, at once after a post and every few seconds."""
    keep_doing(_make_round, name="postman", wait=_wait_for_post)


def _make_round() -> None:
    """Deliver, and hear of redactions: a worker that nobody visits must forget the words as well."""
    guest_pages.generation()
    deliver_due()


def _wait_for_post() -> None:
    _posted.wait(POLL_SECONDS)
    _posted.clear()


def _packed(message: EmailMessage) -> dict:
    return {
        "subject": re.sub(r"[\r\n\u2028\u2029]+", " ", str(message.subject)),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "headers": {**message.extra_headers, "Auto-Submitted": "auto-generated"},
        "alternatives": [list(part) for part in getattr(message, "alternatives", [])],
    }


def _unpacked(packed: dict) -> EmailMessage:
    return EmailMultiAlternatives(**packed)
