"""What an administrator does for their organization, as a person does it; and axe on these pages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.services import ask_to_join, set_listed
from forum.adoption.models import StatusReport
from forum.adoption.services import report_status
from tests.browser.looks import SMALL, faults, findings
from tests.make import (
    PASSWORD,
    make_organization,
    make_subject,
    make_thread,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/organizations/lakeshore/"
EDIT = "/moderation/organizations/lakeshore/edit/"


@pytest.fixture
def lakeshore():
    return make_organization(
        name="Lakeshore Cancer Institute",
        slug="lakeshore",
        kind="cancer_center",
        domain="lakeshorecancer.example",
        website="https://www.lakeshorecancer.example/",
        about="A two-campus cancer institute.",
        parent=make_organization(name="Lakeshore Health"),
    )


@pytest.fixture
def maya(lakeshore):
    maya = make_verified(organization=lakeshore, is_administrator=True, display_name="Maya Okafor")
    set_listed(user=maya, listed=True)
    return maya


@pytest.fixture
def sam(lakeshore):
    return make_verified(
        organization=lakeshore, handle="sortiz", display_name="Sam Ortiz", password=PASSWORD
    )


def say(by, name, status="using", *, days_ago=0, **facts):
    report = report_status(subject=make_subject(name), by=by, status=status, **facts)
    StatusReport.objects.filter(pk=report.pk).update(
        reported_at=timezone.now() - timedelta(days=days_ago)
    )
    return report


def test_offboard_a_colleague(visit, signed_in, maya, sam):
    make_thread(author=sam, title="Who answers comments on weekends?")
    at_home = visit()
    at_home.goto("/accounts/login/")
    at_home.get_by_label("Work email or handle").fill("sortiz")
    at_home.get_by_label("Password").fill(PASSWORD)
    at_home.get_by_role("button", name="Sign in", exact=True).click()
    expect(at_home.get_by_text("Sam Ortiz", exact=True)).to_be_visible()
    page = signed_in(maya)
    page.goto(HERE)

    page.get_by_role("link", name="Open the console").click()
    page.get_by_role("link", name="Offboard Sam Ortiz").click()
    expect(page.get_by_role("main")).to_contain_text("Their posts stay")
    page.get_by_role("button", name="Offboard Sam Ortiz").click()

    expect(page.get_by_role("status")).to_contain_text("Sam Ortiz does not speak for")
    expect(page.get_by_role("link", name="Sam Ortiz")).to_have_count(0)
    at_home.reload()
    expect(at_home.get_by_role("link", name="Sign in")).to_be_visible()
    expect(at_home.get_by_role("main")).to_contain_text("Sam Ortiz, Lakeshore Cancer Institute")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_confirm_statuses_in_the_console(signed_in, maya, width, javascript):
    for name in ("TikTok", "Instagram Threads", "Snapchat"):
        say(maya, name, days_ago=400)
    page = signed_in(maya, width=width, javascript=javascript)
    page.goto(f"{HERE}console/")
    expect(page.get_by_role("heading", name="3 statuses need confirming")).to_be_visible()

    page.get_by_label("What holds now of Instagram Threads").select_option("Stopped using")
    page.get_by_label("What holds now of Snapchat").select_option("Leave for later")
    page.get_by_role("button", name="Save statuses").click()

    expect(page.get_by_role("status")).to_contain_text("2 statuses are up to date.")
    expect(page.get_by_role("heading", name="1 status needs confirming")).to_be_visible()
    page.goto(HERE)
    expect(page.get_by_role("row", name="Instagram Threads").first).to_contain_text("Stopped using")
    expect(page.get_by_role("row", name="Snapchat").first).to_contain_text("Ask again")


def test_confirm_and_update_one_status(signed_in, maya):
    say(maya, "TikTok", "considering", days_ago=400)
    page = signed_in(maya)
    page.goto(HERE)

    page.get_by_role("button", name="Confirm TikTok").click()
    expect(page.get_by_text("Ask again")).to_have_count(0)
    page.get_by_role("link", name="Update TikTok").click()
    page.get_by_label("Piloting").check()
    page.get_by_label("Since").fill("2026-05")
    page.get_by_label("Note").fill("One video a week.")
    page.get_by_role("button", name="Update status").click()

    row = page.get_by_role("row", name="TikTok").first
    expect(row).to_contain_text("Piloting One video a week.")
    expect(row).to_contain_text("May 2026")


def test_find_an_organization(visit, lakeshore):
    make_organization(name="Summit Ridge Cancer Center", kind="cancer_center")
    make_organization(name="Summit General", kind="hospital")
    page = visit(javascript=False)
    page.goto("/")

    page.get_by_role("link", name="Organizations").click()
    page.get_by_label("Kind").select_option("Cancer center")
    page.get_by_label("Name of an organization").fill("summit")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".question-title")).to_have_text(["Summit Ridge Cancer Center"])
    page.get_by_label("Kind").select_option("Hospital")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".question-title")).to_have_text(["Summit General"])


@pytest.fixture
def full(lakeshore, maya, sam):
    """Everything that these pages can show."""
    say(maya, "TikTok", "piloting", note="One video a week.")
    for status in ("not-permitted", "stopped", "reserved"):
        say(maya, f"Platform that is {status}", status, days_ago=400)
    make_subject("Podcast", "practice")
    ask_to_join(user=make_user(display_name="Grace Lindholm"), organization=lakeshore)
    make_thread(author=maya, title="Who answers comments on weekends?")
    Membership.objects.filter(user=sam).update(expires_at=timezone.now() + timedelta(days=5))
    reader = make_verified(organization=make_organization(kind="cancer_center"))
    report_status(subject=StatusReport.objects.first().subject, by=reader, status="using")
    return {"colleague": Membership.objects.get(user=sam).pk, "reader": reader}


def test_axe_finds_nothing(visit, signed_in, full, maya, moderator):
    own = ["", "history/", "console/", f"colleagues/{full['colleague']}/offboard/", "domain/"]

    def open_all(page):
        for details in page.locator("details.disclosure").all():
            details.evaluate("details => { details.open = true }")

    everybodys = ["/organizations/", "/organizations/?kind=hospital&name=x", HERE]
    mayas = [*(f"{HERE}{path}" for path in own), "/subjects/tiktok/status/"]
    found = findings(visit(), everybodys, open_all)
    found += findings(signed_in(full["reader"]), [HERE, f"{HERE}questions/"], open_all)
    found += findings(signed_in(maya), mayas, open_all)
    found += findings(signed_in(moderator), [EDIT, f"{HERE}console/"], open_all)

    assert found == []


def test_forms_with_errors_are_as_clear(signed_in, full, maya, moderator):
    page = signed_in(maya)
    page.goto("/subjects/podcast/status/")
    page.get_by_label("Since").evaluate("input => { input.type = 'text'; input.value = 'May' }")
    page.get_by_role("button", name="Add status").click()
    found = faults(page, "status with errors")
    page.goto(f"{HERE}console/")
    page.get_by_label("Mail domain").fill("gmail.com")
    page.get_by_role("button", name="Ask for the domain").click()
    found += faults(page, "domain with errors")
    editing = signed_in(moderator, width=320)
    editing.goto(EDIT)
    editing.get_by_label("Name", exact=True).fill("")
    editing.get_by_role("button", name="Save", exact=True).click()
    found += faults(editing, "edit with errors", SMALL)

    assert found == []
