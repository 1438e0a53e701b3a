"""Watched words as members and moderators meet them; and their pages as axe and a phone see them."""

import pytest
from playwright.sync_api import expect

from forum.guard.models import WatchedWord
from forum.moderation.services import close_thread
from forum.threads.models import Post
from tests.browser.looks import faults
from tests.make import make_thread, make_topic, make_watched

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with JavaScript", "without JavaScript"]
)
TEXT = "Ask your guru about the free trial."


@pytest.fixture
def thread():
    return make_thread(topic=make_topic(name="Social platforms", slug="social-platforms"))


@pytest.fixture
def words():
    make_watched("guru*", "replace", replacement="specialist", message="Say what they do.")
    make_watched("free trial", "warn", message="Vendors answer here, they do not sell.")
    make_watched("lawsuit", "hold")
    return make_watched("crypto", "block", note="Three times in May")


@BOTH
def test_warned_and_replaced(signed_in, thread, words, peer, javascript):
    page = signed_in(peer, javascript=javascript)
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Read this before you post")).to_be_visible()
    expect(page.locator(".preview .prose")).to_have_text("Ask your specialist about the free trial.")
    expect(page.locator(".guard-list mark")).to_have_text(["free trial", "guru"])
    expect(page.get_by_label("Reply", exact=True)).to_have_value(TEXT)

    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="Read this before you post")).to_be_visible()
    assert Post.objects.replies().count() == 0
    page.get_by_label("I have read this: post it anyway").check()
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#reply-1 .prose")).to_have_text("Ask your specialist about the free trial.")


@BOTH
def test_blocked_until_it_is_out(signed_in, thread, words, peer, javascript):
    page = signed_in(peer, javascript=javascript)
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).fill("We paid in crypto.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="Some of these words cannot be posted")).to_be_visible()
    page.get_by_role("button", name="Replace it with “[removed]”").click()
    expect(page.get_by_text("Nothing has been posted: read it once more")).to_be_visible()
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("#reply-1 .prose")).to_have_text("We paid in [removed].")


@BOTH
def test_a_moderator_watches_tries_and_retires_words(signed_in, moderator, javascript):
    page = signed_in(moderator, javascript=javascript)
    page.goto("/moderation/words/")

    page.get_by_role("link", name="Watch words").click()
    page.get_by_role("textbox", name="Words").fill("buy * followers")
    page.get_by_label("It is posted, and a moderator looks at it before members do").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="buy * followers")).to_be_visible()
    page.get_by_role("link", name="Try a text").click()
    page.get_by_label("A text to try").fill("Where can I buy cheap followers?")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="It waits for a moderator")).to_be_visible()
    expect(page.locator(".guard-list mark")).to_have_text("buy cheap followers")

    page.goto("/moderation/words/")
    page.get_by_role("link", name="Edit buy * followers").click()
    page.get_by_role("button", name="Retire").click()
    expect(page.get_by_text("No words are watched.")).to_be_visible()
    assert WatchedWord.objects.get().retired_at is not None


@BOTH
def test_the_log_is_filtered_and_exported(signed_in, thread, moderator, javascript):
    close_thread(thread=thread, moderator=moderator, note="Answered elsewhere")
    page = signed_in(moderator, javascript=javascript)
    page.goto("/moderation/log/")

    page.get_by_label("By", exact=True).fill("hbrandt")
    page.get_by_label("Act", exact=True).select_option("close")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".timeline li")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    with open(download.value.path()) as file:
        lines = file.read().splitlines()

    assert len(lines) == 2
    assert "Answered elsewhere" in lines[1]


def test_axe_finds_nothing_around_watched_words(signed_in, thread, words, peer, moderator):
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    page.get_by_label("Reply", exact=True).fill(f"{TEXT} A lawsuit over crypto.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".guard-list mark")).to_have_text(["crypto", "lawsuit", "free trial", "guru"])
    found = faults(page, "stopped")

    page = signed_in(moderator)
    page.goto("/moderation/words/try/")
    page.get_by_label("A text to try").fill(f"{TEXT} A lawsuit over crypto.")
    page.get_by_role("button", name="Try it").click()
    found += faults(page, "tried")
    page.goto(f"/moderation/words/{words.pk}/edit/")
    page.get_by_role("textbox", name="Words").fill("")
    page.get_by_role("button", name="Save").click()
    found += faults(page, "with errors")
    WatchedWord.objects.filter(pk=words.pk).update(version=2)
    page.get_by_role("textbox", name="Words").fill("crypto coins")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Another moderator has changed this entry")).to_be_visible()
    found += faults(page, "outdated")
    page.goto("/moderation/log/?since=yesterday")
    found += faults(page, "log with errors")

    assert found == []
