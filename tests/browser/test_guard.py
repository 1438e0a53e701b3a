"""The privacy guard as members and moderators meet it; and its pages as axe and a phone see them."""

import pytest
from playwright.sync_api import expect

from forum.guard.models import GuardEvent
from forum.threads.models import Post
from tests.browser.looks import faults
from tests.make import make_reply, make_thread, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
STORY = (
    "Last week a caregiver asked us to check on Mr. Alvarez, MRN 00482913, born 3/14/1951. "
    "Do you leave replies open?"
)
BOTH = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@pytest.fixture
def thread():
    return make_thread(topic=make_topic(name="Social platforms", slug="social-platforms"))


@BOTH
def test_replace_and_post(signed_in, thread, peer, javascript):
    page = signed_in(peer, javascript=javascript)
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).fill(STORY)
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="This may identify a patient")).to_be_visible()
    expect(page.locator(".guard-list mark")).to_have_text(["MRN 00482913", "born 3/14/1951"])
    expect(page.get_by_label("Reply", exact=True)).to_have_value(STORY)

    page.get_by_role("button", name="Replace both with “[removed]”").click()
    expect(page.get_by_text("Nothing has been posted: read it once more")).to_be_visible()
    expect(page.get_by_label("Reply", exact=True)).to_have_value(
        "Last week a caregiver asked us to check on Mr. Alvarez, [removed], [removed]. "
        "Do you leave replies open?"
    )

    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#reply-1 .prose")).to_contain_text("Mr. Alvarez, [removed], [removed]")


@BOTH
def test_tick_and_wait_for_a_moderator(signed_in, thread, peer, moderator, javascript):
    page = signed_in(peer, javascript=javascript)
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).fill(STORY)
    page.get_by_role("button", name="Post reply").click()
    page.get_by_label("I have checked: none of this is about a patient").check()
    page.get_by_label("Why it is not about a patient").fill("It is the example of our training")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#reply-1")).to_contain_text("This reply waits for a moderator")

    page = signed_in(moderator, javascript=javascript)
    page.goto("/moderation/held/")
    expect(page.get_by_text("It is the example of our training")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Nothing is held")).to_be_visible()
    page.goto(thread.get_absolute_url())
    expect(page.locator("#reply-1 .prose")).to_contain_text("MRN 00482913")
    expect(page.locator("#reply-1 .notice")).to_have_count(0)


def test_findings_come_while_one_types_and_take_neither_the_place_nor_the_text(signed_in, thread, peer):
    page = signed_in(peer)
    page.goto(thread.get_absolute_url())
    field = page.get_by_label("Reply", exact=True)

    field.press_sequentially("Her MRN 7730215")
    expect(page.locator(".guard-list mark")).to_have_text("MRN 7730215")
    page.get_by_label("Why it is not about a patient").press_sequentially("A scanner")
    expect(page.get_by_label("Why it is not about a patient")).to_be_focused()
    field.press_sequentially(" is out")
    expect(page.get_by_label("Why it is not about a patient")).to_have_value("A scanner")
    expect(field).to_be_focused()
    expect(field).to_have_value("Her MRN 7730215 is out")

    field.fill("We take it to the phone.")
    expect(page.get_by_text("Nothing here looks like patient information.")).to_be_visible()
    assert GuardEvent.objects.count() == 0


@BOTH
def test_redact_in_two_clicks(signed_in, moderator, javascript):
    post = make_reply(body="The label reads MRN 7730215 in the picture.")
    page = signed_in(moderator, javascript=javascript)
    page.goto(post.thread.get_absolute_url())

    page.get_by_role("link", name="Redact reply 1").click()
    page.get_by_label("Words to take out").fill("MRN 7730215")
    page.get_by_label("Rule").select_option("1")
    page.get_by_role("button", name="Show every place").click()
    expect(page.get_by_role("heading", name="They will be taken out of one place")).to_be_visible()
    page.get_by_role("button", name="Take them out").click()

    expect(page.locator("#reply-1 .prose")).to_have_text(
        "The label reads [removed by a moderator] in the picture."
    )
    assert "7730215" not in Post.objects.get(pk=post.pk).body


def test_axe_finds_nothing_around_the_guard(signed_in, thread, peer, moderator):
    page = signed_in(peer)
    page.goto("/ask/")
    page.get_by_label("Details").fill(STORY)
    page.get_by_role("button", name="Post question").click()
    expect(page.locator(".guard-list li")).to_have_count(2)
    stopped = faults(page, "stopped")
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("read it once more")).to_be_visible()
    replaced = faults(page, "replaced")

    make_reply(thread=thread, author=peer, body=STORY, held="guard")
    page.goto(thread.get_absolute_url())
    waiting = faults(page, "waiting")
    page = signed_in(moderator)
    page.goto("/moderation/held/")
    held = faults(page, "held")
    page.get_by_label("Remove and redact").check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_label("Words to take out").fill("MRN 00482913")
    page.get_by_label("Rule").select_option("1")
    page.get_by_role("button", name="Show every place").click()

    assert (stopped, replaced, waiting, held, faults(page, "places")) == ([], [], [], [], [])
