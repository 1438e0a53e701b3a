"""The page of an organization: its facts, its members, its questions, and what it costs."""

import pytest

from accounts.services import ask_to_join, leave_organization, set_listed, vouch_for_colleague
from forum.adoption.services import report_status
from forum.moderation.services import hide_thread
from tests.make import make_organization, make_subject, make_thread, make_user, make_verified
from tests.pages.organization_pages import PAGE, say, statements, text_of

pytestmark = pytest.mark.django_db
MOST_PAGE = 12


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


def test_organizations_like_it_are_of_its_kind(client, lakeshore):
    make_organization(name="Summit Ridge", kind="cancer_center", region="Colorado")
    make_organization(name="Northern Michigan Hospital", kind="hospital", region="Michigan")

    page = text_of(client.get(PAGE))

    assert "Organizations like this one Summit Ridge Colorado" in page
    assert "Northern Michigan Hospital" not in page


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
