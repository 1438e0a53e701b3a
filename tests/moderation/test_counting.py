"""The public page of counts: who reads it learns of no single case."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.counting import FEWEST, Row, _shown, counts_of_acts
from forum.moderation.models import ModerationAction
from forum.moderation.services import hide_post, restore_post
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db
PAGE = "/conduct/counts/"
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def acts(moderator, time_machine):
    """Adds lines of one kind and rule on a day."""

    def add(day, count=FEWEST, kind="hide", rule="4"):
        time_machine.move_to(datetime(*day, 12, tzinfo=UTC), tick=False)
        ModerationAction.objects.bulk_create(
            ModerationAction(moderator=moderator, kind=kind, rule=rule) for _n in range(count)
        )
        time_machine.move_to(NOW, tick=False)

    return add


def table(act):
    return next(table for table in counts_of_acts().tables if table.act == act)


def row(act, rule):
    return next(row for row in table(act).rows if row.rule.startswith(rule))


def test_the_last_twelve_full_months_are_counted(acts):
    for day in [(2025, 5, 31), (2025, 6, 1), (2026, 5, 31), (2026, 6, 1)]:
        acts(day, count=5)

    counts = counts_of_acts()

    assert (counts.months[0].isoformat(), counts.months[-1].isoformat()) == ("2025-06-01", "2026-05-01")
    assert row("Removed", "4.").cells == [5, *[None] * 10, 5]


def test_months_are_those_of_the_site(acts, moderator, time_machine):
    acts((2026, 5, 20), count=2)
    time_machine.move_to(datetime(2026, 6, 1, 3, tzinfo=UTC), tick=False)  # still May where the site is
    ModerationAction.objects.create(moderator=moderator, kind="hide", rule="4")
    time_machine.move_to(NOW, tick=False)

    assert row("Removed", "4.").cells[-1] == 3


def test_small_counts_look_like_none(acts):
    acts((2026, 3, 10), count=2)
    acts((2026, 4, 10), count=7)

    with_two = row("Removed", "4.")
    acts((2026, 2, 10), count=1)

    assert row("Removed", "4.") == with_two
    assert (with_two.shown, with_two.has_hidden) == (7, True)


def test_the_page_says_so_without_a_name(client, acts, moderator):
    acts((2026, 3, 10), count=2)
    acts((2026, 4, 10), count=7)
    ModerationAction.objects.update(note="About Dana Whitfield")

    page = client.get(PAGE).content.decode()

    text = " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())
    assert "7 or more" in text
    assert "fewer than 3" in text
    assert "Words taken out Fewer than 3 for each rule in every month." in text
    for name in (moderator.display_name, moderator.handle, "Dana"):
        assert name not in page


@given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_what_is_left_out_cannot_be_worked_out(cells):
    """Any two months of cases that show the same cells show the same sum."""
    shown = Row("a rule", [_shown(count) for count in cells])
    fewer = Row("a rule", [_shown(count if count >= FEWEST else 0) for count in cells])

    assert shown == fewer
    assert shown.shown == fewer.shown


def test_a_restored_reply_counts_for_the_rule_it_was_removed_for(moderator, peer, time_machine):
    time_machine.move_to(datetime(2026, 5, 10, tzinfo=UTC), tick=False)
    for _n in range(FEWEST):
        reply = make_reply(author=peer)
        hide_post(post=reply, moderator=moderator, rule="2")
        restore_post(post=reply, moderator=moderator)
    time_machine.move_to(NOW, tick=False)

    assert row("Removed", "2.").cells[-1] == 3
    assert row("Restored", "2.").cells[-1] == 3


def test_acts_without_a_rule_are_counted_apart(acts):
    acts((2026, 4, 10), kind="keep", rule="")

    assert row("Flagged and kept", "No rule named").cells[-2] == 3
    assert [row.rule for row in table("Removed").rows] == []


def test_appeals_are_counted(moderator, time_machine):
    time_machine.move_to(datetime(2026, 5, 10, tzinfo=UTC), tick=False)
    thread = make_thread()
    for kind, rule in [("hide", "1"), *[("grant", "")] * 3, *[("refuse", "")] * 4]:
        ModerationAction.objects.create(moderator=moderator, kind=kind, rule=rule, thread=thread)
    time_machine.move_to(NOW, tick=False)

    assert row("Appeals granted", "1.").cells[-1] == 3
    assert row("Appeals refused", "1.").cells[-1] == 4


def test_it_takes_one_statement_and_a_kept_copy_for_guests(
    client, acts, moderator, django_assert_max_num_queries
):
    acts((2026, 4, 10), count=7)
    with django_assert_max_num_queries(2):  # one is the number of the generation
        first = client.get(PAGE)
    with django_assert_max_num_queries(1):
        second = client.get(PAGE)

    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_the_code_of_conduct_and_every_footer_lead_there(client):
    for path in ("/", "/conduct/"):
        assert f'href="{PAGE}"' in client.get(path).content.decode()
