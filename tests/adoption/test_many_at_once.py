"""Saying again what holds, of one subject and of many, and who may see what was said."""

import pytest

from accounts.models import Membership, Organization
from accounts.queries import standing_of
from accounts.services import ask_to_join, save_organization
from forum.adoption.models import StatusReport
from forum.adoption.queries import answers_of, reports_shown, subjects_unanswered_by
from forum.adoption.services import (
    NotAnswering,
    confirm_status,
    confirm_statuses,
    merge_subjects,
    report_status,
)
from forum.core.errors import Outdated, Refused
from tests.make import make_organization, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization(name="Lakeshore Cancer Institute")


@pytest.fixture
def maya(organization):
    return make_verified(organization=organization)


def say(by, name, status="using", **facts):
    return report_status(subject=make_subject(name), by=by, status=status, **facts)


def now(organization) -> dict[str, str]:
    current = StatusReport.objects.filter(organization=organization).current()
    return dict(current.values_list("subject__name", "status"))


def test_many_statuses_are_confirmed_and_changed_together(organization, maya):
    tiktok, threads = say(maya, "TikTok", note="Two a week."), say(maya, "Threads", "piloting")

    reports = confirm_statuses(statuses={tiktok.pk: "using", threads.pk: "stopped"}, by=maya)

    assert now(organization) == {"TikTok": "using", "Threads": "stopped"}
    assert [report.is_confirmation for report in reports] == [True, False]
    assert reports[0].note == "Two a week."


def test_nothing_is_kept_where_one_of_many_cannot_be(organization, maya):
    tiktok = say(maya, "TikTok")
    podcast = report_status(subject=make_subject("Podcast", "practice"), by=maya, status="using")

    with pytest.raises(Refused):
        confirm_statuses(statuses={tiktok.pk: "stopped", podcast.pk: "reserved"}, by=maya)

    assert now(organization) == {"TikTok": "using", "Podcast": "using"}


def test_a_colleague_who_was_faster_is_not_written_over(organization, maya):
    seen = say(maya, "TikTok")
    report_status(subject=seen.subject, by=make_verified(organization=organization), status="stopped")

    with pytest.raises(Outdated):
        confirm_statuses(statuses={seen.pk: "using"}, by=maya)

    assert now(organization) == {"TikTok": "stopped"}


def test_nobody_confirms_what_another_organization_said(maya):
    theirs = say(make_verified(), "TikTok")

    with pytest.raises(Outdated):
        confirm_statuses(statuses={theirs.pk: "stopped"}, by=maya)

    assert now(theirs.organization) == {"TikTok": "using"}


def test_only_verified_members_confirm(organization, maya):
    seen = say(maya, "TikTok")
    newcomer = make_user()
    ask_to_join(user=newcomer, organization=organization)

    with pytest.raises(NotAnswering):
        confirm_statuses(statuses={seen.pk: "using"}, by=newcomer)


def test_confirming_what_a_colleague_has_changed_is_refused(organization, maya):
    seen = say(maya, "TikTok")
    report_status(subject=seen.subject, by=make_verified(organization=organization), status="stopped")

    with pytest.raises(Outdated):
        confirm_status(subject=seen.subject, by=maya, status="using")

    assert now(organization) == {"TikTok": "stopped"}


def test_what_was_said_without_a_name_keeps_its_note_when_confirmed(maya):
    said = say(maya, "TikTok", note="Quietly.", is_unnamed=True)

    again = confirm_status(subject=said.subject, by=maya)

    assert (again.is_unnamed, again.note) == (True, "Quietly.")


def test_an_answer_with_a_name_tells_nothing_of_one_without(maya):
    said = say(maya, "TikTok", "stopped", note="Quietly.", is_unnamed=True)

    same = report_status(subject=said.subject, by=maya, status="stopped")
    other = report_status(subject=say(maya, "X", is_unnamed=True).subject, by=maya, status="piloting")

    assert (same.note, same.was, other.was) == ("", "", "")


@pytest.fixture
def reader():
    return standing_of(make_verified())


def test_everybody_sees_what_a_named_organization_says(organization, maya, reader):
    say(maya, "TikTok")

    assert answers_of(organization, reader).count() == 1
    assert answers_of(organization, standing_of(make_user())).count() == 1


def test_what_was_said_without_a_name_is_seen_by_colleagues_alone(organization, maya, reader):
    first = say(maya, "TikTok")
    report_status(subject=first.subject, by=maya, status="stopped", is_unnamed=True)

    assert list(reports_shown(organization, reader)) == []
    assert reports_shown(organization, standing_of(maya)).count() == 2


def test_a_counted_organization_is_seen_by_its_own_verified_members_alone(maya, reader):
    said = say(maya, "TikTok")
    organization = said.organization
    organization.naming = Organization.Naming.COUNTED
    moderator = make_user(role="moderator")
    Membership.objects.create(user=moderator, organization=organization, how="colleague")

    assert reports_shown(organization, standing_of(maya)).count() == 1
    assert list(reports_shown(organization, reader)) == []
    assert list(reports_shown(organization, standing_of(moderator))) == []


def test_what_a_vendor_said_before_it_was_one_is_not_shown(organization, maya, reader):
    say(maya, "TikTok")
    organization.kind = "vendor"
    save_organization(organization=organization)

    assert list(reports_shown(organization, reader)) == []


def test_a_subject_is_unanswered_until_it_or_what_it_joined_is_answered(organization, maya, moderator):
    tiktok, shorts = make_subject("TikTok"), make_subject("Shorts")
    make_subject("Threads")
    report_status(subject=tiktok, by=maya, status="using")
    merge_subjects(source=shorts, target=tiktok, by=moderator)

    assert [subject.name for subject in subjects_unanswered_by(organization)] == ["Threads"]
