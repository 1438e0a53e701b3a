"""What becomes of an answer: overtaken, said again, grown old, retired."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import save_organization
from forum.adoption.models import StatusReport
from forum.adoption.services import (
    NotAnswering,
    confirm_status,
    refresh_tallies,
    report_status,
    retire_statuses,
)
from forum.core.errors import Refused
from tests.adoption.answers import NOON, counts, history
from tests.make import make_subject, make_verified

pytestmark = pytest.mark.django_db


def test_the_later_answer_counts_and_both_stay_in_the_history(tiktok, dana, priya):
    report_status(subject=tiktok, by=dana, status="considering")
    report_status(subject=tiktok, by=priya, status="using")

    assert history() == [("considering", "", False), ("using", "considering", True)]
    assert counts(tiktok) == (1, 1, 0)


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
