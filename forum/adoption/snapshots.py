"""The peer snapshot: how many organizations do what, by kind, and how that has changed.

Nobody can be picked out of it. An organization that is only counted, or that answered without a
name (*hidden* below), counts in the total of its status and under no kind and no filter, whose
figures are of named organizations alone. Where one to four hidden ones gave a status, kinds of named
ones are left out of that row too, until no difference of two figures tells fewer than five.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from accounts.kinds import ORDER
from forum.adoption import halves
from forum.adoption.models import Status, Subject
from forum.adoption.queries import figures, filtered_figures

FEWEST = 5
MOST_BARS = 14
MOST_DOTS = 60
UNITS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
Counts = dict[str, dict[str, int]]  # status: kind: how many named organizations


class Row(NamedTuple):
    """One status. ``kinds`` holds None where a figure is left out."""

    status: str
    total: int
    kinds: tuple[int | None, ...]
    trend: tuple[int, ...]


class Snapshot(NamedTuple):
    """What a snapshot shows, as plain numbers; equal ones look the same."""

    name: str
    url: str
    slug: str
    answers: int  # organizations whose answer is news
    older: int  # … and those whose answer has grown old
    kinds: tuple[str, ...]
    kind_totals: tuple[int | None, ...]
    rows: tuple[Row, ...]
    halves: tuple[int, ...]  # what the bars stand for; the last one is not over
    has_hidden: bool
    as_of: str = ""  # a day, where it is not today
    is_filtered: bool = False
    left_out: bool = False  # whether a figure is missing so that nobody can be picked out

    @property
    def is_small(self) -> bool:
        """Too few answers for any breakdown."""
        return self.answers < FEWEST

    @property
    def unit(self) -> int:
        """How many organizations one dot stands for."""
        return next(unit for unit in UNITS if self.answers <= unit * MOST_DOTS or unit == UNITS[-1])

    def row(self, status: str) -> Row:
        return next(row for row in self.rows if row.status == status)

    def of_kind(self, kind: str) -> tuple[int | None, int | None]:
        """How many organizations of ``kind`` use it, and of how many; None for what is left out."""
        if kind not in self.kinds:
            return None, None
        place = self.kinds.index(kind)
        return self.row(Status.USING).kinds[place], self.kind_totals[place]


class Filters(NamedTuple):
    """Which named organizations a view counts. All empty: everyone, hidden ones too."""

    kinds: tuple[str, ...] = ()
    beds: tuple[str, ...] = ()
    region: str = ""


def snapshot_of(
    subject: Subject, *, moment: datetime | None = None, filters: Filters = Filters()
) -> Snapshot:
    """The snapshot of ``subject``, now or as of ``moment``: one statement, with filters two."""
    rows = figures(subject, moment, with_trend=not any(filters))
    at = moment or timezone.now()
    everyone = counted(subject, rows, at)
    if moment:
        everyone = everyone._replace(as_of=timezone.localtime(at).date().isoformat())
    if not any(filters):
        return everyone
    named = filtered_figures(
        subject, moment, kinds=filters.kinds, beds=filters.beds, region=filters.region
    )
    return narrowed(everyone, rows, named)


@dataclass(frozen=True)
class _Version:
    """A subject as its counters stand, within one hour: what a kept snapshot is made of."""

    pk: int
    revision: int
    hour: int
    subject: Subject = field(compare=False)


@lru_cache(maxsize=500)
def _made(version: _Version) -> Snapshot:
    return snapshot_of(version.subject)


def present_snapshot(subject: Subject) -> Snapshot:
    """The snapshot of ``subject`` as of this hour, kept in memory until an answer changes it."""
    hour = int(timezone.now().timestamp() // 3600)
    return _made(_Version(subject.pk, subject.revision, hour, subject))


def forget_snapshots() -> None:
    """Drop what this process keeps."""
    _made.cache_clear()


def counted(subject: Subject, rows: list[tuple], at: datetime) -> Snapshot:
    """The snapshot of everyone in ``rows``, which ``queries.figures`` gave for the moment ``at``."""
    named, hidden = _fresh(rows)
    left_out = _left_out_kinds(named, hidden)
    totals: dict[str, int] = {
        status: sum(named[status].values()) + hidden[status] for status in subject.statuses
    }
    answers = sum(totals.values())
    kinds = _columns(named) if answers >= FEWEST else ()
    bars, trend = _trend(rows, halves.half_of(at), totals, subject)
    older = sum(count for *_keys, fresh, half, _out, count in rows if half is None and not fresh)
    found = tuple(
        Row(
            status=status,
            total=totals[status],
            kinds=tuple(_shown(named, left_out, status, kind) for kind in kinds),
            trend=trend[status],
        )
        for status in subject.statuses
    )
    return Snapshot(
        name=subject.name,
        url=subject.get_absolute_url(),
        slug=subject.slug,
        answers=answers,
        older=older,
        kinds=kinds,
        kind_totals=_kind_totals(found, len(kinds)),
        rows=found,
        halves=bars,
        has_hidden=any(hidden.values()),
        left_out=any(None in row.kinds for row in found),
    )


def narrowed(everyone: Snapshot, rows: list[tuple], named_rows: list[tuple]) -> Snapshot:
    """``everyone``, of ``rows``, narrowed to the named organizations that ``filtered_figures`` gave.

    A status whose figure would touch a kind that is left out of its row is left out whole.
    """
    left_out = _left_out_kinds(*_fresh(rows))
    named: Counts = defaultdict(lambda: defaultdict(int))
    for status, kind, count in named_rows:
        named[status][kind] += count
    kinds = _columns(named)
    found = []
    for row in everyone.rows:
        is_out = any(kind in left_out[row.status] for kind in named[row.status])
        found.append(
            Row(
                status=row.status,
                total=-1 if is_out else sum(named[row.status].values()),
                kinds=tuple(_shown(named, left_out, row.status, kind) for kind in kinds),
                trend=(),
            )
        )
    answers = sum(row.total for row in found if row.total > 0)
    if answers < FEWEST:
        found, kinds = [], ()
    return everyone._replace(
        answers=answers,
        older=0,
        kinds=kinds,
        kind_totals=_kind_totals(found, len(kinds)),
        rows=tuple(found),
        halves=(),
        is_filtered=True,
        left_out=any(row.total < 0 for row in found),
    )


def _fresh(rows: Iterable[tuple]) -> tuple[Counts, dict[str, int]]:
    """Of the answers that are news: named ones by status and kind, hidden ones by status."""
    named: Counts = defaultdict(lambda: defaultdict(int))
    hidden: dict[str, int] = defaultdict(int)
    for status, kind, is_hidden, is_fresh, half, _out, count in rows:
        if half is not None or not is_fresh:
            continue
        if is_hidden:
            hidden[status] += count
        else:
            named[status][kind] += count
    return named, hidden


def _left_out_kinds(named: Counts, hidden: dict[str, int]) -> dict[str, frozenset[str]]:
    """Which kinds are not shown in the row of each status.

    The total of a row less all that is shown of it is what can be worked out of the rest. With one
    to four hidden organizations in it, whole kinds of named ones join them until it is five. The
    rarest kinds of all come first, in a fixed order, so that the same ones are left out next month.
    """
    left_out: dict[str, frozenset[str]] = defaultdict(frozenset)
    for status, count in hidden.items():
        if not 0 < count < FEWEST:
            continue
        rest, out = count, set()
        for kind in sorted(named[status], key=lambda kind: -ORDER.get(kind, 0)):
            if rest >= FEWEST:
                break
            rest += named[status][kind]
            out.add(kind)
        left_out[status] = frozenset(out)
    return left_out


def _shown(named: Counts, left_out: dict[str, frozenset[str]], status: str, kind: str) -> int | None:
    return None if kind in left_out[status] else named[status].get(kind, 0)


def _columns(named: Counts) -> tuple[str, ...]:
    """Kinds that answered, those with most answers first."""
    totals: dict[str, int] = defaultdict(int)
    for by_kind in named.values():
        for kind, count in by_kind.items():
            totals[kind] += count
    return tuple(sorted(totals, key=lambda kind: (-totals[kind], ORDER.get(kind, 0))))


def _kind_totals(rows: Iterable[Row], kinds: int) -> tuple[int | None, ...]:
    """How many of each kind answered: no figure where one of its column is left out."""
    columns = [[row.kinds[place] for row in rows] for place in range(kinds)]
    return tuple(None if None in column else sum(column) for column in columns)  # type: ignore[arg-type]


def _trend(
    rows: Iterable[tuple], last: int, totals: dict[str, int], subject: Subject
) -> tuple[tuple[int, ...], dict[str, tuple[int, ...]]]:
    """For each status, how many gave it at the end of each half-year, and now.

    An answer counts until the next one of its organization. The last one counts in the half-year
    it was given in, and for practices and tools in the next too: that is its half-life.
    """
    lasts = max(1, round(subject.half_life_days / 183))
    at_end: dict[tuple[str, int], int] = defaultdict(int)
    first = last
    for status, _kind, _is_hidden, _is_fresh, half, out, count in rows:
        if half is None or half > last:
            continue
        first = min(first, half)
        for end in range(half, min(out or half + lasts, last)):
            at_end[status, end] += count
    bars = tuple(range(max(first, last - MOST_BARS + 1), last + 1))
    return bars, {
        status: (*(at_end[status, half] for half in bars[:-1]), totals[status])
        for status in subject.statuses
    }
