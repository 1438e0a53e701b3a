"""The page of an organization and the directory, for everybody who may open them."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services import (
    ask_to_join,
    choose_naming,
    leave_organization,
    set_listed,
    vouch_for_colleague,
)
from forum.adoption.models import StatusReport
from forum.adoption.services import report_status
from forum.moderation.services import hide_thread
from tests.make import (
    make_organization,
    make_subject,
    make_thread,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db
PAGE = "/organizations/lakeshore/"
MOST_PAGE, MOST_DIRECTORY = 12, 6
_serial = count(1)


@pytest.fixture
def lakeshore():
    return make_organization(
        name="Lakeshore Cancer Institute",
        slug="lakeshore",
        kind="cancer_center",
        domain="lakeshore.example",
        region="Michigan",
        beds="50-99",
        website="https://www.lakeshore.example/",
        about="A two-campus cancer institute.",
    )


@pytest.fixture
def maya(lakeshore):
    return make_verified(
        organization=lakeshore, is_administrator=True, handle="mokafor", display_name="Maya Okafor"
    )


def text_of(response) -> str:
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").split())


def say(by, name, status="using", **facts):
    return report_status(subject=make_subject(name), by=by, status=status, **facts)


def long_ago(report):
    StatusReport.objects.filter(pk=report.pk).update(reported_at=timezone.now() - timedelta(days=400))


def test_the_page_tells_what_the_organization_is(client, lakeshore, maya):
    parent = make_organization(name="Lakeshore Health", slug="lakeshore-health")
    lakeshore.parent = parent
    lakeshore.save()

    page = text_of(client.get(PAGE))

    for fact in (
        "Cancer center",
        "Michigan",
        "50 to 99 beds",
        "A two-campus cancer institute.",
        "lakeshore.example",
        "Part of Lakeshore Health",
        "1 member",
    ):
        assert fact in page
    assert "Lakeshore Cancer Institute" in text_of(client.get("/organizations/lakeshore-health/"))


def test_domains_are_for_members(client, as_member, lakeshore):
    assert "Verified domains" not in text_of(client.get(PAGE))
    assert "Verified domains lakeshore.example" in text_of(as_member(make_user()).get(PAGE))


def test_what_it_uses_stands_with_dates_and_peers(client, maya):
    long_ago(say(maya, "Snapchat", "not-using"))
    say(maya, "TikTok", "piloting", since=timezone.now().date().replace(year=2023, month=8, day=1))
    report_status(subject=make_subject("X"), by=make_verified(), status="using")

    page = text_of(client.get(PAGE))

    now = f"{timezone.localtime():%b %Y}"
    assert f"TikTok Piloting Aug 2023 {now} 0 of 1" in page
    assert re.search(r"Snapchat Not using – \w{3} \d{4} Ask again", page)
    assert "X Using" not in page


def test_its_history_names_reporters_to_colleagues_alone(client, as_member, lakeshore, maya):
    say(maya, "TikTok", "considering")
    page, own = client.get(PAGE), as_member(make_verified(organization=lakeshore)).get(PAGE)

    assert "Show how it changed over time" in text_of(page)
    assert "Maya Okafor" not in text_of(page)
    assert "Maya Okafor" in text_of(own)


def test_who_answered_without_a_name_is_not_named_to_colleagues(as_member, lakeshore, maya):
    say(maya, "TikTok", is_unnamed=True)

    for path in (PAGE, f"{PAGE}history/"):
        page = text_of(as_member(make_verified(organization=lakeshore)).get(path))
        assert "Without a name" in page
        assert "Maya Okafor" not in page


def test_a_counted_organization_shows_its_statuses_to_nobody_else(
    client, as_member, lakeshore, maya, moderator
):
    say(maya, "TikTok", note="Quietly.")
    choose_naming(organization=lakeshore, naming="counted", by=maya)
    waiting, other = make_user(), make_verified()
    ask_to_join(user=waiting, organization=lakeshore)
    report_status(subject=StatusReport.objects.get().subject, by=other, status="using")

    pages = [client.get(PAGE), client.get(f"{PAGE}history/")]
    for reader in (make_user(), waiting, moderator, other):
        pages += [as_member(reader).get(PAGE), as_member(reader).get(f"{PAGE}history/")]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page for page in pages if "TikTok" in text_of(page) or "Quietly" in text_of(page)] == []
    assert "has chosen not to be named" in text_of(pages[0])
    own = text_of(as_member(maya).get(PAGE))
    assert "TikTok" in own
    assert "Only you and your verified colleagues see this." in own


def test_a_vendor_states_nothing(client):
    make_organization(name="Brightpath", slug="brightpath", kind="vendor")

    assert "What they use is not counted" in text_of(client.get("/organizations/brightpath/"))


def test_guests_see_a_change_of_naming_at_once(
    client, lakeshore, maya, django_capture_on_commit_callbacks
):
    say(maya, "TikTok")
    before = text_of(client.get(PAGE))

    with django_capture_on_commit_callbacks(execute=True):
        choose_naming(organization=lakeshore, naming="counted", by=maya)

    assert "TikTok" in before
    assert "TikTok" not in text_of(client.get(PAGE))


def test_members_are_listed_when_they_agreed(client, lakeshore, maya):
    make_verified(organization=lakeshore, display_name="Sam Ortiz")
    set_listed(user=maya, listed=True)

    page = text_of(client.get(PAGE))

    assert "2 members" in page
    assert "Maya Okafor" in page
    assert "Sam Ortiz" not in page


def test_whoever_leaves_is_listed_no_longer(client, lakeshore):
    sam = make_verified(organization=lakeshore, display_name="Sam Ortiz")
    set_listed(user=sam, listed=True)
    leave_organization(user=sam)

    assert "Sam Ortiz" not in text_of(client.get(PAGE))


def test_questions_of_its_members_stay_when_the_asker_leaves(client, lakeshore, moderator):
    sam = make_verified(organization=lakeshore)
    make_thread(author=sam, title="Who answers comments on weekends?")
    hide_thread(
        thread=make_thread(author=sam, title="A question out of sight"), moderator=moderator, rule="1"
    )
    make_thread(author=sam, title="A question for members", sharing="members")
    make_thread(title="A question of somebody else")
    leave_organization(user=sam)

    for path in (PAGE, f"{PAGE}questions/"):
        page = text_of(client.get(path))
        assert "Who answers comments on weekends?" in page
        assert "A question" not in page


def test_the_newest_questions_stand_on_the_page_and_all_on_their_own(client, lakeshore, maya):
    for n in range(12):
        make_thread(author=maya, title=f"Question number {n:02}")

    page, all_questions = text_of(client.get(PAGE)), text_of(client.get(f"{PAGE}questions/"))

    assert page.index("Question number 11") < page.index("Question number 02")
    assert "Question number 01" not in page
    assert "Question number 00" in all_questions


def test_a_verified_reader_compares_it_with_their_own(as_member, maya):
    reader = make_verified()
    for name, theirs, ours in (
        ("TikTok", "using", "considering"),
        ("Threads", "using", "using"),
        ("X", "stopped", "using"),
    ):
        subject = make_subject(name)
        report_status(subject=subject, by=maya, status=theirs)
        report_status(subject=subject, by=reader, status=ours)

    page = text_of(as_member(reader).get(PAGE))

    assert "You both use Threads." in page
    assert "Lakeshore Cancer Institute uses TikTok, which yours is considering." in page
    assert "Yours uses X, which it has stopped using." in page
    assert "Compared with yours" not in text_of(as_member(maya).get(PAGE))
    assert "Compared with yours" not in text_of(as_member(make_user()).get(PAGE))


def test_organizations_like_it_are_of_its_kind(client, lakeshore):
    make_organization(name="Summit Ridge", kind="cancer_center", region="Colorado")
    make_organization(name="Northern Michigan Hospital", kind="hospital", region="Michigan")

    page = text_of(client.get(PAGE))

    assert "Organizations like this one Summit Ridge Colorado" in page
    assert "Northern Michigan Hospital" not in page


def test_a_colleague_confirms_updates_and_adds_statuses_from_the_page(as_member, maya):
    say(maya, "TikTok")
    make_subject("Threads")

    response = as_member(maya).get(PAGE)

    page = response.content.decode()
    assert 'action="/subjects/tiktok/confirm/"' in page
    assert 'href="/subjects/tiktok/status/?next=/organizations/lakeshore/"' in page
    assert [subject.name for subject in response.context["unanswered"]] == ["Threads"]


def test_nobody_else_is_offered_its_statuses_to_change(as_member, maya, moderator):
    say(maya, "TikTok")

    for reader in (make_user(), make_verified(), moderator):
        assert "/confirm/" not in as_member(reader).get(PAGE).content.decode()


def test_the_list_of_unanswered_subjects_leads_to_the_form(as_member, lakeshore, maya):
    make_subject("Threads")

    response = as_member(maya).get(f"{PAGE}answer/?subject=threads")

    assert response.url == "/subjects/threads/status/?next=%2Forganizations%2Flakeshore%2F"
    assert as_member(maya).get(f"{PAGE}answer/?subject=nothing").status_code == 404


def test_colleagues_are_asked_whom_they_know(as_member, lakeshore, maya):
    grace = make_user(display_name="Grace Lindholm")
    membership = ask_to_join(user=grace, organization=lakeshore)

    before = text_of(as_member(maya).get(PAGE))
    vouch_for_colleague(membership=membership, by=maya)
    after = text_of(as_member(maya).get(PAGE))

    assert "Grace Lindholm works here" in before
    assert "Grace Lindholm works here" not in after
    assert "A colleague has vouched." in after
    for reader in (make_verified(), grace):
        assert "Do you know them?" not in text_of(as_member(reader).get(PAGE))


def test_an_organization_that_is_not_there_is_a_404(client):
    for path in ("", "history/", "questions/"):
        assert client.get(f"/organizations/nowhere/{path}").status_code == 404


def statements(client, path):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{path}?n={next(_serial)}")
    assert response.status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def fill(organization, reader):
    for n in range(12):
        member = make_verified(organization=organization)
        set_listed(user=member, listed=True)
        ask_to_join(user=make_user(), organization=organization)
        make_thread(author=member, title=f"Question number {n} of them")
        subject = make_subject(f"Subject {n}")
        make_subject(f"Unanswered {n}")
        for status in ("considering", "using", "stopped"):
            report_status(subject=subject, by=member, status=status)
        if reader and reader.memberships.exists():
            report_status(subject=subject, by=reader, status="using")
        make_organization(name=f"Alike {n}", kind="cancer_center")
        make_organization(name=f"Part {n}", parent=organization)


@pytest.mark.parametrize("who", ["guest", "member", "colleague", "peer", "moderator"])
def test_the_page_takes_few_statements_whatever_its_length(client, lakeshore, maya, moderator, who):
    make_reader = {"member": make_user, "peer": make_verified, "guest": lambda: None}
    reader = {"colleague": maya, "moderator": moderator}.get(who) or make_reader[who]()
    tiktok = say(maya, "TikTok").subject
    if who == "peer":
        report_status(subject=tiktok, by=reader, status="using")
    if reader:
        client.force_login(reader)
    client.get(PAGE)

    short = statements(client, PAGE)
    fill(lakeshore, reader)
    long = statements(client, PAGE)

    assert short == long
    assert long <= MOST_PAGE


def names(response) -> list[str]:
    return [organization.name for organization in response.context["page"].rows]


def test_the_directory_finds_by_name_kind_beds_and_region(client, lakeshore):
    make_organization(name="Summit Ridge Cancer Center", kind="cancer_center", region="Colorado")
    make_organization(name="Lakeshore General", kind="hospital", beds="50-99", region="Ohio")

    for query, found in {
        "": ["Lakeshore Cancer Institute", "Lakeshore General", "Summit Ridge Cancer Center"],
        "name=lakeshore": ["Lakeshore Cancer Institute", "Lakeshore General"],
        "name=cancer+ridge": ["Summit Ridge Cancer Center"],
        "kind=cancer_center": ["Lakeshore Cancer Institute", "Summit Ridge Cancer Center"],
        "beds=50-99&region=Ohio": ["Lakeshore General"],
        "kind=hospital&region=Michigan": [],
    }.items():
        assert names(client.get(f"/organizations/?{query}")) == found


@pytest.mark.parametrize("query", ["kind=castle", "beds=-1", "region=Atlantis", "name=" + "x" * 200])
def test_filters_that_there_are_not_are_none(client, lakeshore, query):
    assert names(client.get(f"/organizations/?{query}")) == [lakeshore.name]


@pytest.mark.parametrize("query", ["after=x", "after=-", "before=99999999999999999999-a", "after=1"])
def test_a_broken_cursor_breaks_nothing(client, lakeshore, query):
    assert client.get(f"/organizations/?{query}").status_code in (200, 404)


def test_the_directory_pages_by_name_and_keeps_its_filters(client):
    for n in range(60):
        make_organization(name=f"Hospital {n // 2:02}", region="Ohio")
    make_organization(name="Hospital 00", region="Texas")

    first = client.get("/organizations/?region=Ohio")
    second = client.get(f"/organizations/{first.context['page'].older}")
    third = client.get(f"/organizations/{second.context['page'].older}")
    back = client.get(f"/organizations/{third.context['page'].newer}")

    pages = [names(first), names(second), names(third)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [*pages[0], *pages[1], *pages[2]] == [f"Hospital {n // 2:02}" for n in range(60)]
    assert names(back) == names(second)
    assert (first.context["page"].newer, third.context["page"].older) == ("", "")


def test_the_directory_counts_those_who_stand(client, lakeshore, maya):
    ask_to_join(user=make_user(), organization=lakeshore)
    leave_organization(user=make_verified(organization=lakeshore))

    assert "1 member" in text_of(client.get("/organizations/"))


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_directory_takes_few_statements_whatever_its_length(client, lakeshore, maya, signed_in):
    if signed_in:
        client.force_login(maya)

    short = statements(client, "/organizations/")
    for n in range(30):
        make_verified(organization=make_organization(name=f"Hospital number {n}"))
    long = statements(client, "/organizations/")

    assert short == long
    assert long <= MOST_DIRECTORY
