"""Colleagues and moderators who act on subjects in the same instant, on both databases."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Organization
from accounts.services import save_organization
from forum.adoption.models import StatusReport, Subject
from forum.adoption.services import (
    NotAnswering,
    confirm_status,
    confirm_statuses,
    find_or_create_subject,
    merge_subjects,
    refresh_tallies,
    report_status,
)
from tests.make import make_organization, make_subject, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(5)
COLLEAGUES = 6


@pytest.fixture
def tiktok():
    return make_subject()


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


def answering(subject, status, member):
    return lambda: report_status(subject=subject, by=member, status=status)


def together(*acts):
    return at_once(lambda act: act(), acts)


def errors_in(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def counters_are_true():
    out = StringIO()
    call_command("recount", dry_run=True, stdout=out)
    return out.getvalue().splitlines()[-1] == "0 counters were wrong (nothing changed)"


def current(subject):
    return StatusReport.objects.current().filter(subject=subject)


def test_colleagues_who_answer_at_once_leave_one_current_status(tiktok, lakeshore):
    statuses = ["using", "stopped"] * (COLLEAGUES // 2)
    members = [make_verified(organization=lakeshore) for _ in range(COLLEAGUES)]

    outcomes = together(*(answering(tiktok, *pair) for pair in zip(statuses, members, strict=True)))

    assert errors_in(outcomes) == []
    assert current(tiktok).count() == 1
    ends = list(StatusReport.objects.order_by("pk").values_list("superseded_at", flat=True))
    begins = list(StatusReport.objects.order_by("pk").values_list("reported_at", flat=True))
    assert ends == [*begins[1:], None]
    assert counters_are_true()


def test_organizations_that_answer_at_once_are_all_counted(tiktok):
    members = [make_verified() for _ in range(COLLEAGUES)]

    outcomes = together(*(answering(tiktok, "using", member) for member in members), refresh_tallies)

    tiktok.refresh_from_db()
    assert errors_in(outcomes) == []
    assert (tiktok.answer_count, tiktok.using_count) == (COLLEAGUES, COLLEAGUES)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_confirmation_never_brings_back_what_a_colleague_just_changed(tiktok, lakeshore, _round):
    dana, priya = (make_verified(organization=lakeshore) for _ in range(2))
    report_status(subject=tiktok, by=dana, status="considering")

    outcomes = together(
        answering(tiktok, "using", priya), lambda: confirm_status(subject=tiktok, by=dana)
    )

    assert errors_in(outcomes) == []
    assert current(tiktok).get().status == "using"


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_answer_while_its_subject_is_merged_ends_up_with_the_other(tiktok, _round):
    other, moderator = make_subject(name="TikTok for work"), make_user(role="moderator")
    members = [make_verified() for _ in range(3)]
    for member in members:
        report_status(subject=tiktok, by=member, status="considering")

    outcomes = together(
        *(answering(other, "using", member) for member in members),
        lambda: merge_subjects(source=other, target=tiktok, by=moderator),
    )

    tiktok.refresh_from_db()
    assert errors_in(outcomes) == []
    assert not StatusReport.objects.filter(subject=other).exists()
    assert list(current(tiktok).values_list("status", flat=True)) == ["using"] * 3
    assert (tiktok.answer_count, counters_are_true()) == (3, True)


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_answer_for_what_was_merged_while_that_is_merged_on_is_not_lost(tiktok, _round):
    first, last = make_subject(name="First"), make_subject(name="Last")
    moderator, members = make_user(role="moderator"), [make_verified() for _ in range(3)]
    merge_subjects(source=first, target=tiktok, by=moderator)

    outcomes = together(
        *(answering(first, "using", member) for member in members),
        lambda: merge_subjects(source=tiktok, target=last, by=moderator),
    )

    assert errors_in(outcomes) == []
    assert current(last).count() == 3
    assert counters_are_true()


@pytest.mark.parametrize("_round", ROUNDS)
def test_nobody_answers_for_what_has_just_become_a_vendor(tiktok, lakeshore, _round):
    members = [make_verified(organization=lakeshore) for _ in range(3)]
    lakeshore.kind = "vendor"

    outcomes = together(
        lambda: save_organization(organization=lakeshore),
        *(answering(tiktok, "using", member) for member in members),
    )

    assert all(isinstance(error, NotAnswering) for error in errors_in(outcomes))
    assert not current(tiktok).exists()
    assert counters_are_true()


@pytest.mark.parametrize("_round", ROUNDS)
def test_statuses_retire_while_their_subjects_are_merged(tiktok, lakeshore, _round):
    other, moderator = make_subject(name="Other"), make_user(role="moderator")
    member = make_verified(organization=lakeshore)
    for subject in (tiktok, other):
        report_status(subject=subject, by=member, status="using")
    vendor = Organization.objects.get(pk=lakeshore.pk)
    vendor.kind = "vendor"

    outcomes = together(
        lambda: save_organization(organization=vendor),
        lambda: merge_subjects(source=tiktok, target=other, by=moderator),
    )

    assert errors_in(outcomes) == []
    assert not StatusReport.objects.current().exists()
    assert counters_are_true()


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_ask_about_the_same_new_subject_at_once_get_one(_round):
    members = [make_user() for _ in range(COLLEAGUES)]
    spellings = ["Threads", "threads", "THREADS!"] * 2

    outcomes = at_once(
        lambda pair: find_or_create_subject(name=pair[0], kind="platform", by=pair[1]),
        list(zip(spellings, members, strict=True)),
    )

    assert outcomes == [Subject.objects.get()] * COLLEAGUES


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_moderators_who_merge_a_pair_both_ways_leave_one(tiktok, _round):
    other = make_subject(name="Other")
    moderators = [make_user(role="moderator") for _ in range(2)]

    outcomes = together(
        lambda: merge_subjects(source=tiktok, target=other, by=moderators[0]),
        lambda: merge_subjects(source=other, target=tiktok, by=moderators[1]),
    )

    assert len(errors_in(outcomes)) == 1
    assert Subject.objects.current().count() == 1


def test_consoles_saved_at_once_wait_in_no_ring():
    subjects = [make_subject(name) for name in ("TikTok", "Threads", "X", "Bluesky")]
    acts = []
    for order in (subjects, subjects[::-1], subjects, subjects[::-1]):
        member = make_verified()
        reports = [report_status(subject=subject, by=member, status="using") for subject in order]
        statuses = {report.pk: "stopped" for report in reports}
        acts.append(lambda statuses=statuses, by=member: confirm_statuses(statuses=statuses, by=by))

    outcomes = together(*acts, refresh_tallies)

    assert errors_in(outcomes) == []
    assert {report.status for report in StatusReport.objects.current()} == {"stopped"}
    assert counters_are_true()
