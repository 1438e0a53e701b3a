"""Subjects: found by any of their names, kept in order by moderators."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.adoption.models import Subject
from forum.adoption.names import key_of
from forum.adoption.queries import subject_list, subject_named
from forum.adoption.services import find_or_create_subject, merge_subjects, report_status
from forum.core.errors import Refused
from tests.adoption.subjects import edit, names_of
from tests.make import make_subject

pytestmark = pytest.mark.django_db


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
