"""Rules that change, members who accept them, and appeals, as people go them."""

import re

import pytest
from playwright.sync_api import expect

from forum.conduct.queries import draft
from forum.conduct.services import save_rule, seen_now
from forum.moderation.appeal_services import appeal
from forum.moderation.models import ModerationAction
from forum.moderation.services import hide_post
from tests.browser.looks import faults, findings
from tests.make import make_reply, make_thread, make_topic, make_version

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@pytest.fixture
def thread(asker):
    return make_thread(author=asker, topic=make_topic(), title="Which tool sends your newsletter?")


@BOTH
def test_new_rules_are_published_and_accepted_and_what_was_typed_is_kept(
    signed_in, thread, peer, administrator, javascript
):
    priya = signed_in(peer, javascript=javascript)
    priya.goto(thread.get_absolute_url())
    priya.get_by_label("Reply", exact=True).fill("Plain text mail, each Friday.")

    rowan = signed_in(administrator, javascript=javascript)
    rowan.goto("/conduct/")
    rowan.get_by_role("link", name="Edit the rules").click()
    rowan.get_by_role("link", name="Change rule 4").click()
    rowan.get_by_label("Rule", exact=True).fill("Vendors never sell")
    rowan.get_by_role("button", name="Save in the draft").click()
    rowan.get_by_role("link", name="Preview and publish").click()
    expect(rowan.locator("#change-4")).to_have_text("Rule 4: changed")
    rowan.get_by_label("What changed").fill("Offers are out, however small.")
    rowan.get_by_label("Members accept it before they write again").check()
    rowan.get_by_role("button", name="Publish rules").click()
    expect(rowan.locator("#rule-4")).to_have_text("4. Vendors never sell")
    expect(rowan.get_by_text("The code of conduct has changed.")).to_be_visible()

    priya.get_by_role("button", name="Post reply").click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("The code of conduct has changed")
    expect(priya.get_by_text("Your text is safe")).to_be_visible()
    expect(priya.get_by_text("Offers are out, however small.")).to_be_visible()
    priya.get_by_role("button", name="I accept").click()
    expect(priya.get_by_label("Reply", exact=True)).to_have_value("Plain text mail, each Friday.")
    priya.get_by_role("button", name="Post reply").click()
    expect(priya.locator("#reply-1")).to_contain_text("Plain text mail, each Friday.")


@BOTH
def test_an_appeal_from_the_notice_to_the_post_that_is_back(
    signed_in, thread, peer, moderator, administrator, javascript
):
    post = make_reply(thread=thread, author=peer, body="Book a demo.")
    helen = signed_in(moderator, javascript=javascript)
    helen.goto(f"/posts/{post.pk}/hide/")
    helen.get_by_label("Rule").select_option("4")
    helen.get_by_label("Note to the author").fill("Take the link out, and it may stand.")
    helen.get_by_role("button", name="Remove reply").click()

    priya = signed_in(peer, javascript=javascript)
    priya.goto(post.get_absolute_url())
    expect(priya.locator("#reply-1")).to_contain_text("Take the link out, and it may stand.")
    priya.get_by_role("link", name=re.compile("^Appeal")).click()
    priya.get_by_label("Why do you disagree?").fill("It was no pitch: we use it ourselves.")
    priya.get_by_role("button", name="Send appeal").click()
    expect(priya.get_by_role("heading", level=2)).to_have_text("Your appeal waits for a moderator")

    made = ModerationAction.objects.get().appeal
    rowan = signed_in(administrator, javascript=javascript)
    rowan.goto(f"/moderation/appeals/{made.pk}/")
    expect(rowan.get_by_text("It was no pitch: we use it ourselves.")).to_be_visible()
    rowan.get_by_label("Answer to the member").fill("You are right.")
    rowan.get_by_role("button", name="Grant and undo").click()
    expect(rowan.locator(".notice-success")).to_contain_text("Decided.")

    priya.goto(post.get_absolute_url())
    expect(priya.locator("#reply-1")).to_contain_text("Book a demo.")
    expect(priya.locator("#reply-1 .notice")).to_have_count(0)
    priya.goto(f"/appeals/{made.action_id}/")
    expect(priya.get_by_text("You are right.")).to_be_visible()


def test_pages_of_rules_and_appeals_are_as_clear(
    signed_in, visit, thread, peer, moderator, administrator
):
    post = make_reply(thread=thread, author=peer, body="Book a demo.")
    hide_post(post=post, moderator=moderator, rule="4", message="Take the link out.")
    action = ModerationAction.objects.get()
    make_version(by=administrator)
    save_rule(
        by=administrator, seen=seen_now(draft()), title="Say who", noun="no name", text="Your name."
    )

    found = findings(visit(), ["/conduct/", "/conduct/versions/1/", "/conduct/versions/2/changes/"])
    priya = signed_in(peer)
    paths = ["/", thread.get_absolute_url(), "/accounts/conduct/", "/ask/", f"/appeals/{action.pk}/"]
    found += findings(priya, paths)
    priya.get_by_role("button", name="Send appeal").click()
    found += faults(priya, "an appeal with errors")
    made = appeal(action=action, member=peer, words="It was no pitch.")
    found += findings(priya, [f"/appeals/{action.pk}/"])
    rowan = signed_in(administrator)
    found += findings(rowan, [f"/conduct/edit/{page}" for page in ("", "4/", "new/", "publish/")])
    rowan.get_by_role("button", name="Publish rules").click()
    found += faults(rowan, "publishing with errors")
    found += findings(rowan, [f"/moderation/appeals/{made.pk}/"])
    rowan.get_by_role("button", name="Refuse appeal").click()
    found += faults(rowan, "refusing with errors")

    assert found == []
