"""Taking words out of everything that holds them, for good: nobody may read them any more.

Moderation sends ``redacting`` within its transaction; each app takes the words out of its own tables
and answers with the places they stood in. What processes remember goes when it has committed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils.html import escape
from django.utils.translation import gettext as _

from forum.core import fragments, guest_pages
from forum.core.http import TYPED
from forum.core.models import OutgoingMail
from forum.core.rewriting import changes_in

redacting = Signal()  # words, post; within the transaction; receivers return lists of Place
STUB = "[removed by a moderator]"
SHORT_STUB = "[…]"  # where the other does not fit
SHORTEST = 4
SHORTEST_PIECE = 12  # of a quote that was cut to a part of the words
_QUOTED_LINE = re.compile(r"^(?P<marks>[ ]{0,3}(?:>[ ]?)+)(?P<text>.*)$", re.MULTILINE)
_CUT = re.compile(r"[\s…]+$")


class Place(NamedTuple):
    """Somewhere the words stood, and the address of its page, if it has one."""

    what: str
    url: str = ""


class Words:
    """Words that have to go: in any case, over any line breaks, and in quotes also a part of them."""

    def __init__(self, text: str):
        pieces = text.split()
        self._pattern = re.compile(r"[\s>]+".join(map(re.escape, pieces)), re.IGNORECASE)
        self._plain = " ".join(pieces).casefold()
        self._escaped = re.compile(
            r"\s+".join(re.escape(escape(piece)) for piece in pieces), re.IGNORECASE
        )
        self._telling = sorted(set(pieces), key=len, reverse=True)[:8]

    def are_in(self, text: str) -> bool:
        return bool(self._pattern.search(text))

    def may_be_in(self, *fields: str) -> Q:
        """A filter for the rows that are worth a look."""
        found = Q()
        for field in fields:
            for piece in self._telling:
                found |= Q(**{f"{field}__icontains": piece})
        return found

    def out_of(self, text: str, *, most: int | None = None) -> str:
        """``text`` with a stub in their place, in ``most`` characters."""
        without = self.out_of_quotes(self._pattern.sub(STUB, text))
        if most is not None and len(without) > most:
            return self._pattern.sub(SHORT_STUB, text)[:most]
        return without

    def out_of_quotes(self, text: str, *, most: int | None = None) -> str:
        """``text`` with a stub in their place in Markdown quotes alone; what its author wrote stays."""
        lines, block = [], []  # type: ignore[var-annotated]
        for line in text.split("\n"):
            if line.lstrip(" ").startswith(">"):
                block.append(line)
                continue
            lines += [*self._out_of_block(block), line]
            block = []
        without = "\n".join((*lines, *self._out_of_block(block)))
        return without if most is None or len(without) <= most else without.replace(STUB, SHORT_STUB)

    def out_of_html(self, text: str) -> str:
        return self._escaped.sub(STUB, self._pattern.sub(STUB, text))

    def _out_of_block(self, block: list[str]) -> list[str]:
        if not block:
            return []
        quoted = self._pattern.sub(STUB, "\n".join(block))
        return _QUOTED_LINE.sub(self._without_piece, quoted).split("\n")

    def _without_piece(self, line: re.Match[str]) -> str:
        piece = " ".join(_CUT.sub("", line["text"]).split()).casefold()
        if len(piece) >= SHORTEST_PIECE and piece in self._plain:
            return line["marks"] + STUB
        return line.group()


def redacted(
    rows: QuerySet, words: Words, take_out: Callable[..., str], *fields: str, most: int | None = None
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each of ``rows`` that ``take_out`` changes in ``fields``, and the fields as they shall read.

    Rows are held as ``changes_in`` says, and so is ``most``.
    """
    return changes_in(rows, words.may_be_in(*fields), take_out, *fields, most=most)


def redact(rows: QuerySet, words: Words, *fields: str) -> list[Any]:
    """Store what ``redacted`` finds anywhere in ``fields``, and return the rows it changed."""
    changed = []
    for row, changes in redacted(rows, words, words.out_of, *fields):
        rows.model._default_manager.filter(pk=row.pk).update(**changes)
        changed.append(row)
    return changed


def redact_core(words: Words) -> list[Place]:
    """Take ``words`` out of mail that waits and forms that wait for a sign-in.

    After the commit every process drops the pages and pieces it remembers.
    """
    places = [Place(_("A mail that waits to be sent")) for _mail in _redact_mail(words)]
    places += [Place(_("A form that waits for its writer to sign in")) for _row in _redact_typed(words)]
    transaction.on_commit(_forget_everything)
    return places


def _redact_mail(words: Words) -> Iterator[OutgoingMail]:
    for mail in OutgoingMail.objects.select_for_update(no_key=True).order_by("pk"):
        message = _through(mail.message, words.out_of_html)
        if message != mail.message:
            OutgoingMail.objects.filter(pk=mail.pk).update(message=message)
            yield mail


def _through(packed: Any, take_out: Callable[[str], str]) -> Any:
    """``packed`` with every text in it put through ``take_out``."""
    if isinstance(packed, str):
        return take_out(packed)
    if isinstance(packed, Sequence):
        return [_through(part, take_out) for part in packed]
    if isinstance(packed, dict):
        return {name: _through(part, take_out) for name, part in packed.items()}
    return packed


def _redact_typed(words: Words) -> Iterator[Session]:
    """A session is opaque to the database, so each is opened: this happens rarely enough.

    It is saved after the commit, because no cache in front of it can be rolled back.
    """
    for row in Session.objects.iterator():
        kept = row.get_decoded().get(TYPED)
        without = _through(kept, words.out_of)
        if kept != without:
            transaction.on_commit(partial(_keep_typed, row.pk, without))
            yield row


def _keep_typed(session_key: str, typed: Any) -> None:
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=session_key)
    session[TYPED] = typed
    session.save()


def _forget_everything() -> None:
    guest_pages.count_on(guest_pages.REDACTIONS)
    guest_pages.forget()
    guest_pages.generation()
    fragments.forget_all()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # What was overwritten is in the log of writes until that is emptied: now, or when nobody reads.
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
