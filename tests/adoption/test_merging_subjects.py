"""Two subjects made one: their names, histories and questions, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.adoption.models import StatusReport, Subject, SubjectName
from forum.adoption.queries import subject_named
from forum.adoption.services import confirm_status, merge_subjects, report_status
from forum.core.errors import Refused
from tests.adoption.subjects import edit, names_of
from tests.make import make_organization, make_subject, make_thread, make_verified

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)


def report(subject, by, status, *, day=0, **fields):
    return report_status(
        subject=subject, by=by, status=status, reported_at=START + timedelta(days=day), **fields
    )


def standing(day, subject=None):
    """What stood on ``day``: pairs of organization and status."""
    reports = StatusReport.objects.standing_at(START + timedelta(days=day))
    if subject:
        reports = reports.filter(subject=subject)
    return sorted(reports.values_list("organization__name", "status"))


def test_merging_joins_names_histories_and_questions(
    tiktok, moderator, dana, heard, django_capture_on_commit_callbacks
):
    douyin = make_subject(name="TikTok for work", aliases=["TT work"])
    other = make_verified(organization=make_organization("Summit Health"))
    report_status(subject=douyin, by=dana, status="piloting")
    report_status(subject=tiktok, by=other, status="using")
    thread = make_thread(subject=douyin)

    with django_capture_on_commit_callbacks(execute=True):
        merged = merge_subjects(source=douyin, target=tiktok, by=moderator)

    for subject in (tiktok, douyin, thread):
        subject.refresh_from_db()
    assert (merged, thread.subject, douyin.merged_into) == (tiktok, tiktok, tiktok)
    assert names_of(tiktok) == ["Douyin", "TT work", "Tik Tok videos", "TikTok", "TikTok for work"]
    assert tiktok.names.get(is_alias=False).name == "TikTok"
    assert (tiktok.answer_count, tiktok.using_count, tiktok.piloting_count) == (2, 1, 1)
    assert (douyin.answer_count, douyin.using_count, douyin.piloting_count) == (0, 0, 0)
    assert subject_named("tt work") == tiktok
    assert heard == ["TikTok"]


def test_the_address_of_a_merged_subject_leads_to_the_other_even_after_another_merge(moderator):
    first, second, third = (make_subject(name=name) for name in ("First", "Second", "Third"))
    merge_subjects(source=first, target=second, by=moderator)

    merge_subjects(source=second, target=third, by=moderator)

    into = dict(Subject.objects.values_list("slug", "merged_into__slug"))
    assert into == {"first": "third", "second": "third", "third": None}


@pytest.mark.parametrize(("days", "wins"), [((0, 5), "using"), ((5, 0), "piloting")])
def test_the_later_of_two_current_answers_wins(days, wins, tiktok, moderator, dana):
    other = make_subject(name="TikTok for work")
    report(other, dana, "piloting", day=days[0])
    report(tiktok, dana, "using", day=days[1])

    merge_subjects(source=other, target=tiktok, by=moderator)

    assert standing(9, tiktok) == [("Lakeshore Health", wins)]
    assert StatusReport.objects.filter(subject=tiktok).count() == 2


def test_of_joined_histories_one_answer_stands_at_any_moment(tiktok, moderator, dana):
    other = make_subject(name="TikTok for work")
    report(other, dana, "considering", day=0)
    report(tiktok, dana, "piloting", day=200)
    report(other, dana, "using", day=400)
    report(tiktok, dana, "stopped", day=600)

    merge_subjects(source=other, target=tiktok, by=moderator)

    stood = [standing(day) for day in (100, 300, 500, 700)]
    assert stood == [
        [("Lakeshore Health", status)] for status in ("considering", "piloting", "using", "stopped")
    ]
    halves = StatusReport.objects.order_by("reported_at").values_list("half", "superseded_half")
    assert list(halves) == [(4052, 4053), (4053, 4054), (4054, 4055), (4055, None)]


def test_what_was_retired_stays_retired_in_a_joined_history(tiktok, moderator):
    brightline = make_organization("Brightline")
    member = make_verified(organization=brightline)
    other = make_subject(name="TikTok for work")
    for subject in (tiktok, other):
        report_status(subject=subject, by=member, status="using", reported_at=START)
    StatusReport.objects.filter(subject=tiktok).update(
        superseded_at=START + timedelta(days=1), superseded_half=4052
    )

    merge_subjects(source=other, target=tiktok, by=moderator)

    assert standing(9) == [("Brightline", "using")]
    assert StatusReport.objects.current().count() == 1


def test_a_status_for_what_was_merged_counts_for_the_other(tiktok, moderator, dana):
    other = make_subject(name="TikTok for work")
    merge_subjects(source=other, target=tiktok, by=moderator)

    said = report_status(subject=other, by=dana, status="using", since=date(2026, 1, 1))
    again = confirm_status(subject=other, by=dana)

    tiktok.refresh_from_db()
    assert (said.subject, again.subject) == (tiktok, tiktok)
    assert (again.is_confirmation, again.since, tiktok.using_count) == (True, date(2026, 1, 1), 1)


def test_a_subject_is_merged_into_another_once(tiktok, moderator):
    other, third = make_subject(name="Other"), make_subject(name="Third")
    merge_subjects(source=other, target=tiktok, by=moderator)

    for source, target in ((tiktok, tiktok), (other, third), (third, other), (other, tiktok)):
        with pytest.raises(Refused, match="not merged yet"):
            merge_subjects(source=source, target=target, by=moderator)


def test_what_was_merged_is_not_edited_any_more(tiktok, moderator):
    other = make_subject(name="Other")
    merge_subjects(source=other, target=tiktok, by=moderator)

    with pytest.raises(Refused):
        edit(other, moderator, name="Back again")

    assert subject_named("Back again") is None
    assert SubjectName.objects.filter(subject=other).count() == 0


def test_where_names_are_reserved_it_does_not_become_part_of_what_is_no_platform(
    moderator, dana, tiktok
):
    tool = make_subject(name="Video tools", kind="tool")
    report_status(subject=tiktok, by=dana, status="reserved")

    with pytest.raises(Refused, match="it stays a platform"):
        merge_subjects(source=tiktok, target=tool, by=moderator)

    tiktok.refresh_from_db()
    assert tiktok.merged_into is None
