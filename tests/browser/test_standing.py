"""A pause, a warning, the record and the removal of a spammer, as people go through them."""

import re

import pytest
from playwright.sync_api import expect

from forum.moderation.models import Sanction
from forum.moderation.standing_services import add_note, suspend, warn
from tests.browser.looks import faults, findings
from tests.make import PASSWORD, make_reply, make_thread, make_topic
from tests.moderation.sanctioning import in_days, paused

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Two sales pitches after a warning."


@pytest.fixture
def thread(asker, peer):
    return make_thread(author=peer, topic=make_topic(name="Email", slug="email"), replies=1)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_pause_meets_a_reply_on_its_way(signed_in, client, moderator, asker, thread, javascript):
    dana = signed_in(asker, javascript=javascript)
    dana.goto(thread.get_absolute_url())
    dana.get_by_label("Reply", exact=True).fill("We can offer you a demo.")
    client.cookies.clear()  # or signing Helen in would sign Dana out

    helen = signed_in(moderator, javascript=javascript)
    helen.goto(f"/members/{asker.handle}/")
    helen.get_by_role("link", name="Record").click()
    helen.get_by_role("link", name="Pause posting").click()
    helen.get_by_label("Rule").select_option("4")
    helen.get_by_label("7 days").check()
    helen.get_by_label("Reason").fill(WHY)
    helen.get_by_role("button", name="Pause the posting of Dana Whitfield").click()
    expect(helen.locator(".notice-success")).to_contain_text("Dana Whitfield reads only until then.")

    dana.get_by_role("button", name="Post reply").click()
    expect(dana.get_by_role("heading", level=1)).to_have_text(
        "You read only for now, so nothing was posted"
    )
    expect(dana.locator("main")).to_contain_text(WHY)
    dana.get_by_role("link", name="Open your drafts").click()
    expect(dana.locator("main")).to_contain_text("We can offer you a demo.")
    dana.goto(thread.get_absolute_url())
    expect(dana.locator("#composer")).to_contain_text("You read only for now.")

    helen.get_by_role("link", name="Lift").click()
    helen.get_by_role("button", name=re.compile("^Lift: Posting pause until")).click()
    dana.goto(thread.get_absolute_url())
    expect(dana.get_by_label("Reply", exact=True)).to_have_value("We can offer you a demo.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_warning_is_read_and_acknowledged(signed_in, moderator, asker, thread, javascript):
    warn(member=asker, moderator=moderator, public_reason=WHY, rule="4")
    dana = signed_in(asker, javascript=javascript)
    dana.goto("/")
    dana.get_by_role("link", name="Read the warning").click()
    expect(dana.locator("main")).to_contain_text(WHY)

    dana.get_by_role("button", name="I have read it").click()

    expect(dana.locator(".notice-warning")).to_have_count(0)
    dana.goto(thread.get_absolute_url())
    expect(dana.get_by_label("Reply", exact=True)).to_be_visible()
    assert Sanction.objects.get().acknowledged_at


def test_who_is_suspended_learns_why_at_the_door(visit, moderator, asker):
    suspend(member=asker, moderator=moderator, until=in_days(7), public_reason=WHY, rule="4")
    page = visit()
    page.goto("/accounts/login/")
    page.get_by_label("Work email or handle").fill("dwhitfield")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("You are suspended until")
    expect(page.locator("main")).to_contain_text(WHY)
    assert faults(page, "/suspended/") == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_spammer_goes_and_comes_back(signed_in, moderator, peer, asker, thread, javascript):
    make_reply(thread=thread, author=asker, body="Buy our followers.")
    helen = signed_in(moderator, javascript=javascript)
    helen.goto(f"/moderation/members/{asker.handle}/")
    helen.get_by_role("link", name="Remove everything as spam").click()
    expect(helen.locator("main")).to_contain_text("1 reply and 0 questions go out of sight.")
    helen.get_by_label("Rule").select_option("4")
    helen.get_by_role("button", name="Remove everything of Dana Whitfield").click()
    expect(helen.locator(".notice-success")).to_contain_text("Removed: 1 reply, 0 questions.")
    helen.goto(thread.get_absolute_url())
    expect(helen.locator("#reply-2")).to_contain_text("A moderator removed this reply")

    helen.goto("/moderation/log/")
    helen.get_by_role("link", name="Bring it back").click()
    helen.get_by_role("button", name="Bring back everything of Dana Whitfield").click()
    expect(helen.locator(".notice-success")).to_contain_text("Brought back: 1 reply, 0 questions.")
    helen.goto(thread.get_absolute_url())
    expect(helen.locator("#reply-2")).not_to_contain_text("A moderator removed this reply")


def test_axe_finds_nothing_on_these_pages(signed_in, moderator, asker, thread):
    add_note(member=asker, moderator=moderator, words="Knows the agency that posted before.")
    warn(member=asker, moderator=moderator, public_reason=WHY, rule="4", post=make_reply(author=asker))
    pause = paused(asker, moderator)
    record = f"/moderation/members/{asker.handle}/"
    paths = [
        record,
        *(f"{record}{act}/" for act in ("warn", "pause", "suspend", "spam")),
        f"/moderation/sanctions/{pause.pk}/lift/",
        f"/members/{asker.handle}/",
    ]
    page = signed_in(moderator)

    found = findings(page, paths)
    page.goto(f"{record}suspend/")
    page.get_by_role("button", name=re.compile("^Suspend")).click()
    found += faults(page, "a form with errors")

    found += findings(signed_in(asker), ["/standing/", "/ask/", thread.get_absolute_url()])

    assert found == []
