"""A snapshot as a page shows it to one reader: a sentence, a chart that is a table, the numbers."""

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kinds import KIND_WORDS
from accounts.models import Kind
from forum.adoption import halves
from forum.adoption.models import Status
from forum.adoption.snapshots import FEWEST, Row, Snapshot
from forum.core.fragments import fragment, remembered

MOST_COLUMNS = 5
THREE_YEARS = 6  # half-years
BAR_SPACE, CHART_WIDTH, CHART_HEIGHT, BASELINE = 0.24, 72.0, 24.0, 23.5


class Cell(NamedTuple):
    """``figure`` is None where it is left out."""

    figure: int | None
    dots: range
    is_yours: bool


class Bar(NamedTuple):
    x: str
    y: str
    width: str
    height: str


class ChartRow(NamedTuple):
    status: str
    label: str
    total: int
    is_left_out: bool
    bars: tuple[Bar, ...]
    trend_words: str
    cells: tuple[Cell, ...]


class Column(NamedTuple):
    name: str
    total: int | None
    is_yours: bool


class Line(NamedTuple):
    """A row of a plain table: text cells, ready to read."""

    label: str
    cells: tuple[str, ...]


class Panel(NamedTuple):
    """Everything that ``adoption/_snapshot.html`` shows; equal panels are the same HTML."""

    name: str
    url: str
    answers: int
    older: int
    using: int
    is_using_known: bool
    is_small: bool
    is_filtered: bool
    change: str
    yours: str
    yours_using: int
    yours_of: int
    columns: tuple[Column, ...]
    rows: tuple[ChartRow, ...]
    since: str
    note: str
    numbers_head: tuple[str, ...]
    numbers: tuple[Line, ...]
    history_head: tuple[str, ...]
    history: tuple[Line, ...]
    as_of: str
    csv_url: str


render_chart = fragment("adoption/_snapshot.html", most=500)
_render_numbers = fragment("adoption/_numbers.html", most=500)


def render_numbers(panel: Panel) -> SafeString:
    """The same as plain tables, where there are enough answers for any."""
    return SafeString("") if panel.is_small else _render_numbers(panel)


@remembered(most=500)
def panel_of(snapshot: Snapshot, *, your_kind: str = "", csv_url: str = "") -> Panel:
    """``snapshot`` for a reader whose organization is of ``your_kind`` ("" for guests and others)."""
    shown, other = _shown_kinds(snapshot, your_kind)
    using = next((row.total for row in snapshot.rows if row.status == Status.USING), 0)
    yours_using, yours_of = snapshot.of_kind(your_kind)
    return Panel(
        name=snapshot.name,
        url=snapshot.url,
        answers=snapshot.answers,
        older=snapshot.older,
        using=max(using, 0),
        is_using_known=using >= 0,
        is_small=snapshot.is_small,
        is_filtered=snapshot.is_filtered,
        change=_change(snapshot),
        yours=str(KIND_WORDS[Kind(your_kind)].plural) if yours_using is not None else "",
        yours_using=yours_using or 0,
        yours_of=yours_of or 0,
        columns=tuple(_column(snapshot, kinds, your_kind) for kinds in (*shown, *other)),
        rows=tuple(_chart_row(snapshot, row, (*shown, *other), your_kind) for row in snapshot.rows),
        since=str(halves.end_of(snapshot.halves[0] - 1).year) if snapshot.halves else "",
        note=_note(snapshot, your_kind in snapshot.kinds),
        numbers_head=tuple(str(KIND_WORDS[Kind(kind)].short) for kind in snapshot.kinds),
        numbers=_numbers(snapshot),
        history_head=_history_head(snapshot),
        history=tuple(
            Line(str(Status(row.status).label), tuple(map(str, row.trend))) for row in snapshot.rows
        ),
        as_of=snapshot.as_of,
        csv_url=csv_url,
    )


def _shown_kinds(
    snapshot: Snapshot, your_kind: str
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The columns of the chart: the reader's kind first, the largest, and the rest as one."""
    kinds = sorted(snapshot.kinds, key=lambda kind: kind != your_kind)
    if len(kinds) <= MOST_COLUMNS:
        return [(kind,) for kind in kinds], []
    return [(kind,) for kind in kinds[: MOST_COLUMNS - 1]], [tuple(kinds[MOST_COLUMNS - 1 :])]


def _column(snapshot: Snapshot, kinds: tuple[str, ...], your_kind: str) -> Column:
    totals = [snapshot.kind_totals[snapshot.kinds.index(kind)] for kind in kinds]
    name = str(KIND_WORDS[Kind(kinds[0])].short) if len(kinds) == 1 else _("Other kinds")
    return Column(name, _sum(totals), your_kind in kinds and len(kinds) == 1)


def _chart_row(snapshot: Snapshot, row: Row, columns, your_kind: str) -> ChartRow:
    cells = []
    for kinds in columns:
        count = _sum([row.kinds[snapshot.kinds.index(kind)] for kind in kinds])
        dots = -(-count // snapshot.unit) if count else 0
        cells.append(Cell(count, range(dots), your_kind in kinds and len(kinds) == 1))
    return ChartRow(
        status=row.status,
        label=str(Status(row.status).label),
        total=row.total,
        is_left_out=row.total < 0,
        bars=_bars(
            row.trend, highest=max((max(other.trend, default=0) for other in snapshot.rows), default=0)
        ),
        trend_words=_trend_words(snapshot, row),
        cells=tuple(cells),
    )


def _sum(figures: list[int | None]) -> int | None:
    return None if None in figures else sum(figures)  # type: ignore[arg-type]


def _bars(trend: tuple[int, ...], *, highest: int) -> tuple[Bar, ...]:
    """One bar a half-year, all rows of a chart on one scale; nothing is a line half a unit high."""
    if not trend:
        return ()
    step = CHART_WIDTH / max(len(trend), 7)
    bars = []
    for place, count in enumerate(trend):
        height = max(22.5 * count / highest if highest else 0, 0.5)
        bars.append(
            Bar(
                f"{place * step:.1f}",
                f"{BASELINE - height:.1f}",
                f"{step * (1 - BAR_SPACE):.1f}",
                f"{height:.1f}",
            )
        )
    return tuple(bars)


def _trend_words(snapshot: Snapshot, row: Row) -> str:
    if len(row.trend) < 2:
        return ""
    then = halves.label_of(snapshot.halves[0])
    return _("%(then)d in %(month)s, %(now)d now") % {
        "then": row.trend[0],
        "month": then,
        "now": row.total,
    }


def _change(snapshot: Snapshot) -> str:
    """ "up from 2 in 2023": three years ago, or as far back as answers go; "" where it is the same."""
    if len(snapshot.halves) < 2 or snapshot.is_filtered:
        return ""
    place = max(0, len(snapshot.halves) - 1 - THREE_YEARS)
    using = snapshot.row(Status.USING)
    then, now = using.trend[place], using.total
    facts = {"count": then, "year": halves.end_of(snapshot.halves[place] - 1).year}
    if now > then:
        return _("up from %(count)d in %(year)d") % facts
    return _("down from %(count)d in %(year)d") % facts if now < then else ""


def _note(snapshot: Snapshot, has_yours: bool) -> str:
    if snapshot.is_small:
        return _("Kinds of organization are shown from %d answers on.") % FEWEST
    unit = snapshot.unit
    parts = [ngettext("One dot is %d organization.", "One dot is %d organizations.", unit) % unit]
    if unit == 1:
        parts = [_("One dot is one organization.")]
    if len(snapshot.halves) > 1:
        first = halves.label_of(snapshot.halves[0])
        parts.append(_("Bars: one for each half-year from %(first)s to now.") % {"first": first})
    if has_yours:
        parts.append(_("Shaded: organizations like yours."))
    if snapshot.has_hidden and not snapshot.is_filtered:
        parts.append(_("Organizations that are only counted stand in All and under no kind."))
    if snapshot.is_filtered:
        parts.append(_("Only organizations that are named are counted here."))
    if snapshot.left_out:
        parts.append(_("A dash: left out, so that nobody can be picked out."))
    return " ".join(parts)


def _numbers(snapshot: Snapshot) -> tuple[Line, ...]:
    lines = [
        Line(str(Status(row.status).label), (*map(_figure, row.kinds), _figure(row.total)))
        for row in snapshot.rows
    ]
    totals = (*map(_figure, snapshot.kind_totals), str(snapshot.answers))
    return (*lines, Line(_("Organizations"), totals))


def _history_head(snapshot: Snapshot) -> tuple[str, ...]:
    if len(snapshot.halves) < 2:
        return ()
    return (*(halves.label_of(half) for half in snapshot.halves[:-1]), snapshot.as_of or _("Now"))


def _figure(count: int | None) -> str:
    return "–" if count is None or count < 0 else str(count)


class Tally(NamedTuple):
    """A subject in a list: a bar and a sentence."""

    using: int
    answers: int
    piloting: int
    width: str

    @property
    def is_known(self) -> bool:
        return self.answers > 0


def tally_of(subject) -> Tally | None:
    """What a list row shows of ``subject``; None where nobody has answered lately."""
    if subject is None or not subject.answer_count:
        return None
    width = 96 * subject.using_count / subject.answer_count
    return Tally(subject.using_count, subject.answer_count, subject.piloting_count, f"{width:.1f}")
