"""What moderators do with threads, as they go it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import faults, findings
from tests.make import make_reply, make_thread, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(asker, peer):
    topic = make_topic(name="Email", slug="email")
    source = make_thread(
        topic=topic, author=peer, title="Which tool sends your newsletter?", body="We outgrew ours."
    )
    make_reply(thread=source, author=asker, body="Plain text mail, each Friday.")
    target = make_thread(topic=topic, author=asker, title="Newsletter tools, anyone?", replies=2)
    return source, target


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_merge_and_undo(signed_in, visit, moderator, pair, javascript):
    source, target = pair
    helen = signed_in(moderator, javascript=javascript)
    helen.goto(source.get_absolute_url())
    helen.get_by_role("link", name="Merge into another question").click()
    helen.get_by_label("Other question").fill(f"{target.get_absolute_url()}?page=1#reply-2")
    helen.get_by_role("button", name="Show what differs").click()
    expect(helen.get_by_role("row", name=re.compile("^Question"))).to_contain_text(target.title)
    helen.get_by_role("button", name="Merge questions").click()
    expect(helen.locator(".notice-success")).to_contain_text("Merged")
    expect(helen.locator("#reply-3")).to_contain_text(source.title)

    guest = visit(javascript=javascript)
    guest.goto(f"{source.get_absolute_url()}#reply-1")
    expect(guest).to_have_url(re.compile(rf"/t/{target.pk}/\?from={source.pk}#reply-1$"))
    expect(guest.locator("article:target")).to_contain_text("Plain text mail, each Friday.")
    guest.locator("article:target .post-date a").click()
    expect(guest).to_have_url(re.compile(rf"/t/{target.pk}/#reply-4$"))
    expect(guest.locator("article:target")).to_contain_text("Plain text mail, each Friday.")

    helen.get_by_role("link", name="Undo the merge").click()
    helen.get_by_label("Note").fill("Two questions after all.")
    helen.get_by_role("button", name="Undo the merge").click()
    expect(helen.get_by_role("heading", level=1)).to_have_text(source.title)
    expect(helen.locator("#reply-1")).to_contain_text("Plain text mail, each Friday.")
    guest.goto(f"{source.get_absolute_url()}#reply-1")
    expect(guest).to_have_url(re.compile(rf"/t/{source.pk}/#reply-1$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_split_replies_off(signed_in, visit, moderator, pair, javascript):
    _source, target = pair
    helen = signed_in(moderator, javascript=javascript)
    helen.goto(target.get_absolute_url())
    helen.get_by_role("link", name="Move replies").click()
    helen.get_by_label(re.compile("^Reply 2")).check()
    helen.get_by_label("Question", exact=True).fill("Is plain text mail enough?")
    helen.get_by_role("button", name="Move replies").click()
    expect(helen.get_by_role("heading", level=1)).to_have_text("Is plain text mail enough?")

    guest = visit(javascript=javascript)
    guest.goto(f"{target.get_absolute_url()}#reply-2")
    notice = guest.locator("article:target")
    expect(notice).to_contain_text("A moderator moved this to")
    notice.get_by_role("link").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Is plain text mail enough?")


def test_pages_of_acts_on_threads_are_as_clear(signed_in, moderator, pair):
    source, target = pair
    page = signed_in(moderator)
    paths = [
        f"/t/{source.pk}/merge/",
        f"/t/{source.pk}/merge/?into={target.pk}",
        f"/t/{source.pk}/merge/?into=999999",
        f"/t/{target.pk}/replies/move/",
        f"/t/{source.pk}/slow/",
        f"/t/{source.pk}/closing/",
        f"/t/{source.pk}/owner/",
    ]
    found = findings(page, paths)
    page.goto(f"/t/{target.pk}/replies/move/")
    page.get_by_role("button", name="Move replies").click()
    found += faults(page, "moving with errors")
    page.goto(f"/t/{source.pk}/merge/?into={target.pk}")
    page.get_by_role("button", name="Merge questions").click()
    found += faults(page, "a merged thread")
    page.goto(source.get_absolute_url())
    found += faults(page, "a former address")
    page.goto(f"/t/{target.pk}/replies/move/")
    page.get_by_label(re.compile("^Reply 1")).check()
    page.get_by_label("Question", exact=True).fill("Is plain text mail enough?")
    page.get_by_role("button", name="Move replies").click()
    found += faults(page, "a split thread")
    page.goto(target.get_absolute_url())
    found += faults(page, "a thread that a reply has left")

    assert found == []
