"""Posting without a name and looking an author up, as members and moderators meet it; and as axe does."""

import re

import pytest
from playwright.sync_api import expect

from forum.moderation.reveal_services import ask_reveal
from forum.threads.models import Post, Thread
from forum.threads.services import change_sharing
from tests.browser.looks import faults
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_thread,
    make_topic,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db(transaction=True)
LABEL = "Member at a cancer center, 200 to 299 beds, Ohio"
BOTH = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@pytest.fixture
def maya():
    lakeshore = make_organization("Lakeshore", "cancer_center", beds="200-299", region="Ohio")
    make_peers(lakeshore)
    return make_verified(organization=lakeshore, display_name="Maya Okafor")


@pytest.fixture
def topic():
    return make_topic(name="Social platforms", slug="social-platforms")


@BOTH
def test_ask_and_reply_without_a_name(signed_in, topic, maya, peer, javascript):
    page = signed_in(maya, javascript=javascript)
    page.goto("/ask/")
    page.get_by_label("Question").first.fill("Who has stopped answering reviews?")
    page.get_by_label("Topic").select_option("social-platforms")
    expect(page.get_by_label("Maya Okafor, Lakeshore")).to_be_checked()
    page.get_by_label(LABEL).check()
    page.get_by_role("button", name="Post question").click()
    expect(page.locator("#question .author-name")).to_contain_text(LABEL)
    expect(page.locator("#question .author-name")).to_contain_text("You; only you see this")
    thread = Thread.objects.get()

    other = signed_in(peer, javascript=javascript)
    other.goto(thread.get_absolute_url())
    expect(other.locator("body")).not_to_contain_text("Okafor")
    other.get_by_label("Reply", exact=True).fill("We have.")
    other.get_by_role("button", name="Post reply").click()
    expect(other.locator("#reply-1")).to_contain_text("We have.")

    page = signed_in(maya, javascript=javascript)
    page.goto(thread.get_absolute_url())
    nameless = page.get_by_label("Post as Asker, without my name")
    expect(nameless).to_be_checked()
    page.get_by_label("Reply", exact=True).fill("When was that?")
    nameless.uncheck()
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="With your name this time?")).to_be_visible()
    expect(page.get_by_label("Reply", exact=True)).to_have_value("When was that?")
    page.get_by_label("Post as Asker, without my name").check()
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#reply-2 .author-name")).to_contain_text("Asker")
    assert not Post.objects.named().filter(author=maya).exists()


def test_with_the_keyboard_alone(signed_in, topic, maya):
    thread = make_thread(topic=topic)
    page = signed_in(maya)
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).focus()
    page.keyboard.type("We do not.")
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_unnamed_as":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#reply-1 .author-name")).to_contain_text(LABEL)


@BOTH
def test_two_moderators_look_it_up(signed_in, maya, moderator, javascript):
    post = make_reply(author=maya, unnamed_as=label_of(maya))
    page = signed_in(moderator, javascript=javascript)
    page.goto(post.thread.get_absolute_url())
    page.get_by_role("link", name="Reveal who wrote reply 1").click()
    page.get_by_label("Reason").fill("A threat against a colleague.")
    page.get_by_role("button", name="Ask who wrote this").click()
    expect(page.get_by_text("Another moderator decides.").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Okafor")

    page = signed_in(make_user(role="moderator"), javascript=javascript)
    page.goto("/moderation/reveals/")
    page.get_by_role("link", name=re.compile("Member 2")).click()
    page.get_by_role("button", name="Agree and look it up").click()
    expect(page.get_by_role("link", name="Maya Okafor")).to_be_visible()


@BOTH
def test_share_more_freely(signed_in, asker, peer, javascript):
    thread = make_thread(author=asker, sharing="members")
    make_reply(thread=thread, author=peer)
    page = signed_in(asker, javascript=javascript)
    page.goto(thread.get_absolute_url())
    page.get_by_role("link", name="Change the sharing").click()
    page.get_by_label(re.compile("^Quotable with organization")).check()
    page.get_by_role("button", name="Change the sharing").click()
    expect(page.get_by_text("Everybody who replied is asked by email.")).to_be_visible()
    expect(page.locator(".thread-meta")).to_contain_text("Members only")

    page = signed_in(peer, javascript=javascript)
    page.goto(f"/t/{thread.pk}/sharing/agree/")
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator(".thread-meta")).to_contain_text("Quotable with organization")


def test_the_thread_page_prints_no_names_where_none_may_be_quoted(signed_in, maya, peer):
    thread = make_thread(author=maya, sharing="no-names")
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    expect(page.get_by_text("Maya Okafor").first).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_text("that page leaves the names out")).to_be_visible()
    expect(page.get_by_text("Maya Okafor").first).to_be_hidden()


def test_axe_finds_nothing(signed_in, maya, peer, moderator):
    thread = make_thread(author=maya, unnamed_as=label_of(maya), sharing="no-names")
    make_reply(thread=thread, author=peer)
    post = make_reply(thread=thread, author=maya, unnamed_as=label_of(maya))
    change_sharing(thread=thread, by=maya, sharing="everyone")
    asked = ask_reveal(post=post, moderator=moderator, reason="A threat.")
    pages = {
        maya: ["/ask/", "/mine/unnamed/", f"/t/{thread.pk}/", f"/t/{thread.pk}/sharing/"],
        peer: [f"/t/{thread.pk}/print/", f"/t/{thread.pk}/sharing/agree/"],
        moderator: [
            f"/t/{thread.pk}/",
            f"/posts/{thread.posts.get(number=1).pk}/reveal/",
            "/moderation/reveals/",
            f"/moderation/reveals/{asked.pk}/",
        ],
        make_user(role="moderator"): [f"/moderation/reveals/{asked.pk}/"],
    }

    found = []
    for reader, paths in pages.items():
        page = signed_in(reader)
        for path in paths:
            page.goto(path)
            found += faults(page, path)
    page = signed_in(maya)
    page.goto(thread.get_absolute_url())
    page.get_by_label("Reply", exact=True).fill("With my name.")
    page.get_by_label("Post as Asker, without my name").uncheck()
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="With your name this time?")).to_be_visible()
    found += faults(page, "switching")

    assert found == []
