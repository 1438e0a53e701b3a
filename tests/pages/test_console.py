"""The console of an organization, which its administrators and moderators open."""

import csv
import io
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from accounts.services import ask_to_join, choose_naming, propose_domain
from forum.adoption.models import StatusReport
from forum.adoption.services import report_status
from tests.make import make_organization, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db
CONSOLE, SAVE = "/organizations/lakeshore/console/", "/organizations/lakeshore/console/statuses/"
CSV = "/organizations/lakeshore/statuses.csv"
_serial = count(1)


@pytest.fixture
def lakeshore():
    return make_organization(name="Lakeshore Cancer Institute", slug="lakeshore")


@pytest.fixture
def maya(lakeshore):
    return make_verified(organization=lakeshore, is_administrator=True, display_name="Maya Okafor")


def say(by, name, status="using", *, old=False, **facts):
    report = report_status(subject=make_subject(name), by=by, status=status, **facts)
    if old:
        long_ago = timezone.now() - timedelta(days=400)
        StatusReport.objects.filter(pk=report.pk).update(reported_at=long_ago)
    return report


def now(organization) -> dict[str, tuple]:
    current = StatusReport.objects.filter(organization=organization).current()
    return {
        report.subject.name: (report.status, report.is_old)
        for report in current.select_related("subject")
    }


def lines(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def member_of(lakeshore):
    return make_verified(organization=lakeshore)


def waiting_at(lakeshore):
    member = make_user()
    ask_to_join(user=member, organization=lakeshore)
    return member


def administrator_elsewhere(lakeshore):
    return make_verified(is_administrator=True)


def lapsed_administrator(lakeshore):
    member = make_verified(organization=lakeshore, is_administrator=True)
    Membership.objects.filter(user=member).update(expires_at=timezone.now() - timedelta(days=20))
    return member


@pytest.mark.parametrize("who", [member_of, waiting_at, administrator_elsewhere, lapsed_administrator])
@pytest.mark.parametrize(("method", "path"), [("get", CONSOLE), ("post", SAVE), ("get", CSV)])
def test_the_console_is_closed_to_everybody_else(client, as_member, lakeshore, maya, who, method, path):
    assert getattr(client, method)(path).url.startswith("/accounts/login/")
    assert getattr(as_member(who(lakeshore)), method)(path).status_code == 403


def test_administrators_and_moderators_open_it(as_member, maya, moderator):
    for reader in (maya, moderator):
        assert as_member(reader).get(CONSOLE).status_code == 200
        assert as_member(reader).get(CSV).status_code == 200


def test_what_has_grown_old_is_confirmed_and_changed_by_one_save(as_member, lakeshore, maya):
    tiktok, x = say(maya, "TikTok", old=True), say(maya, "X", old=True)
    say(maya, "Bluesky", old=True)
    say(maya, "Threads", "piloting")
    client = as_member(maya)

    form = client.get(CONSOLE).context["form"]
    response = client.post(SAVE, {f"status-{tiktok.pk}": "using", f"status-{x.pk}": "stopped"})

    assert [report.subject.name for report in form.reports] == ["TikTok", "X", "Bluesky"]
    assert response.url == CONSOLE
    assert now(lakeshore) == {
        "TikTok": ("using", False),
        "X": ("stopped", False),
        "Bluesky": ("using", True),
        "Threads": ("piloting", False),
    }


def test_a_save_in_view_of_an_older_answer_saves_nothing(as_member, lakeshore, maya):
    tiktok, x = say(maya, "TikTok", old=True), say(maya, "X", old=True)
    report_status(subject=x.subject, by=make_verified(organization=lakeshore), status="stopped")

    response = as_member(maya).post(SAVE, {f"status-{tiktok.pk}": "using", f"status-{x.pk}": "using"})

    assert response.status_code == 422
    assert "A colleague has answered meanwhile" in response.content.decode()
    assert now(lakeshore) == {"TikTok": ("using", True), "X": ("stopped", False)}


@pytest.mark.parametrize("status", ["loving", "reserved"])
def test_one_wrong_status_saves_nothing(as_member, lakeshore, maya, status):
    tiktok = say(maya, "TikTok", old=True)
    podcast = report_status(subject=make_subject("Podcast", "practice"), by=maya, status="using")
    StatusReport.objects.filter(pk=podcast.pk).update(reported_at=timezone.now() - timedelta(days=400))

    data = {f"status-{tiktok.pk}": "stopped", f"status-{podcast.pk}": status}
    response = as_member(maya).post(SAVE, data)

    assert response.status_code == 422
    assert now(lakeshore) == {"TikTok": ("using", True), "Podcast": ("using", True)}


def test_the_reports_of_another_organization_are_not_reached(as_member, maya):
    theirs = say(make_verified(), "TikTok", old=True)

    response = as_member(maya).post(SAVE, {f"status-{theirs.pk}": "stopped"})

    assert response.status_code == 422
    assert now(theirs.organization) == {"TikTok": ("using", True)}


def test_moderators_confirm_nothing_for_an_organization(as_member, lakeshore, maya, moderator):
    tiktok = say(maya, "TikTok", old=True)
    client = as_member(moderator)

    page = client.get(CONSOLE).content.decode()

    assert "TikTok" not in page
    assert client.post(SAVE, {f"status-{tiktok.pk}": "stopped"}).status_code == 403
    assert now(lakeshore) == {"TikTok": ("using", True)}


def test_the_roster_tells_where_everybody_stands(as_member, lakeshore, maya):
    waiting_at(lakeshore)
    soon, lapsed = member_of(lakeshore), member_of(lakeshore)
    expiry = Membership.objects.filter(user=soon)
    expiry.update(expires_at=timezone.now() + timedelta(days=5))
    Membership.objects.filter(user=lapsed).update(expires_at=timezone.now() - timedelta(days=20))

    page = as_member(maya).get(CONSOLE).content.decode()

    for words in ("Waits for a colleague who knows them", "Runs out", "Verification ran out on"):
        assert words in page
    assert page.count("This is you") == 1


def test_domains_asked_for_are_shown(as_member, lakeshore, maya):
    propose_domain(member=maya, organization=lakeshore, domain="lakeshorecancer.example")

    assert "lakeshorecancer.example" in as_member(maya).get(CONSOLE).content.decode()


def test_the_file_holds_what_the_organization_says_and_said(as_member, maya):
    first = say(maya, "TikTok", "considering", note="=HYPERLINK(1)")
    report_status(subject=first.subject, by=maya, status="using", since=first.reported_at.date())

    response = as_member(maya).get(CSV)

    today = f"{timezone.localdate():%Y-%m-%d}"
    assert response.headers["Content-Disposition"] == 'attachment; filename="statuses-lakeshore.csv"'
    assert lines(response)[1:] == [
        ["TikTok", "Platform", "Using", today[:7], today, "Maya Okafor", "", "", "yes"],
        ["TikTok", "Platform", "Considering", "", today, "Maya Okafor", "'=HYPERLINK(1)", "", ""],
    ]


def test_the_file_names_nobody_who_answered_without_a_name(as_member, lakeshore, maya):
    say(make_verified(organization=lakeshore, display_name="Sam Ortiz"), "TikTok", is_unnamed=True)

    assert lines(as_member(maya).get(CSV))[1][5] == ""


def test_moderators_get_no_more_in_the_file_than_on_the_page(as_member, lakeshore, maya, moderator):
    say(maya, "TikTok")
    named = lines(as_member(moderator).get(CSV))
    choose_naming(organization=lakeshore, naming="counted", by=maya)

    counted = lines(as_member(moderator).get(CSV))

    assert [row[0] for row in named] == ["What", "TikTok"]
    assert "Maya Okafor" not in named[1]
    assert [row[0] for row in counted] == ["What"]


def statements(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{CONSOLE}?n={next(_serial)}").status_code == 200
    return len(captured)


def test_the_console_takes_as_many_statements_for_a_long_roster(as_member, lakeshore, maya):
    say(maya, "TikTok", old=True)
    client = as_member(maya)
    client.get(CONSOLE)

    short = statements(client)
    for n in range(10):
        member_of(lakeshore)
        waiting_at(lakeshore)
        say(maya, f"Subject {n}", old=True)
    long = statements(client)

    assert short == long
