"""What members say their organizations use: who may say it, and who hears of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.services import ask_to_join, join_by_email, leave_organization
from forum.adoption.models import Status, StatusReport
from forum.adoption.services import NotAnswering, confirm_status, report_status
from forum.adoption.signals import status_reported
from forum.core.errors import Refused
from tests.adoption.answers import NOON, counts, history
from tests.make import make_organization, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db


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
