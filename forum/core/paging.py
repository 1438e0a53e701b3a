"""Pages of long lists by key: a page starts where the last one ended, so no OFFSET, no COUNT."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404

SIZE = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_DIGITS = 16


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the query strings that lead to its neighbours ("" where none).

    ``newer`` is the page before this one: in a list by name, that with earlier names.
    """

    rows: Sequence[Any]
    newer: str
    older: str


def keyset_page(
    rows: QuerySet,
    params,
    *,
    moment: str | None,
    kept: dict[str, str] | None = None,
    size: int = SIZE,
) -> Page:
    """The page of ``rows`` that ``params`` (``before=`` or ``after=``) asks for, newest first.

    Rows are ordered by ``moment`` (the name of a datetime column) and then id, or by id alone.
    ``kept`` goes into the links: the filters of the list.
    Raises Http404 for a cursor that this function cannot have made.
    """
    backwards = "after" in params
    cursor = params.get("after" if backwards else "before")
    key = _parse(cursor, moment) if cursor is not None else None
    order = ([moment] if moment else []) + ["pk"]
    wanted = rows.order_by(*(order if backwards else [f"-{name}" for name in order]))
    if key is not None:
        wanted = wanted.filter(_beyond(key, moment, backwards))
    found = list(wanted[: size + 1])
    shown = found[:size]
    if backwards:
        shown.reverse()
    more = len(found) > size
    return _page(shown, moment, more=more, backwards=backwards, inner=key is not None, kept=kept)


def page_by_name(rows: QuerySet, params, *, kept: dict[str, str], size: int = SIZE) -> Page:
    """The page of ``rows`` from A to Z that ``params`` (``before=`` or ``after=``) asks for.

    Rows are ordered by ``name`` and then id. ``kept`` goes into the links: the filters of the list.
    Raises Http404 for a cursor that this function cannot have made.
    """
    backwards = "before" in params
    cursor = params.get("before" if backwards else "after")
    wanted = rows.order_by("-name", "-pk") if backwards else rows.order_by("name", "pk")
    if cursor is not None:
        wanted = wanted.filter(_past_name(cursor, "lt" if backwards else "gt"))
    found = list(wanted[: size + 1])
    shown, more, inner = found[:size], len(found) > size, cursor is not None
    if backwards:
        shown.reverse()
    if not shown:
        return Page([], "", "")
    before, after = (more, inner) if backwards else (inner, more)
    return Page(
        shown,
        _name_link("before", shown[0], kept) if before else "",
        _name_link("after", shown[-1], kept) if after else "",
    )


def _past_name(cursor: str, way: str) -> Q:
    number, _, name = cursor.partition("-")
    if not _is_number(number):
        raise Http404("Not a cursor of ours.")
    return Q(**{f"name__{way}e": name}) & (
        Q(**{f"name__{way}": name}) | Q(**{f"pk__{way}": int(number)})
    )


def _name_link(way: str, row: Any, kept: dict[str, str]) -> str:
    return f"?{urlencode(kept | {way: f'{row.pk}-{row.name}'})}"


def is_inner_page(params) -> bool:
    """Whether ``params`` ask for another page than the first."""
    return "before" in params or "after" in params


def newest_first(rows: QuerySet, moment: str, *, within: str = "", size: int = SIZE) -> QuerySet:
    """The rows of the first page, and one more that tells whether there is a second.

    ``within`` names the column of which all ``rows`` have one value, where an index begins with it.
    """
    return rows.order_by(*filter(None, [within]), f"-{moment}", "-pk")[: size + 1]


def page_of(found: list, moment: str, size: int = SIZE) -> Page:
    """The first page, made of what ``newest_first`` found."""
    return _page(found[:size], moment, more=len(found) > size, backwards=False, inner=False)


def _page(
    shown: list,
    moment: str | None,
    *,
    more: bool,
    backwards: bool,
    inner: bool,
    kept: dict[str, str] | None = None,
) -> Page:
    if not shown:
        return Page([], "", "")
    newer = more if backwards else inner
    older = inner if backwards else more
    return Page(
        shown,
        _link("after", shown[0], moment, kept) if newer else "",
        _link("before", shown[-1], moment, kept) if older else "",
    )


def _link(way: str, row: Any, moment: str | None, kept: dict[str, str] | None) -> str:
    return f"?{urlencode((kept or {}) | {way: _cursor(row, moment)})}"


def _cursor(row: Any, moment: str | None) -> str:
    if not moment:
        return str(row.pk)
    return f"{(getattr(row, moment) - _EPOCH) // _MICROSECOND}-{row.pk}"


def _parse(cursor: str, moment: str | None) -> tuple[datetime | None, int]:
    first, _, last = cursor.rpartition("-")
    numbers = [first, last] if moment else [cursor]
    if not all(map(_is_number, numbers)):
        raise Http404("Not a cursor of ours.")
    values = [int(n) for n in numbers]
    return (_EPOCH + values[0] * _MICROSECOND if moment else None), values[-1]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _beyond(key: tuple[datetime | None, int], moment: str | None, backwards: bool) -> Q:
    way = "gt" if backwards else "lt"
    at, pk = key
    if not moment:
        return Q(**{f"pk__{way}": pk})
    return Q(**{f"{moment}__{way}e": at}) & (Q(**{f"{moment}__{way}": at}) | Q(**{f"pk__{way}": pk}))
