"""A member flags a post, by keyboard and without JavaScript, and its author finds it waiting."""

import re

import pytest
from playwright.sync_api import expect

from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Flag
from tests.browser.looks import faults
from tests.make import make_reply, make_thread, make_verified

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_flag_a_reply_by_keyboard(signed_in, asker, peer, javascript):
    post = make_reply(thread=make_thread(author=peer), author=peer, body="Buy ours.")
    page = signed_in(asker, javascript=javascript)
    page.goto(post.thread.get_absolute_url())

    page.locator("#reply-1").get_by_role("link", name="Flag reply 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flag reply")
    page.get_by_label("May identify a patient").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("The second line sells.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".notice-success")).to_contain_text("A moderator looks at it")
    page.get_by_role("link", name="Back to the post").press("Enter")
    expect(page).to_have_url(re.compile(r"#reply-1$"))
    flag = Flag.objects.get()
    told = (flag.case.post_id, flag.reason, flag.note)
    assert told == (post.pk, "sales", "The second line sells.")
    page.goto("/settings/flags/")
    expect(page.locator("main")).to_contain_text("The second line sells.")


@pytest.mark.parametrize("width", [1280, 390])
def test_its_author_finds_it_waiting_and_changes_it_once(signed_in, peer, width):
    post = make_reply(author=peer, body="Our patient in room 4 said so.")
    raise_flag(reporter=make_verified(), post=post, reason="patient")
    page, looks = signed_in(peer, width=width), [(width, "light"), (width, "dark")]
    page.goto(post.thread.get_absolute_url())
    expect(page.locator("#reply-1 .notice")).to_contain_text("It was flagged: may identify a patient.")
    found = faults(page, "a reply that flags hold", looks)

    for body in ("Somebody said so.", "Nobody said so."):
        page.locator("#reply-1").get_by_role("link", name="Edit reply 1").click()
        page.get_by_label("Text").fill(body)
        page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("You have changed this once")
    expect(page.get_by_label("Text")).to_have_value("Nobody said so.")
    assert found + faults(page, "a second change refused", looks) == []
