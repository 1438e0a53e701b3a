"""The moderators' queue, as they go through it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.services import propose_organization
from forum.moderation import decision_services as decisions
from forum.moderation.erasure_services import ask_for_erasure
from forum.moderation.models import Case
from forum.threads.models import Post
from tests.browser.looks import faults
from tests.make import (
    make_flagged,
    make_held,
    make_organization,
    make_reply,
    make_thread,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@BOTH
def test_a_first_post_is_approved_in_one_click(signed_in, visit, peer, moderator, settings, javascript):
    settings.HOLD_FIRST_POSTS = True
    thread = make_thread()
    writer = signed_in(peer, javascript=javascript)
    writer.goto(thread.get_absolute_url())
    writer.get_by_label("Reply", exact=True).fill("We send plain text mail.")
    writer.get_by_role("button", name="Post reply").click()
    expect(writer.locator("#reply-1 .notice")).to_contain_text("waits for a moderator")

    helen = signed_in(moderator, javascript=javascript)
    helen.goto("/moderation/queue/")
    expect(helen.get_by_role("heading", name="A new member’s first post")).to_be_visible()
    helen.get_by_role("button", name="Approve", exact=True).click()
    expect(helen.get_by_role("heading", name="Nothing waits")).to_be_visible()

    guest = visit(javascript=javascript)
    guest.goto(thread.get_absolute_url())
    expect(guest.locator("#reply-1 .prose")).to_have_text("We send plain text mail.")


@BOTH
def test_a_case_is_resolved_in_two_clicks(signed_in, visit, moderator, javascript):
    case = make_flagged("sales", note="Third time today.", post=make_reply(body="Book a demo."))
    helen = signed_in(moderator, javascript=javascript)
    helen.goto("/moderation/queue/")
    expect(helen.get_by_text("Third time today.")).to_be_visible()
    expect(helen.get_by_label("Rule")).to_have_value("4")

    helen.get_by_label("Remove, and say why in its place").check()
    helen.get_by_role("button", name="Decide").click()
    expect(helen.locator(".notice-success")).to_contain_text("Removed.")

    guest = visit(javascript=javascript)
    guest.goto(case.post.get_absolute_url())
    expect(guest.locator("#reply-1")).to_contain_text("A moderator removed this reply")
    expect(guest.locator("#reply-1")).to_contain_text("sales pitch")


@BOTH
def test_the_second_moderator_sees_what_the_first_decided(
    signed_in, moderator, administrator, javascript
):
    case = make_flagged()
    page = signed_in(moderator, javascript=javascript)
    page.goto(f"/moderation/cases/{case.pk}/")
    decisions.keep(case=case, moderator=administrator)

    page.get_by_label("Remove, and say why in its place").check()
    page.get_by_label("Note to the author").fill("No links, please.")
    page.get_by_role("button", name="Decide").click()

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Rowan Adler has decided this already: Kept.")
    expect(notice).to_contain_text("No links, please.")
    assert Post.objects.get(pk=case.post_id).hidden_at is None


@BOTH
def test_several_are_decided_at_once(signed_in, moderator, javascript):
    make_held(body="The first of two.")
    make_held(body="The second of two.")
    page = signed_in(moderator, javascript=javascript)
    page.goto("/moderation/queue/")
    page.get_by_role("link", name="Decide on several").click()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    page.get_by_label("Decide", exact=True).select_option("keep")
    page.get_by_role("button", name="Decide on all that are ticked").click()

    expect(page.get_by_role("heading", name="2 of 2 are decided")).to_be_visible()
    assert Post.objects.exclude(held_at=None).count() == 0


@BOTH
def test_a_member_asks_to_erase_and_a_moderator_does(signed_in, moderator, peer, javascript):
    post = make_reply(author=peer, body="Our director said so in the hallway, and asked me to keep it.")
    page = signed_in(peer, javascript=javascript)
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Ask to erase").click()
    page.get_by_label("Why").fill("I should not have told.")
    page.get_by_role("button", name="Ask to erase it").click()
    expect(page.locator(".notice-success")).to_contain_text("Asked.")

    helen = signed_in(moderator, javascript=javascript)
    helen.goto("/moderation/queue/")
    expect(helen.get_by_text("I should not have told.")).to_be_visible()
    helen.get_by_label("Erase it").check()
    helen.get_by_role("button", name="Decide").click()
    expect(helen.get_by_role("heading", name="Nothing waits")).to_be_visible()
    page.reload()
    expect(page.locator("#reply-1 .prose")).to_have_text("[removed by a moderator]")


def test_axe_finds_nothing_in_the_queue(signed_in, moderator, peer):
    thread = make_thread(replies=1)
    cases = [
        make_flagged(
            "unkind", note="Read it twice.", post=make_reply(thread=thread, body="# No\n\n> q")
        ),
        make_held(thread=thread),
        make_flagged("vendor", member=make_verified(about="We sell.")),
        make_flagged("other", organization=make_organization(about="A hospital.")),
    ]
    facts = {"kind": "hospital", "website": "https://x.example", "region": "Ohio"}
    make_organization("County Hospital of Ohio")
    cases.append(
        Case.objects.get(
            proposal=propose_organization(member=make_user(), name="County Hospital", **facts)
        )
    )
    own = make_reply(author=peer)
    cases.append(ask_for_erasure(post=own, by=peer, words="It is mine."))
    closed = make_held()
    decisions.remove(case=closed, moderator=moderator, rule="1")
    page = signed_in(moderator)
    found = []
    for path in (
        *(f"/moderation/cases/{case.pk}/" for case in (*cases, closed)),
        *(f"/moderation/{name}/" for name in ("queue", "held", "mine", "resolved", "several")),
        f"/moderation/cases/{cases[0].pk}/ask/",
        f"/moderation/cases/{cases[0].pk}/redact/",
        f"/moderation/cases/{cases[1].pk}/edit/",
    ):
        page.goto(path)
        found += faults(page, path)
    page.goto(f"/moderation/cases/{cases[0].pk}/")
    page.get_by_role("button", name="Decide").click()
    found += faults(page, "nothing chosen")
    page.goto("/moderation/several/")
    page.get_by_role("button", name=re.compile("^Decide on all")).click()
    found += faults(page, "nothing ticked")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Decide", exact=True).select_option("keep")
    page.get_by_role("button", name=re.compile("^Decide on all")).click()
    found += faults(page, "the report")
    writer = signed_in(peer)
    writer.goto(f"/posts/{own.pk}/ask-erasure/")
    writer.get_by_role("button", name="Ask to erase it").click()
    found += faults(writer, "asking to erase")

    assert found == []
