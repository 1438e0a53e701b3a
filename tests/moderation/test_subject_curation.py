"""Subjects, kept in order by moderators: added, edited, merged and logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.adoption.models import StatusReport, Subject
from forum.adoption.queries import subject_named
from forum.adoption.services import report_status, save_subject
from forum.core.errors import Refused
from forum.moderation import services
from forum.threads.models import Thread
from tests.make import make_organization, make_subject, make_thread, make_user, make_verified
from tests.moderation.curating import logged
from tests.moderation.pages import text_of

pytestmark = pytest.mark.django_db
SUBJECTS = "/moderation/subjects/"
TIKTOK = {"name": "TikTok", "kind": "platform", "aliases": "Tik Tok, Douyin", "half_life_days": "180"}


def test_the_list_shows_names_half_life_and_counts(desk):
    subject = make_subject(aliases=["Douyin", "TT"])
    report_status(subject=subject, by=make_verified(), status="using")
    report_status(subject=subject, by=make_verified(), status="piloting")
    make_subject(name="Podcast", kind="practice")

    page = text_of(desk.get(SUBJECTS))

    assert "TikTok Platform Douyin, TT 180 days 2 1 Edit TikTok · Merge TikTok" in page
    assert page.index("Podcast Practice 365 days 0 0") < page.index("TikTok Platform")


def test_the_list_is_searched_by_any_name(desk):
    make_subject(aliases=["Douyin"])
    make_subject(name="Podcast", kind="practice")

    found = text_of(desk.get(SUBJECTS, {"q": "dou yin"}))
    nothing = text_of(desk.get(SUBJECTS, {"q": "Friendster"}))

    assert "Edit TikTok" in found
    assert "Edit Podcast" not in found
    assert "No subject goes by a name like “Friendster”." in nothing


def test_the_list_has_pages_and_takes_few_statements_whatever_its_length(desk):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            page = desk.get(SUBJECTS)
        return len(captured), text_of(page)

    make_subject(aliases=["Douyin"])
    desk.get(SUBJECTS)
    short, _page = statements()
    for n in range(30):
        make_subject(name=f"Subject {n:02}", aliases=[f"Alias {n}"])
    long, page = statements()

    assert short == long
    assert long <= 6
    assert "Later names" in page
    assert "TikTok" not in page


def test_a_new_subject_is_found_by_all_its_names(desk):
    response = desk.post(f"{SUBJECTS}new/", TIKTOK)

    assert response.url == SUBJECTS
    subject = Subject.objects.get()
    assert subject_named("tik-tok") == subject_named("DOUYIN") == subject
    assert subject.half_life_days == 180
    assert logged() == [("subject", "TikTok", "New", "")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "!!"}, "at least one letter or digit"),
        ({"name": "Snap"}, "Snap is a name of Snapchat already."),
        ({"aliases": "TT, snap!"}, "is a name of Snapchat already."),
        ({"aliases": ", ".join(f"name {n}" for n in range(21))}, "20 other names at most"),
        ({"aliases": "x" * 61}, "60 characters at most"),
        ({"kind": "spaceship"}, "Select a valid choice"),
        ({"half_life_days": "29"}, "greater than or equal to 30"),
        ({"half_life_days": "99999"}, "less than or equal to 3650"),
        ({"half_life_days": "a year"}, "Enter a whole number"),
    ],
)
@pytest.mark.parametrize("path", ["new/", "tiktok/edit/"])
def test_a_refused_subject_keeps_what_was_typed(desk, changed, said, path):
    make_subject(name="Snapchat", aliases=["Snap"])
    if "edit" in path:
        make_subject()
    was = list(Subject.objects.values())

    page = desk.post(SUBJECTS + path, TIKTOK | changed)

    assert page.status_code == 422
    assert said in text_of(page)
    assert "Douyin" in page.content.decode() or "aliases" in changed
    assert list(Subject.objects.values()) == was
    assert logged() == []


def test_two_who_add_a_name_at_once_get_a_form_error(moderator, monkeypatch):
    make_subject()
    monkeypatch.setattr("forum.adoption.services.subjects._put_names", put_names_without_looking)

    with pytest.raises(Refused, match="TikTok is here already"):
        services.add_subject(moderator=moderator, name="TikTok", kind="platform")

    assert Subject.objects.count() == 1


def put_names_without_looking(subject, aliases):
    subject.names.create(name=subject.name, key="tiktok", is_alias=False)


def test_an_edited_subject_keeps_its_address_and_finds_by_its_former_name(desk):
    make_subject(name="Twitter", slug="twitter")

    form = desk.get(f"{SUBJECTS}twitter/edit/")
    desk.post(
        f"{SUBJECTS}twitter/edit/",
        TIKTOK | {"name": "X", "aliases": "Twitter", "half_life_days": "90", "note": "Renamed in 2023."},
    )

    subject = Subject.objects.get()
    assert 'value="Twitter"' in form.content.decode()
    assert (subject.name, subject.slug, subject.half_life_days) == ("X", "twitter", 90)
    assert subject_named("twitter") == subject
    assert logged() == [
        ("subject", "X", "Twitter, Platform, 180 days → X, Platform, 90 days", "Renamed in 2023.")
    ]


def test_a_platform_whose_names_are_reserved_stays_one(desk):
    report_status(subject=make_subject(), by=make_verified(), status="reserved")

    page = desk.post(f"{SUBJECTS}tiktok/edit/", TIKTOK | {"kind": "tool"})

    assert page.status_code == 422
    assert "so it stays a platform" in text_of(page)


@pytest.fixture
def twins():
    """Two subjects that are one: an organization answered both, another only the first."""
    source, target = make_subject(name="Tik Tok app", slug="tik-tok-app"), make_subject()
    both = make_verified()
    report_status(subject=target, by=both, status="considering")
    report_status(subject=source, by=both, status="using")
    report_status(subject=source, by=make_verified(), status="stopped")
    make_thread(subject=source)
    return source, target


def test_a_merge_first_says_what_joins_and_changes_nothing(desk, twins):
    page = text_of(desk.get(f"{SUBJECTS}tik-tok-app/merge/", {"into": "tiktok"}))

    assert "Merge Tik Tok app into TikTok" in page
    assert "2 organizations, with their histories" in page
    assert "1 organization: its later answer counts" in page
    assert "Questions 1" in page
    assert "Names Tik Tok app" in page
    assert Subject.objects.current().count() == 2


def test_a_merge_joins_answers_names_and_questions(desk, twins):
    source, target = twins

    response = desk.post(f"{SUBJECTS}tik-tok-app/merge/", {"into": "TikTok", "note": "One app."})

    current = StatusReport.objects.filter(subject=target).current()
    assert response.url == SUBJECTS
    assert sorted(current.values_list("status", flat=True)) == ["stopped", "using"]
    assert StatusReport.objects.count() == 3
    assert subject_named("tik tok app") == target
    assert Thread.objects.get().subject == target
    assert logged() == [("merge", "TikTok", "Tik Tok app → TikTok", "One app.")]
    assert desk.get(f"{SUBJECTS}tik-tok-app/edit/").status_code == 404


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ("Friendster", "No subject goes by this name."),
        ("tik tok APP", "This is the same subject."),
        ("", "Enter the subject that stays"),
    ],
)
def test_a_merge_needs_another_subject(desk, twins, into, said):
    for answer in (
        desk.get(f"{SUBJECTS}tik-tok-app/merge/", {"into": into}),
        desk.post(f"{SUBJECTS}tik-tok-app/merge/", {"into": into}),
    ):
        assert answer.status_code == 422
        assert said in text_of(answer)

    assert Subject.objects.current().count() == 2


def test_the_second_who_merges_is_told(moderator, twins):
    source, target = twins
    services.merge_subjects(source=source, target=target, moderator=moderator)

    with pytest.raises(Refused, match="not merged yet"):
        services.merge_subjects(source=source, target=target, moderator=moderator)

    assert len(logged()) == 1


@pytest.mark.parametrize(
    "path",
    [
        SUBJECTS,
        f"{SUBJECTS}new/",
        f"{SUBJECTS}tiktok/edit/",
        f"{SUBJECTS}tiktok/merge/",
        "/moderation/organizations/lakeshore/edit/",
    ],
)
def test_curating_is_for_moderators(as_member, path):
    make_subject()
    make_organization("Lakeshore")
    client = as_member(make_user())

    answers = [client.get(path)] + ([] if path == SUBJECTS else [client.post(path, TIKTOK)])

    assert {answer.status_code for answer in answers} == {403}


def test_the_log_shows_organizations_subjects_and_merges(desk, moderator, twins):
    source, target = twins
    lakeshore = make_organization("Lakeshore")
    services.edit_organization(organization=lakeshore, moderator=moderator, region="Iowa")
    services.edit_subject(
        subject=target,
        moderator=moderator,
        name="TikTok",
        kind="platform",
        aliases=[],
        half_life_days=90,
    )
    services.merge_subjects(source=source, target=target, moderator=moderator)
    save_subject(name="Unseen", kind="tool")

    everything = text_of(desk.get("/moderation/log/"))
    merges = text_of(desk.get("/moderation/log/", {"kind": "merge"}))

    assert "Changed organization Lakeshore · region: Ohio → Iowa" in everything
    assert (
        "Changed subject TikTok · TikTok, Platform, 180 days → TikTok, Platform, 90 days" in everything
    )
    assert "Merged into subject TikTok · Tik Tok app → TikTok" in merges
    assert "Lakeshore" not in merges
