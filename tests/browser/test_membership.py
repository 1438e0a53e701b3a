"""How a member comes to speak for an organization, as people go it, and what axe says of the way."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.services import (
    ask_to_join,
    decline_proposal,
    mail_renewals,
    propose_organization,
    set_joining,
    vouch_for_colleague,
)
from tests.browser.looks import faults, findings
from tests.browser.test_journeys import join
from tests.make import make_organization, make_subject, make_thread, make_topic, make_user, make_verified

pytestmark = pytest.mark.django_db(transaction=True)
ORGANIZATION = "/accounts/settings/organization/"
COUNTY = {
    "name": "County Hospital",
    "kind": "hospital",
    "website": "https://county.example",
    "region": "Ohio",
}


@pytest.fixture
def lakeshore(db):
    return make_organization("Lakeshore Cancer Institute", "cancer_center", "lakeshore.example")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_work_address_verifies_and_the_reply_says_so(visit, lakeshore, javascript):
    thread = make_thread()
    maya = visit(javascript=javascript)

    join(maya, email="maya@lakeshore.example")
    expect(maya.get_by_text("You are verified at Lakeshore Cancer Institute.")).to_be_visible()
    maya.goto(thread.get_absolute_url())
    maya.get_by_label("Reply", exact=True).fill("We film in the atrium.")
    maya.get_by_role("button", name="Post reply").click()

    author = maya.locator("#reply-1 .author-detail")
    expect(author).to_contain_text("Lakeshore Cancer Institute")
    expect(author.locator(".verified")).to_contain_text("Verified")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_proposed_organization_is_agreed_to_in_the_queue(
    visit, signed_in, moderator, lakeshore, javascript
):
    dana = visit(javascript=javascript)
    join(dana, name="Dana Ruiz", email="dana@county.example")
    dana.get_by_role("link", name="Show where you work").click()
    dana.get_by_role("link", name="propose another").click()
    dana.get_by_label("Name").fill("County Cancer Institute at Lakeshore")
    dana.get_by_label("Website").fill("county.example")
    dana.get_by_label("State or country").select_option("Ohio")
    dana.get_by_role("button", name="Send the proposal").click()
    expect(dana.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    dana.get_by_role("button", name="None of these: send the proposal").click()
    expect(dana.get_by_role("heading", name="Waiting for a moderator")).to_be_visible()

    helen = signed_in(moderator, javascript=javascript)
    helen.goto("/")
    helen.locator("details.menu summary").click()
    helen.get_by_role("link", name="Moderation", exact=True).click()
    expect(helen.get_by_role("button", name=re.compile("^It is this one.*Lakeshore"))).to_be_visible()
    expect(helen.get_by_label("county.example is its domain")).to_be_checked()
    helen.get_by_role("button", name="Agree and add it").click()
    expect(helen.get_by_text("Dana Ruiz is told by email.")).to_be_visible()
    expect(helen.get_by_role("heading", name="Nothing waits")).to_be_visible()

    assert "You are verified at County Cancer Institute at Lakeshore" in mail.outbox[-1].body
    dana.reload()
    expect(dana.get_by_role("heading", name=re.compile("^Verified at County Cancer"))).to_be_visible()
    colleague = visit(javascript=javascript)
    join(colleague, name="Beth Cho", email="beth@county.example")
    expect(colleague.get_by_text("You are verified at County Cancer Institute")).to_be_visible()


def test_the_search_answers_while_typing_and_keeps_the_focus(signed_in, lakeshore):
    page = signed_in(make_user(organization_name=""))
    page.goto(ORGANIZATION)
    field = page.get_by_role("searchbox")

    field.press_sequentially("lake shore")
    expect(page.get_by_role("button", name=re.compile("^I work here.*Lakeshore"))).to_be_visible()
    expect(field).to_be_focused()
    page.get_by_role("button", name=re.compile("^I work here.*Lakeshore")).click()

    expect(page.get_by_role("heading", name=re.compile("^Waiting for a colleague"))).to_be_visible()


def test_the_yearly_mail_leads_to_one_button(visit, lakeshore):
    make_verified(organization=lakeshore)
    Membership.objects.update(expires_at=timezone.now() + timedelta(days=7))
    mail_renewals()
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/renew/" in line)

    page = visit()
    page.goto("/" + link.split("/", 3)[3])
    page.get_by_role("button", name="Renew").click()

    expect(page.get_by_text("You are verified at Lakeshore Cancer Institute until")).to_be_visible()
    assert Membership.objects.get().expires_at > timezone.now() + timedelta(days=360)


@pytest.fixture
def members(lakeshore, moderator):
    """One member in each state that the page can show."""
    approving = make_organization("Harbor Health", "health_system", "harbor.example")
    set_joining(organization=approving, approves_colleagues=True)
    nothing, free = make_user(email="a@county.example"), make_user(email="b@gmail.com")
    waiting, vouched, declined, proposed = (make_user() for _ in range(4))
    ask_to_join(user=waiting, organization=lakeshore)
    verified = make_verified(organization=lakeshore)
    membership = ask_to_join(user=vouched, organization=lakeshore)
    vouch_for_colleague(membership=membership, by=verified)
    decline_proposal(
        proposal=propose_organization(member=declined, **COUNTY), by=moderator, reason="Not in Ohio."
    )
    propose_organization(member=proposed, **COUNTY | {"note": "Our staff page names me."})
    soon, lapsed = (make_verified(organization=lakeshore) for _ in range(2))
    Membership.objects.filter(user=soon).update(expires_at=timezone.now() + timedelta(days=7))
    Membership.objects.filter(user=lapsed).update(expires_at=timezone.now() - timedelta(days=30))
    approved = make_verified(organization=approving)
    return [nothing, free, waiting, vouched, declined, proposed, verified, soon, lapsed, approved]


def test_axe_finds_nothing_on_the_pages_of_members(signed_in, visit, members):
    found = []
    for member in members:
        found += findings(signed_in(member), [ORGANIZATION])
    verified, proposed = members[6], members[5]
    found += findings(signed_in(verified), [f"{ORGANIZATION}leave/"])
    page = signed_in(proposed)
    found += findings(page, [f"{ORGANIZATION}propose/", f"{ORGANIZATION}?q=health"])
    page.goto(f"{ORGANIZATION}propose/")
    page.get_by_role("button", name="Send the proposal").click()
    found += faults(page, "a proposal with errors")
    mail_renewals()
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/renew/" in line)
    found += findings(visit(), ["/" + link.split("/", 3)[3], "/accounts/membership/renew/x/"])

    assert found == []


def test_axe_finds_nothing_on_the_pages_of_moderators(signed_in, moderator, members, lakeshore):
    make_subject(aliases=["Douyin", "TT"])
    make_subject(name="Tik Tok app", slug="tik-tok-app")
    make_thread(topic=make_topic())
    queue = [f"/moderation/queue/{n.pk}/" for member in members for n in member.proposals.all()]
    paths = [
        "/moderation/queue/",
        "/moderation/subjects/",
        "/moderation/subjects/new/",
        "/moderation/subjects/tiktok/edit/",
        "/moderation/subjects/tiktok/merge/",
        "/moderation/subjects/tiktok/merge/?into=douyin",
        "/moderation/subjects/tik-tok-app/merge/?into=douyin",
        f"/moderation/organizations/{lakeshore.slug}/edit/",
        "/moderation/log/",
    ]
    page = signed_in(moderator)

    found = findings(page, queue + paths)
    page.goto("/moderation/queue/")
    page.get_by_role("button", name="Decline").click()
    found += faults(page, "declining without a reason")

    assert found == []
