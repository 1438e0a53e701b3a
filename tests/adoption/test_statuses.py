"""What members say their organizations use."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import ask_to_join, join_by_email, leave_organization, save_organization
from forum.adoption.models import Status, StatusReport
from forum.adoption.services import (
    NotAnswering,
    confirm_status,
    refresh_tallies,
    report_status,
    retire_statuses,
)
from forum.adoption.signals import status_reported
from forum.core.errors import Refused
from tests.make import make_organization, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def tiktok():
    return make_subject()


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def dana(lakeshore):
    return make_verified(organization=lakeshore, display_name="Dana Whitfield")


@pytest.fixture
def priya(lakeshore):
    return make_verified(organization=lakeshore, display_name="Priya Raman")


def counts(subject):
    subject.refresh_from_db()
    return subject.answer_count, subject.using_count, subject.piloting_count


def history():
    """Every report, the oldest first, as (status, was, is it current)."""
    rows = StatusReport.objects.order_by("pk")
    return [(row.status, row.was, row.superseded_at is None) for row in rows]


def test_there_are_seven_statuses_and_only_a_platform_has_a_name_to_reserve(tiktok):
    assert tiktok.statuses == list(Status)
    assert len(Status) == 7
    for kind in ("tool", "practice"):
        subject = make_subject(name=kind, kind=kind)
        assert set(Status) - set(subject.statuses) == {Status.RESERVED}


@pytest.mark.parametrize("status", Status)
def test_each_status_can_be_said_and_counts(status, tiktok, dana, lakeshore):
    report = report_status(
        subject=tiktok, by=dana, status=status, since=date(2025, 3, 1), note="With legal's blessing."
    )

    report.refresh_from_db()
    facts = (report.organization, report.status, report.since, report.note, report.reported_by)
    assert facts == (lakeshore, status, date(2025, 3, 1), "With legal's blessing.", dana)
    assert (report.is_confirmation, report.is_unnamed, report.was) == (False, False, "")
    assert counts(tiktok) == (1, int(status == "using"), int(status == "piloting"))


def test_an_answer_is_announced_and_makes_the_snapshot_new(
    tiktok, dana, django_capture_on_commit_callbacks
):
    heard, revision = [], tiktok.revision

    def reported(report, **kwargs):
        heard.append(report.status)

    status_reported.connect(reported)
    with django_capture_on_commit_callbacks(execute=True):
        report_status(subject=tiktok, by=dana, status="using")
    status_reported.disconnect(reported)

    tiktok.refresh_from_db()
    assert heard == ["using"]
    assert tiktok.revision > revision


@pytest.mark.parametrize("status", ["reserved", "", "active", "Using"])
def test_a_status_that_the_subject_cannot_have_is_refused(status, dana):
    podcast = make_subject(name="Podcast", kind="practice")

    with pytest.raises(Refused, match="Choose one of the statuses"):
        report_status(subject=podcast, by=dana, status=status)

    assert not StatusReport.objects.exists()


@pytest.mark.parametrize("since", [date(2026, 5, 1), date(1999, 1, 1)])
def test_a_month_that_has_begun_is_taken(since, tiktok, dana):
    with time_machine.travel(NOON):
        assert report_status(subject=tiktok, by=dana, status="using", since=since).since == since


def test_a_month_to_come_is_refused(tiktok, dana):
    with time_machine.travel(NOON), pytest.raises(Refused, match="Choose a month that has begun"):
        report_status(subject=tiktok, by=dana, status="using", since=date(2026, 6, 1))

    assert not StatusReport.objects.exists()


def test_only_verified_members_answer(tiktok, lakeshore):
    waiting = make_user()
    ask_to_join(user=waiting, organization=lakeshore)
    gone = make_verified(organization=lakeshore)
    leave_organization(user=gone)

    for member in (make_user(), waiting, gone, make_user(role="moderator")):
        with pytest.raises(NotAnswering, match="Only verified members"):
            report_status(subject=tiktok, by=member, status="using")
        with pytest.raises(NotAnswering):
            confirm_status(subject=tiktok, by=member)

    assert not StatusReport.objects.exists()


def test_vendors_and_contractors_do_not_answer(tiktok, lakeshore):
    vendor = make_verified(organization=make_organization(kind="vendor"))
    contractor = make_verified(organization=lakeshore, organization_kind="vendor")

    for member in (vendor, contractor):
        with pytest.raises(NotAnswering, match="Vendors and agencies"):
            report_status(subject=tiktok, by=member, status="using")

    assert counts(tiktok) == (0, 0, 0)


def test_answering_stops_when_the_grace_is_over(tiktok, dana):
    with time_machine.travel(timezone.now() + timedelta(days=365 + 13)):
        report_status(subject=tiktok, by=dana, status="using")

    with (
        time_machine.travel(timezone.now() + timedelta(days=365 + 15)),
        pytest.raises(NotAnswering, match="Only verified members"),
    ):
        report_status(subject=tiktok, by=dana, status="stopped")

    assert history() == [("using", "", True)]


def test_who_is_locked_out_does_not_answer(tiktok, dana):
    dana.is_active = False
    dana.save()

    with pytest.raises(PermissionDenied):
        report_status(subject=tiktok, by=dana, status="using")


def test_who_moved_answers_for_the_new_organization_and_the_old_keeps_its_answer(
    tiktok, dana, lakeshore
):
    summit = make_organization("Summit Health", domain="summit.example")
    report_status(subject=tiktok, by=dana, status="using")
    join_by_email(user=dana, email="dana@summit.example")

    report_status(subject=tiktok, by=dana, status="not-using")

    said = dict(StatusReport.objects.current().values_list("organization", "status"))
    assert said == {lakeshore.pk: "using", summit.pk: "not-using"}
    assert counts(tiktok) == (2, 1, 0)


def test_the_later_answer_counts_and_both_stay_in_the_history(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="considering")
    report_status(subject=tiktok, by=priya, status="using")

    assert history() == [("considering", "", False), ("using", "considering", True)]
    assert counts(tiktok) == (1, 1, 0)


def test_the_colleague_who_answered_before_is_mailed(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="considering")

    report_status(subject=tiktok, by=priya, status="using", note="Since the board meeting.")

    (message,) = mail.outbox
    assert message.to == [dana.email]
    for words in ("TikTok", "Lakeshore Health", "Considering", "Using", "Since the board meeting."):
        assert words in message.body
    assert "TikTok" in message.subject


def test_whoever_changes_their_own_answer_or_says_the_same_mails_nobody(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="considering")
    report_status(subject=tiktok, by=dana, status="using")
    report_status(subject=tiktok, by=priya, status="using", since=date(2025, 1, 1))
    confirm_status(subject=tiktok, by=dana)

    assert mail.outbox == []


def test_who_works_elsewhere_by_now_is_told_nothing(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="considering")
    join_by_email(user=dana, email="dana@elsewhere.example")

    report_status(subject=tiktok, by=priya, status="using")

    assert mail.outbox == []


def test_confirming_keeps_month_note_and_what_it_was_and_renews_the_date(tiktok, dana, priya):
    with time_machine.travel(NOON):
        report_status(subject=tiktok, by=dana, status="piloting")
        report_status(subject=tiktok, by=dana, status="using", since=date(2026, 5, 1), note="Two of us.")
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        report = confirm_status(subject=tiktok, by=priya)

    facts = (report.status, report.since, report.note, report.was, report.reported_by)
    assert facts == ("using", date(2026, 5, 1), "Two of us.", "piloting", priya)
    assert (report.is_confirmation, report.reported_at) == (True, NOON + timedelta(days=200))
    assert [current for _status, _was, current in history()] == [False, False, True]


def test_the_same_status_again_is_a_confirmation_and_another_month_is_none(tiktok, dana):
    report_status(subject=tiktok, by=dana, status="using", since=date(2025, 1, 1))

    again = [
        report_status(subject=tiktok, by=dana, status="using", since=since)
        for since in (None, date(2025, 1, 1), date(2024, 6, 1))
    ]

    assert [report.is_confirmation for report in again] == [True, True, False]
    assert [report.since for report in again] == [date(2025, 1, 1), date(2025, 1, 1), date(2024, 6, 1)]


def test_a_confirmation_may_bring_another_note(tiktok, dana):
    report_status(subject=tiktok, by=dana, status="using", note="Old words.")

    report = report_status(subject=tiktok, by=dana, status="using", note="New words.")

    assert (report.is_confirmation, report.note) == (True, "New words.")


def test_a_note_does_not_outlive_its_status(tiktok, dana):
    report_status(subject=tiktok, by=dana, status="using", note="Going well.")

    assert report_status(subject=tiktok, by=dana, status="stopped").note == ""


def test_what_nobody_said_cannot_be_confirmed(tiktok, dana):
    with pytest.raises(Refused, match="has not answered yet"):
        confirm_status(subject=tiktok, by=dana)


def test_an_answer_without_a_name_is_confirmed_without_a_name(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="using", is_unnamed=True, note="Quietly.")

    report = confirm_status(subject=tiktok, by=priya)

    assert (report.is_unnamed, report.note) == (True, "Quietly.")


def test_a_note_without_a_name_never_appears_under_a_name(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="using", is_unnamed=True, note="Quietly.")

    report = report_status(subject=tiktok, by=priya, status="using")

    assert (report.is_unnamed, report.note) == (False, "")


def test_an_answer_given_elsewhere_before_keeps_its_day(tiktok, dana):
    report = report_status(subject=tiktok, by=dana, status="using", reported_at=NOON)

    assert (report.reported_at, report.half) == (NOON, 2026 * 2)


def test_history_never_runs_backwards(tiktok, dana):
    first = report_status(subject=tiktok, by=dana, status="using", reported_at=NOON)

    second = report_status(
        subject=tiktok, by=dana, status="stopped", reported_at=NOON - timedelta(days=400)
    )

    first.refresh_from_db()
    assert second.reported_at == first.superseded_at == NOON
    assert (first.half, first.superseded_half, second.half) == (4052, 4052, 4052)


def test_what_stood_at_a_moment_is_found_again(tiktok, dana, lakeshore):
    for day, status in ((0, "considering"), (30, "piloting"), (60, "using")):
        moment = NOON + timedelta(days=day)
        report_status(subject=tiktok, by=dana, status=status, reported_at=moment)

    stood = [
        list(
            StatusReport.objects.standing_at(NOON + timedelta(days=day)).values_list("status", flat=True)
        )
        for day in (-1, 0, 29, 30, 90)
    ]
    assert stood == [[], ["considering"], ["considering"], ["piloting"], ["using"]]


def test_the_database_takes_one_current_answer_of_an_organization(tiktok, dana):
    report = report_status(subject=tiktok, by=dana, status="using")
    report.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


def test_answers_that_grow_old_leave_the_count(tiktok, dana):
    report_status(subject=tiktok, by=dana, status="using")
    seen, changed = [], []

    for days in (179, 181, 181):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            changed.append(refresh_tallies())
            seen.append(counts(tiktok))

    assert seen == [(1, 1, 0), (0, 0, 0), (0, 0, 0)]
    assert changed == [0, 1, 0]


def test_confirming_brings_an_old_answer_back_into_the_count(tiktok, dana):
    report_status(subject=tiktok, by=dana, status="using")

    with time_machine.travel(timezone.now() + timedelta(days=200)):
        refresh_tallies()
        before = counts(tiktok)
        confirm_status(subject=tiktok, by=dana)

    assert (before, counts(tiktok)) == ((0, 0, 0), (1, 1, 0))


def test_an_organization_that_turns_out_a_vendor_is_not_counted_any_more(tiktok, dana, lakeshore):
    podcast = make_subject(name="Podcast", kind="practice")
    other = make_verified()
    for subject, member in ((tiktok, dana), (podcast, dana), (tiktok, other)):
        report_status(subject=subject, by=member, status="using")
    lakeshore.kind = "vendor"

    save_organization(organization=lakeshore)

    assert (counts(tiktok), counts(podcast)) == ((1, 1, 0), (0, 0, 0))
    assert StatusReport.objects.current().get().reported_by == other
    assert StatusReport.objects.filter(organization=lakeshore).count() == 2
    with pytest.raises(NotAnswering):
        report_status(subject=tiktok, by=dana, status="using")


def test_another_kind_of_provider_keeps_its_answers(tiktok, dana, lakeshore):
    report_status(subject=tiktok, by=dana, status="using")
    lakeshore.kind = "health_system"

    save_organization(organization=lakeshore)

    assert counts(tiktok) == (1, 1, 0)


def test_retired_twice_is_retired_once(tiktok, dana, lakeshore):
    report_status(subject=tiktok, by=dana, status="using")
    retire_statuses(organization=lakeshore)
    superseded_at = StatusReport.objects.get().superseded_at

    retire_statuses(organization=lakeshore)

    assert StatusReport.objects.get().superseded_at == superseded_at
