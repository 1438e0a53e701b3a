"""The peer snapshot: what it counts, and that nobody can be picked out of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Kind, Organization
from accounts.services import set_naming
from forum.adoption.models import Status, Subject
from forum.adoption.panels import panel_of
from forum.adoption.services import confirm_status, report_status, save_subject
from forum.adoption.snapshots import FEWEST, Filters, counted, narrowed, snapshot_of
from tests.make import make_organization, make_verified

KINDS = (Kind.HOSPITAL, Kind.CANCER_CENTER, Kind.CLINIC, Kind.GOVERNMENT)
BEDS = ("6-24", "400+")
REGIONS = ("Ohio", "Texas")
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def tiktok(db):
    return save_subject(name="TikTok", kind=Subject.Kind.PLATFORM)


def answer(subject, status, kind=Kind.HOSPITAL, **fields):
    """An organization of its own that gives ``status``; returns its member."""
    names = {name: fields.pop(name) for name in ("beds", "region", "naming") if name in fields}
    member = make_verified(organization=make_organization(kind=kind, **names))
    report_status(subject=subject, by=member, status=status, **fields)
    return member


def totals(snapshot):
    return {row.status: row.total for row in snapshot.rows if row.total}


def test_each_organization_counts_once_with_its_latest_answer(tiktok):
    member = answer(tiktok, Status.CONSIDERING)
    report_status(subject=tiktok, by=member, status=Status.USING)
    answer(tiktok, Status.USING)

    snapshot = snapshot_of(tiktok)

    assert totals(snapshot) == {"using": 2}
    assert snapshot.answers == 2


def test_an_answer_past_its_half_life_leaves_the_figure_and_a_confirmation_brings_it_back(tiktok):
    with time_machine.travel(NOW - timedelta(days=181), tick=False):
        member = answer(tiktok, Status.USING)
    with time_machine.travel(NOW, tick=False):
        answer(tiktok, Status.NOT_USING)
        grown_old = snapshot_of(tiktok)
        confirm_status(subject=tiktok, by=member)
        confirmed = snapshot_of(tiktok)

    assert (grown_old.answers, grown_old.older, totals(grown_old)) == (1, 1, {"not-using": 1})
    assert (confirmed.answers, confirmed.older) == (2, 0)


def test_below_five_answers_nothing_is_broken_down(tiktok):
    for _n in range(4):
        answer(tiktok, Status.USING)

    assert snapshot_of(tiktok).is_small
    assert snapshot_of(tiktok).kinds == ()

    answer(tiktok, Status.USING)
    assert snapshot_of(tiktok).kinds == (Kind.HOSPITAL,)


def test_kinds_have_columns_and_the_readers_own_comes_first(tiktok):
    for kind, number in ((Kind.HOSPITAL, 3), (Kind.CLINIC, 2)):
        for _n in range(number):
            answer(tiktok, Status.USING, kind)

    snapshot = snapshot_of(tiktok)
    panel = panel_of(snapshot, your_kind=Kind.CLINIC)

    assert snapshot.kinds == (Kind.HOSPITAL, Kind.CLINIC)
    assert snapshot.row(Status.USING).kinds == (3, 2)
    assert [(column.name, column.total, column.is_yours) for column in panel.columns] == [
        ("Clinic", 2, True),
        ("Hospital", 3, False),
    ]
    assert (panel.yours_using, panel.yours_of) == (2, 2)


def test_the_trend_keeps_an_answer_until_the_next_one(tiktok):
    with time_machine.travel(datetime(2026, 8, 1, tzinfo=UTC), tick=False):
        member = answer(tiktok, Status.RESERVED, reported_at=datetime(2024, 3, 1, tzinfo=UTC))
        later = datetime(2025, 9, 1, tzinfo=UTC)
        report_status(subject=tiktok, by=member, status=Status.USING, reported_at=later)
        confirm_status(subject=tiktok, by=member)
        snapshot = snapshot_of(tiktok)

    assert snapshot.row(Status.RESERVED).trend == (1, 1, 1, 0, 0, 0)
    assert snapshot.row(Status.USING).trend == (0, 0, 0, 1, 1, 1)


def test_as_of_an_earlier_day_the_snapshot_is_what_it_was(tiktok):
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC), tick=False):
        member = answer(tiktok, Status.RESERVED)
    with time_machine.travel(datetime(2025, 5, 1, tzinfo=UTC), tick=False):
        report_status(subject=tiktok, by=member, status=Status.USING)
        then = snapshot_of(tiktok, moment=datetime(2025, 4, 1, tzinfo=UTC))

    assert totals(then) == {"reserved": 1}
    assert then.as_of == "2025-03-31"


def test_filters_count_the_named_organizations_that_match(tiktok):
    for _n in range(5):
        answer(tiktok, Status.USING, beds="400+", region="Ohio")
    answer(tiktok, Status.USING, beds="6-24", region="Ohio")
    answer(tiktok, Status.USING, beds="400+", naming=Organization.Naming.COUNTED)

    narrow = snapshot_of(tiktok, filters=Filters(beds=("400+",)))

    # One counted organization uses it: kinds of named ones are left out so that it stays unseen.
    assert snapshot_of(tiktok).row(Status.USING).total == 7
    assert [row.total for row in narrow.rows] == []


def test_an_organization_that_is_only_counted_stands_under_no_kind(tiktok):
    for _n in range(6):
        answer(tiktok, Status.NOT_USING)
    member = answer(tiktok, Status.USING, Kind.CLINIC)
    set_naming(organization=member.memberships.get().organization, naming=Organization.Naming.COUNTED)

    snapshot = snapshot_of(tiktok)

    assert totals(snapshot) == {"using": 1, "not-using": 6}
    assert snapshot.kinds == (Kind.HOSPITAL,)
    assert snapshot.has_hidden


def test_an_answer_without_a_name_counts_and_is_in_no_filter(tiktok):
    for _n in range(5):
        answer(tiktok, Status.USING, beds="400+")
    answer(tiktok, Status.NOT_USING, beds="400+", is_unnamed=True)

    narrow = snapshot_of(tiktok, filters=Filters(beds=("400+",)))

    assert totals(snapshot_of(tiktok)) == {"using": 5, "not-using": 1}
    assert totals(narrow) == {"using": 5}


def test_dots_stand_for_more_organizations_where_there_are_many():
    rows = [("using", Kind.HOSPITAL, False, True, None, None, count) for count in (60,)]
    some = counted(a_subject(), rows, timezone.now())
    many = counted(a_subject(), [(*rows[0][:-1], 121)], timezone.now())

    assert (some.unit, many.unit) == (1, 5)
    assert "One dot is 5 organizations." in panel_of(many).note


def a_subject():
    return Subject(pk=1, name="TikTok", slug="tiktok", kind=Subject.Kind.PLATFORM, half_life_days=180)


answers = st.lists(
    st.tuples(
        st.sampled_from([Status.USING, Status.NOT_USING, Status.STOPPED]),
        st.sampled_from(KINDS),
        st.sampled_from(BEDS),
        st.sampled_from(REGIONS),
        st.booleans(),
    ),
    max_size=40,
)


class World:
    """Organizations by number, and which sets of them the views of one snapshot tell the size of."""

    def __init__(self, organizations):
        self.organizations = list(enumerate(organizations))
        grouped = Counter((status, kind, hidden) for status, kind, _b, _r, hidden in organizations)
        self.rows = [
            (status, kind, hidden, True, None, None, count)
            for (status, kind, hidden), count in grouped.items()
        ]
        self.everyone = counted(a_subject(), self.rows, NOW)

    def those(self, **facts):
        names = ("status", "kind", "beds", "region", "hidden")
        return frozenset(
            number
            for number, organization in self.organizations
            if all(dict(zip(names, organization, strict=True))[name] in facts[name] for name in facts)
        )

    def hidden(self):
        return self.those(hidden=(True,))

    def told(self):
        """``(status, set)`` for each figure of a kind or a filter that any view shows."""
        yield from self._cells(self.everyone, {})
        for kinds, beds, regions in product(
            [KINDS, *((kind,) for kind in KINDS)],
            [BEDS, *((band,) for band in BEDS)],
            [REGIONS, *((region,) for region in REGIONS)],
        ):
            if (kinds, beds, regions) == (KINDS, BEDS, REGIONS):
                continue
            facts = {"kind": kinds, "beds": beds, "region": regions}
            matching = self.those(hidden=(False,), **facts)
            named = Counter(self.organizations[number][1][:2] for number in matching)
            view = narrowed(self.everyone, self.rows, [(*key, count) for key, count in named.items()])
            for row in view.rows:
                if row.total >= 0:
                    told = self.those(status=(row.status,), hidden=(False,), **facts)
                    assert row.total == len(told)
                    yield row.status, told
            yield from self._cells(view, facts)

    def _cells(self, view, facts):
        for row in view.rows:
            for kind, figure in zip(view.kinds, row.kinds, strict=True):
                if figure is not None:
                    told = self.those(status=(row.status,), hidden=(False,), **facts | {"kind": (kind,)})
                    assert figure == len(told)
                    yield row.status, told


@given(answers)
@settings(max_examples=300, deadline=None)
def test_no_figure_and_no_difference_of_figures_tells_of_fewer_than_five(organizations):
    """The total of a status is told always. All that any view tells within it is taken together:
    what remains of the total must hold nobody who is hidden, or five at least, or be all of it."""
    world = World(organizations)
    told = {status: frozenset() for status in Status}
    for status, those in world.told():
        assert not those & world.hidden()
        told[status] |= those

    for status in Status:
        everyone = world.those(status=(status,))
        rest = everyone - told[status]
        if rest & world.hidden() and told[status]:
            assert len(rest) >= FEWEST


@given(answers)
@settings(max_examples=100, deadline=None)
def test_totals_are_true_and_a_kind_has_a_total_only_where_its_column_is_whole(organizations):
    world = World(organizations)

    assert {row.status: row.total for row in world.everyone.rows} == {
        row.status: len(world.those(status=(row.status,))) for row in world.everyone.rows
    }
    for place, total in enumerate(world.everyone.kind_totals):
        column = [row.kinds[place] for row in world.everyone.rows]
        assert (total is None) == (None in column)
