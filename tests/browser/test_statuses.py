"""Saying what an organization does, as members do it; and its pages as axe and a phone see them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Kind
from forum.adoption.models import Status
from forum.adoption.services import report_status
from tests.browser.looks import findings
from tests.make import make_organization, make_subject, make_thread, make_topic, make_verified

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thread():
    topic = make_topic(name="Social platforms", slug="social-platforms")
    subject = make_subject()
    for kind, status in ((Kind.HOSPITAL, Status.USING), (Kind.CLINIC, Status.NOT_USING)):
        for _n in range(4):
            member = make_verified(organization=make_organization(kind=kind))
            report_status(subject=subject, by=member, status=status)
    return make_thread(topic=topic, subject=subject, title="Is your organization using TikTok?")


@pytest.fixture
def maya(db):
    organization = make_organization(name="Lakeshore Cancer Institute", kind=Kind.CANCER_CENTER)
    return make_verified(organization=organization, display_name="Maya Okafor")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_status_alone_is_an_answer_and_later_one_with_a_text(signed_in, thread, maya, javascript):
    page = signed_in(maya, javascript=javascript)
    page.goto(thread.get_absolute_url())
    expect(page.locator(".snapshot-summary")).to_contain_text("4 of 8 organizations use TikTok")

    page.get_by_label("Name reserved").check()
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("status").first).to_contain_text("now counts as: Name reserved")
    expect(page.locator(".snapshot-yours")).to_contain_text("Your organization: Name reserved")
    expect(page.locator("article.post")).to_have_count(1)

    page.get_by_label("Using", exact=True).check()
    page.get_by_label("Reply", exact=True).fill("Two videos a week since spring.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#reply-1 .post-status")).to_contain_text("Using was Name reserved")
    expect(page.locator(".snapshot-summary")).to_contain_text("5 of 9 organizations use TikTok")
    expect(page.locator(".snapshot-summary")).to_contain_text("Among cancer centers like yours, 1 does")


def test_an_old_status_is_confirmed_in_one_click(signed_in, thread, maya):
    long_ago = timezone.now() - timedelta(days=200)
    report_status(subject=thread.subject, by=maya, status=Status.PILOTING, reported_at=long_ago)
    page = signed_in(maya, width=390)
    page.goto("/snapshots/tiktok/")
    expect(page.locator(".snapshot-yours")).to_contain_text("Grown old")

    page.get_by_role("button", name="Confirm status").click()

    expect(page.locator(".snapshot-yours")).not_to_contain_text("Grown old")
    expect(page.locator(".snapshot")).to_contain_text("9 organizations")


def test_an_asker_sees_what_is_known_before_posting(signed_in, thread, maya):
    page = signed_in(maya)
    page.goto("/ask/")
    page.locator("#id_title").fill("Is anybody on TikTok these days?")
    page.get_by_label("Topic").select_option("social-platforms")
    page.get_by_label("Ask each organization for its status").check()
    page.get_by_label("Status of what?").press_sequentially("tik tok")
    expect(page.locator("#known")).to_contain_text("4 of 8 organizations use it")

    page.get_by_role("button", name="Post question").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Is anybody on TikTok these days?")
    expect(page.locator("#snapshot-title")).to_have_text("Peer snapshot: TikTok")


def test_without_javascript_an_asker_is_told_once(signed_in, thread, maya):
    page = signed_in(maya, javascript=False)
    page.goto("/ask/?subject=TikTok&topic=social-platforms")
    page.locator("#id_title").fill("Is anybody on TikTok these days?")
    page.get_by_label("Status of what?").fill("Tik-Tok!")
    page.get_by_role("button", name="Post question").click()
    expect(page.get_by_role("alert")).to_contain_text("Some of this is known already")

    page.get_by_role("button", name="Post question").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Is anybody on TikTok these days?")


def test_axe_finds_nothing_on_pages_with_snapshots(signed_in, visit, thread, maya):
    make_subject(name="Podcast", slug="podcast", kind="practice")
    paths = [
        thread.get_absolute_url(),
        "/",
        "/snapshots/",
        "/snapshots/tiktok/",
        "/snapshots/tiktok/?region=Ohio",
        "/snapshots/tiktok/?as_of=x",
        "/snapshots/podcast/",
        "/ask/?subject=TikTok",
    ]

    found = findings(signed_in(maya), paths)
    found += findings(visit(), paths[:-1])

    assert found == []
