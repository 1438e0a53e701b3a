"""Snapshots: the index, the page of a subject with its filters, the notice of old answers, home."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Kind
from forum.adoption.models import Status
from forum.adoption.services import merge_subjects, report_status
from forum.adoption.snapshots import Filters, forget_snapshots, snapshot_of
from tests.make import make_organization, make_subject, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db
PAGE = "/snapshots/tiktok/"


@pytest.fixture
def tiktok():
    return make_subject()


def answers(subject, number, status=Status.USING, **fields):
    for _n in range(number):
        member = make_verified(organization=make_organization(**fields))
        report_status(subject=subject, by=member, status=status)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_the_figure_first_and_has_the_numbers_as_tables(client, tiktok):
    answers(tiktok, 4)
    answers(tiktok, 2, Status.NOT_USING, kind=Kind.CLINIC)

    page = text(client.get(PAGE))

    assert "<strong>4 of 6</strong> organizations use TikTok" in page
    assert "Show the numbers as a table" in page
    assert '<th scope="col" class="number">Clinic</th>' in page


def test_filters_narrow_and_say_so_where_too_few_are_left(client, tiktok):
    answers(tiktok, 5, region="Texas")
    answers(tiktok, 3, region="Ohio")

    texas, ohio = text(client.get(f"{PAGE}?region=Texas")), text(client.get(f"{PAGE}?region=Ohio"))

    assert "<strong>5 of 5</strong> organizations use TikTok" in texas
    assert "Fewer than 5 named organizations match." in ohio


def test_like_mine_takes_the_readers_kind_and_size(as_member, tiktok):
    answers(tiktok, 5, kind=Kind.CLINIC, beds="6-24")
    answers(tiktok, 5, kind=Kind.HOSPITAL, beds="6-24")
    member = make_verified(organization=make_organization(kind=Kind.CLINIC, beds="25-49"))

    page = text(as_member(member).get(f"{PAGE}?like_mine=on"))

    assert "<strong>5 of 5</strong> organizations use TikTok" in page


@pytest.mark.parametrize(
    "query", ["kind=x", "beds=1%27", "region=Nowhere", "as_of=2026-02-30", "as_of=1999-01-01", "as_of=x"]
)
def test_filters_that_make_no_sense_are_said_beside_the_field(client, tiktok, query):
    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 400
    assert "error-summary" in text(answer)


def test_as_of_an_earlier_day_says_so(client, tiktok):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        answers(tiktok, 5)
        page = text(client.get(f"{PAGE}?as_of=2026-02-01"))

    assert "As of 2026-02-01" in page
    assert "No organization has answered yet." in page


def test_the_csv_holds_the_numbers_of_the_page(client):
    risky = make_subject(name="=HYPERLINK(1)", slug="risky")
    answers(risky, 6)

    rows = client.get("/snapshots/risky/numbers.csv").content.decode("utf-8-sig").splitlines()

    assert rows[:2] == ["'=HYPERLINK(1),Hospital,All", "Using,6,6"]


def test_there_is_no_csv_where_nothing_is_broken_down(client, tiktok):
    answers(tiktok, 4)

    assert client.get("/snapshots/tiktok/numbers.csv").status_code == 404


def test_a_merged_subject_leads_to_what_it_has_become(client, moderator, tiktok):
    twitter = make_subject(name="Tok Tok", slug="tok-tok")
    merge_subjects(source=twitter, target=tiktok, by=moderator)

    for path in ("", "numbers.csv"):
        answer = client.get(f"/snapshots/tok-tok/{path}")
        assert (answer.status_code, answer.url) == (301, f"/snapshots/tiktok/{path}")


def test_the_index_lists_what_most_organizations_answered_first(client, tiktok):
    answers(make_subject(name="Bluesky", slug="bluesky"), 2)
    answers(tiktok, 1)
    tool = make_subject(name="Podcast", slug="podcast", kind="practice")

    page = text(client.get("/snapshots/"))
    practices = text(client.get("/snapshots/?kind=practice"))

    assert page.index("Bluesky") < page.index("TikTok") < page.index(tool.name)
    assert "TikTok" not in practices
    assert client.get("/snapshots/?kind=x").status_code == 404


def test_list_rows_show_the_tally(client, tiktok):
    make_thread(subject=tiktok)
    answers(tiktok, 3)

    assert "<strong>3 of 3</strong> organizations use it" in text(client.get("/"))


def test_old_answers_are_said_over_the_thread_and_an_update_is_asked_for_once(as_member, tiktok):
    thread = make_thread(subject=tiktok)
    member = make_verified()
    long_ago = timezone.now() - timedelta(days=200)
    report_status(subject=tiktok, by=member, status=Status.USING, reported_at=long_ago)
    reader = as_member(make_user())

    before = text(reader.get(thread.get_absolute_url()))
    reader.post(f"/t/{thread.pk}/update/")
    reader.post(f"/t/{thread.pk}/update/")
    after = text(reader.get(thread.get_absolute_url()))

    assert "1 of 1 organizations has not confirmed its status lately." in before
    assert "An update was asked for already." in after
    assert "Update asked for today" in after
    assert "Ask for an update" not in after
    assert "Waiting for your organization" in text(as_member(member).get("/"))


def test_home_shows_what_the_organization_has_not_answered(as_member, tiktok):
    make_thread(subject=tiktok, title="Is your organization using TikTok?")
    member = make_verified()
    client = as_member(member)

    before = text(client.get("/"))
    report_status(subject=tiktok, by=member, status=Status.USING)
    after = text(client.get("/"))

    assert "Waiting for your organization" in before
    assert "Waiting for your organization" not in after
    assert "Waiting for your organization" not in text(as_member(make_user()).get("/"))


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{path}{'&' if '?' in path else '?'}n=1").status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_a_thread_with_a_snapshot_keeps_to_the_budget_for_any_number_of_answers(as_member, tiktok):
    thread = make_thread(subject=tiktok, replies=3)
    client = as_member(make_verified())

    counts = []
    for number in (1, 8):
        answers(tiktok, number)
        forget_snapshots()
        counts.append(statements(client, thread.get_absolute_url()))

    assert counts[0] == counts[1] <= 8


def test_a_snapshot_takes_at_most_four_statements(django_assert_max_num_queries, tiktok):
    answers(tiktok, 6)

    with django_assert_max_num_queries(4):
        snapshot_of(tiktok, moment=timezone.now(), filters=Filters(region="Ohio"))
