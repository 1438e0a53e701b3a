"""The main ways through Rounds, as a person goes them."""

import gzip
import re

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import expect

from forum.threads.models import Thread
from tests.make import PASSWORD, make_reply, make_thread, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def join(page, *, name="Maya Okafor", email="maya@lakeshore.example"):
    page.goto("/")
    page.get_by_role("link", name="Join Rounds").first.click()
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Job title").fill("Digital communications lead")
    page.get_by_label("Organization").fill("Lakeshore Cancer Institute")
    page.get_by_label("Where do you work?").select_option("cancer_center")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=re.compile("Join")).click()
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(
        re.search(r"\b(\d{6}|[A-Z0-9]{3}-?[A-Z0-9]{3})\b", mail.outbox[-1].body).group()
    )
    page.get_by_role("button", name=re.compile("Verify|Confirm")).click()


def ask(page, title):
    page.get_by_role("link", name="Ask a question").first.click()
    page.locator("#id_title").fill(title)
    page.get_by_label("Details").fill("Who **films**, and how often do you post?")
    page.get_by_label("Topic").select_option(label="Social platforms")
    page.get_by_label("Tags").fill("tiktok")
    page.get_by_role("button", name="Post question").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_join_ask_reply_quote_edit_mark_and_remove(visit, signed_in, peer, moderator, javascript):
    make_topic(name="Social platforms", slug="social-platforms")
    maya = visit(javascript=javascript)
    join(maya)
    ask(maya, "Is your organization using TikTok?")
    expect(maya.get_by_role("heading", level=1)).to_have_text("Is your organization using TikTok?")

    priya = signed_in(peer, javascript=javascript)
    priya.goto(maya.url)
    priya.get_by_label("Reply", exact=True).fill("Name reserved, nothing posted.")
    priya.get_by_role("button", name="Post reply").click()
    expect(priya.locator("#reply-1")).to_contain_text("Name reserved, nothing posted.")
    priya.get_by_role("button", name="Quote Maya Okafor").click()
    expect(priya.get_by_label("Reply", exact=True)).to_have_value(re.compile("@mokafor wrote"))
    priya.get_by_label("Reply", exact=True).press("Control+End")
    priya.get_by_label("Reply", exact=True).press_sequentially("Twice a week.")
    priya.get_by_role("button", name="Post reply").click()
    expect(priya.locator("#reply-2 cite")).to_have_text("@mokafor wrote")
    priya.get_by_role("link", name="Edit reply 1").click()
    priya.get_by_label("Text").fill("Name reserved in 2020.")
    priya.get_by_label("Reason").fill("the year")
    priya.get_by_role("button", name="Save", exact=True).click()
    expect(priya.locator("#reply-1 .post-edited")).to_contain_text("the year")
    priya.get_by_role("link", name=re.compile("^Edited")).click()
    expect(priya.locator(".diff").first).to_contain_text("2020")

    maya.reload()
    maya.locator("#reply-1").get_by_role("button", name=re.compile("^Helpful")).click()
    expect(maya.locator("#reply-1 [aria-pressed=true]")).to_contain_text("Helpful 1")
    maya.locator("#reply-1").get_by_role("button", name=re.compile("most helpful")).click()
    expect(maya.locator("#reply-1 .post-label")).to_contain_text("chosen by Maya Okafor")

    helen = signed_in(moderator, javascript=javascript)
    helen.goto(maya.url.partition("#")[0])
    helen.get_by_role("link", name="Remove reply 2").click()
    helen.get_by_label("Rule").select_option("4")
    helen.get_by_role("button", name="Remove reply").click()
    guest = visit(javascript=javascript)
    guest.goto(helen.url.partition("#")[0])
    expect(guest.locator("#reply-2")).to_contain_text("sales pitch")


def test_signing_in_with_a_password(visit, asker):
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label(re.compile("email|handle", re.I)).first.fill("dwhitfield")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("Dana Whitfield")).to_be_visible()


def test_what_is_typed_is_there_on_another_device(signed_in, peer):
    thread = make_thread()
    desk = signed_in(peer)
    desk.goto(thread.get_absolute_url())
    desk.get_by_label("Reply", exact=True).press_sequentially("Half a thought")
    expect(desk.get_by_text("Draft saved")).to_be_visible()

    phone = signed_in(peer, width=390)
    phone.goto(thread.get_absolute_url())

    expect(phone.get_by_label("Reply", exact=True)).to_have_value("Half a thought")


def test_newer_replies_are_shown_before_posting(signed_in, peer):
    thread = make_thread()
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    page.get_by_label("Reply", exact=True).fill("Mine.")
    make_reply(thread=thread, body="I was faster.")

    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("1 new reply while you wrote")).to_be_visible()
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("#reply-2")).to_contain_text("Mine.")


def test_an_impatient_double_click_posts_once(signed_in, peer):
    thread = make_thread()
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    page.get_by_label("Reply", exact=True).fill("Once.")

    page.get_by_role("button", name="Post reply").dblclick()

    expect(page.locator("#reply-1")).to_contain_text("Once.")
    assert Thread.objects.get().reply_count == 1


def test_a_session_that_ends_while_writing_costs_no_text(signed_in, asker):
    thread = make_thread()
    page = signed_in(asker)
    page.goto(thread.get_absolute_url())
    page.get_by_label("Reply", exact=True).fill("An hour of typing.")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Post reply").click()
    page.get_by_label(re.compile("email|handle", re.I)).first.fill("dwhitfield")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_label("Reply", exact=True)).to_have_value("An hour of typing.")


def test_the_badge_leads_to_the_first_unread_reply(signed_in, asker):
    thread = make_thread(replies=1, title="A thread with news to read")
    page = signed_in(asker)
    page.goto(thread.get_absolute_url())
    make_reply(thread=thread, body="Something new.")

    page.goto("/")
    page.get_by_role("link", name="1 new reply").click()

    expect(page.get_by_text("1 new reply since your last visit")).to_be_visible()
    assert page.url.endswith("#reply-2")


def test_marking_by_htmx_keeps_the_page_and_the_focus(signed_in, peer):
    thread = make_thread(replies=1)
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    page.evaluate("window.stayed = true")
    button = page.locator("#reply-1").get_by_role("button", name=re.compile("^Helpful"))

    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#reply-1 [aria-pressed=true]")).to_be_focused()
    assert page.evaluate("window.stayed")


def test_the_keyboard_is_enough(signed_in, asker):
    page = signed_in(asker)
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.locator("details.menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your profile")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu summary")).to_be_focused()
    page.goto("/ask/")
    page.get_by_role("button", name="Post question").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_focused()


def test_a_passkey_is_enough_to_sign_in(signed_in, asker):
    page = signed_in(asker)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button.button-primary").first.click()
    page.locator("[name=name]").fill("My laptop")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)  # the key is kept only then

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()

    expect(page.get_by_text("Dana Whitfield").first).to_be_visible()


def compressed_size(response) -> int:
    """What WhiteNoise sends of a static file, and our server of a page."""
    kept = settings.STATIC_ROOT / (response.url.partition("/static/")[2] + ".gz")
    return kept.stat().st_size if kept.is_file() else len(gzip.compress(response.body()))


def test_the_first_view_of_a_thread_is_light(signed_in, visit):
    thread = make_thread(replies=24)
    for page in (visit(), signed_in(make_user())):
        responses = []
        page.on("response", lambda response, responses=responses: responses.append(response))
        page.goto(thread.get_absolute_url(), wait_until="networkidle")

        sizes = [compressed_size(response) for response in responses if "woff2" not in response.url]
        assert len(responses) <= 6
        assert sum(sizes) <= 45_000
        assert {response.url.split("/")[2] for response in responses} == {page.url.split("/")[2]}
