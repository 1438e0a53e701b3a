"""Subjects: found by any of their names, kept in order by moderators."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.adoption.models import StatusReport, Subject, SubjectName
from forum.adoption.names import key_of
from forum.adoption.queries import subject_list, subject_named, subjects_like
from forum.adoption.services import (
    confirm_status,
    edit_subject,
    find_or_create_subject,
    merge_subjects,
    report_status,
)
from forum.adoption.signals import subject_changed
from forum.core.errors import Refused
from tests.make import make_organization, make_subject, make_thread, make_verified

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def tiktok():
    return make_subject(aliases=["Tik Tok videos", "Douyin"])


@pytest.fixture
def dana():
    return make_verified(organization=make_organization("Lakeshore Health"))


@pytest.fixture
def heard():
    """The names of subjects that were announced as changed."""
    news = []

    def changed(subject, **kwargs):
        news.append(subject.name)

    subject_changed.connect(changed)
    yield news
    subject_changed.disconnect(changed)


def edit(subject, by, **changes):
    aliases = list(subject.names.filter(is_alias=True).values_list("name", flat=True))
    facts = {
        "name": subject.name,
        "kind": subject.kind,
        "aliases": aliases,
        "half_life_days": subject.half_life_days,
    }
    return edit_subject(subject=subject, by=by, **facts | changes)


def names_of(subject):
    return sorted(subject.names.values_list("name", flat=True))


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


@pytest.mark.parametrize(
    "typed", ["tiktok", "Tik Tok", "TIK-TOK!", " ＴｉｋＴｏｋ ", "tik tok Vidéos", "douyin"]
)
def test_any_spelling_of_any_name_finds_the_subject(tiktok, typed):
    assert subject_named(typed) == tiktok


@pytest.mark.parametrize("typed", ["", "!!!", "tiktok2", "tik"])
def test_another_name_finds_nothing(tiktok, typed):
    assert subject_named(typed) is None


def test_names_are_told_apart_by_a_plus_sign():
    google, plus = make_subject(name="Google"), make_subject(name="Google+")

    assert (subject_named("google"), subject_named("Google +")) == (google, plus)


@given(st.text(max_size=120))
@settings(max_examples=400, deadline=None)
def test_the_form_that_names_are_compared_in_is_settled_and_fits(name):
    key = key_of(name)

    assert key_of(key) == key
    assert len(key) <= 60


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_case_and_spaces_make_no_other_name(name):
    assert key_of(f"  {name.upper()}\n") == key_of(name.upper())
    assert key_of(name.casefold()) == key_of(name)


def test_suggestions_begin_with_what_was_typed_and_show_aliases(tiktok):
    make_subject(name="Instagram Douyin mirror")

    found = [(row.name, row.subject.name) for row in subjects_like("dou")]

    assert found == [("Douyin", "TikTok"), ("Instagram Douyin mirror", "Instagram Douyin mirror")]
    assert list(subjects_like(" - ")) == []


def test_whoever_asks_about_something_new_makes_the_subject(
    dana, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        subject = find_or_create_subject(name="Star ratings", kind="practice", by=dana)

    assert (subject.slug, subject.kind, subject.half_life_days) == ("star-ratings", "practice", 365)
    assert names_of(subject) == ["Star ratings"]
    assert heard == ["Star ratings"]


def test_whoever_asks_about_what_exists_gets_it_whatever_kind_they_chose(dana, tiktok):
    assert find_or_create_subject(name="DOUYIN", kind="tool", by=dana) == tiktok
    assert Subject.objects.count() == 1


def test_a_guest_or_a_locked_out_member_makes_nothing(dana):
    dana.is_active = False

    with pytest.raises(PermissionDenied):
        find_or_create_subject(name="Threads", kind="platform", by=dana)


@pytest.mark.parametrize("name", ["", "!!!", " _ "])
def test_a_name_without_letters_makes_nothing(name, dana):
    with pytest.raises(Refused, match="at least one letter or digit"):
        find_or_create_subject(name=name, kind="tool", by=dana)

    assert not Subject.objects.exists()


@pytest.mark.parametrize(("kind", "days"), [("platform", 180), ("tool", 365), ("practice", 365)])
def test_answers_count_half_a_year_on_platforms_and_a_year_elsewhere(kind, days):
    assert make_subject(kind=kind).half_life_days == days


def test_two_names_that_read_alike_in_an_address_have_two_addresses():
    assert [make_subject(name=name).slug for name in ("C", "C+", "病院", "学校")] == [
        *("c", "c-2", "subject", "subject-2")
    ]


def test_a_name_belongs_to_one_subject(tiktok):
    with pytest.raises(Refused, match="Douyin is a name of TikTok already"):
        make_subject(name="Threads", aliases=["douyin"])


def test_a_new_name_keeps_the_address_and_goes_with_the_aliases_given(
    tiktok, moderator, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(tiktok, moderator, name="TikTok US", aliases=["TikTok", "tik tok us"])

    tiktok.refresh_from_db()
    assert (tiktok.name, tiktok.slug) == ("TikTok US", "tiktok")
    assert names_of(tiktok) == ["TikTok", "TikTok US"]
    assert (subject_named("tiktok"), subject_named("douyin")) == (tiktok, None)
    assert heard == ["TikTok US"]


def test_only_moderators_edit_and_merge(tiktok, dana):
    other = make_subject(name="Threads")

    with pytest.raises(PermissionDenied):
        edit(tiktok, dana, name="Mine")
    with pytest.raises(PermissionDenied):
        merge_subjects(source=other, target=tiktok, by=dana)


def test_a_name_of_another_is_refused_and_changes_nothing(tiktok, moderator):
    make_subject(name="Threads")

    with pytest.raises(Refused, match="Threads is a name of Threads already"):
        edit(tiktok, moderator, name="THREADS", half_life_days=90)

    tiktok.refresh_from_db()
    assert (tiktok.name, tiktok.half_life_days) == ("TikTok", 180)
    assert names_of(tiktok) == ["Douyin", "Tik Tok videos", "TikTok"]


def test_another_half_life_recounts_at_once(tiktok, moderator, dana):
    with time_machine.travel(timezone.now() - timedelta(days=100)):
        report_status(subject=tiktok, by=dana, status="using")
    seen = []

    for days in (90, 120):
        edit(tiktok, moderator, half_life_days=days)
        tiktok.refresh_from_db()
        seen.append((tiktok.answer_count, tiktok.using_count))

    assert seen == [(0, 0), (1, 1)]


def test_where_names_are_reserved_it_stays_a_platform(tiktok, moderator, dana):
    report_status(subject=tiktok, by=dana, status="reserved")

    with pytest.raises(Refused, match="it stays a platform"):
        edit(tiktok, moderator, kind="tool")

    report_status(subject=tiktok, by=dana, status="using")
    assert edit(tiktok, moderator, kind="tool").kind == "tool"


def test_lists_show_what_most_answered_first_and_nothing_merged(moderator, dana):
    plain, answered, gone = (make_subject(name=name) for name in ("A plain one", "Answered", "Gone"))
    report_status(subject=answered, by=dana, status="using")
    merge_subjects(source=gone, target=plain, by=moderator)

    assert list(subject_list()) == [answered, plain]
    assert list(subject_list("tool")) == []


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
