"""What a browser showed to be wrong once, and must not again."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from forum.moderation.services import pin_thread
from forum.replies.services import save_draft
from forum.threads.services import edit_post
from tests.make import make_reply, make_thread, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def reply_field(page):
    return page.get_by_label("Reply", exact=True)


def status_of(page):
    return page.locator("form [role=status]")


def test_a_session_that_ends_while_typing_leaves_the_text_on_the_page(signed_in, peer):
    page = signed_in(peer)
    page.goto(make_thread().get_absolute_url())
    end_session(page)

    reply_field(page).press_sequentially("An hour of typing.")

    expect(status_of(page)).to_contain_text("You are signed out. Your text is still here")
    expect(reply_field(page)).to_have_value("An hour of typing.")


def test_a_mark_after_the_session_ended_leaves_the_text_on_the_page(signed_in, peer):
    page = signed_in(peer)
    thread = make_thread(replies=1)
    page.goto(thread.get_absolute_url())
    reply_field(page).fill("An hour of typing.")
    end_session(page)

    page.locator("#reply-1").get_by_role("button", name=re.compile("^Helpful")).click()

    sign_in = page.locator("#reply-1").get_by_role("link", name="You are signed out: sign in")
    expect(sign_in).to_be_focused()
    expect(sign_in).to_have_attribute("href", f"/accounts/login/?next=%2Ft%2F{thread.pk}%2F")
    expect(reply_field(page)).to_have_value("An hour of typing.")


@pytest.mark.parametrize("name", ["Post reply", "Preview", "Quote"])
def test_the_sign_in_page_says_that_the_text_is_safe(signed_in, peer, name):
    page = signed_in(peer)
    page.goto(make_thread().get_absolute_url())
    reply_field(page).fill("An hour of typing.")
    end_session(page)

    page.get_by_role("button", name=re.compile(f"^{name}")).click()

    expect(page.get_by_text("Your text is safe. Sign in and it is back in the form.")).to_be_visible()


def test_a_save_that_fails_says_so_until_more_is_typed(signed_in, peer):
    page = signed_in(peer)
    page.goto(make_thread().get_absolute_url())
    page.context.set_offline(True)

    reply_field(page).press_sequentially("Half")
    expect(status_of(page)).to_contain_text("Not saved. Check your connection")
    reply_field(page).press_sequentially(" a thought")

    expect(status_of(page)).to_have_text("", timeout=1_000)


def test_a_save_that_the_server_refuses_says_so(signed_in, peer):
    page = signed_in(peer)
    page.goto(make_thread().get_absolute_url())
    page.context.clear_cookies()

    reply_field(page).press_sequentially("Half a thought")

    expect(status_of(page)).to_contain_text("Not saved: this page is out of date")


@pytest.fixture
def stopped(signed_in, peer):
    """A reply whose send was stopped on its way."""
    page = signed_in(peer)
    page.goto(make_thread().get_absolute_url())
    page.clock.install()
    page.route("**/reply/", lambda route: route.abort("aborted"))
    reply_field(page).fill("Mine.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("button", name="Posting…")).to_have_attribute("aria-busy", "true")
    return page


def test_a_stopped_send_is_offered_again_after_a_while(stopped):
    stopped.clock.run_for(8_001)

    expect(stopped.get_by_role("button", name="Post reply")).not_to_have_attribute("aria-busy", "true")
    expect(stopped.locator("#reply-form")).not_to_have_attribute("aria-busy", "true")


def test_a_stopped_send_is_offered_again_once_the_text_changes(stopped):
    reply_field(stopped).press_sequentially("!")

    expect(stopped.get_by_role("button", name="Post reply")).to_be_visible()
    expect(stopped.locator("#reply-form")).not_to_have_attribute("aria-busy", "true")


def test_the_menu_closes_when_the_focus_leaves_it(signed_in, asker):
    page = signed_in(asker)
    page.goto("/")
    page.locator("details.menu summary").click()

    page.locator("details.menu").get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Your profile")).to_be_hidden()
    expect(page.locator(".account > .button")).to_be_focused()


def test_a_long_word_widens_no_page(signed_in, moderator):
    word = "Donaudampfschiff" * 9
    topic = make_topic(name=word[:60], slug="long", description=word)
    name, organization = word[:60], word[:120]
    author = make_user(
        handle="longname", display_name=name, job_title=word[:100], organization_name=organization
    )
    thread = make_thread(topic=topic, author=author, title=word, body=word, tags=[word[:30]])
    make_thread(topic=topic, author=author, title=word, tags=[word[:30]])
    make_reply(
        thread=thread, author=author, body=f"{word}\n\n> {word}\n\n- {word}\n\n|{word}|b|\n|-|-|\n|1|2|"
    )
    reply = make_reply(thread=thread, author=moderator, in_reply_to=2)
    tag = thread.tags.get()
    save_draft(user=moderator, thread=thread, body=word, submission_key=uuid.uuid4())
    edit_post(post=reply, editor=moderator, body=word, reason=word, version=1)
    pin_thread(thread=thread, moderator=moderator, note=word)
    paths = [
        *("/", "/new/", "/unanswered/", "/mine/", "/topics/", "/topics/long/", tag.get_absolute_url()),
        *("/members/longname/", "/members/longname/questions/", "/drafts/", "/moderation/log/"),
        *(f"/t/{thread.pk}/{page}" for page in ("", "reply/", "reply/?quote=2", "hide/", "move/")),
        *(f"/posts/{reply.pk}/{page}" for page in ("edit/", "hide/", "revisions/")),
    ]

    wide = []
    for width in (390, 1280):
        page = signed_in(moderator, width=width)
        for path in paths:
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((width, path))

    assert wide == []


def test_a_date_has_a_capital_only_where_it_begins(signed_in, asker):
    page = signed_in(asker)
    page.goto(make_thread(replies=1).get_absolute_url())
    first_letters = """times => times.map(time => time.textContent[0] + " " +
        getComputedStyle(time, "::first-letter").textTransform + " " + getComputedStyle(time).display)"""

    assert set(page.locator(".thread-meta time").evaluate_all(first_letters)) == {"j none inline"}
    assert set(page.locator(".post-date time").evaluate_all(first_letters)) == {
        "j uppercase inline-block"
    }


@pytest.mark.parametrize(
    ("address", "said"), [("login", "Enter your password"), ("signup", "Enter your name")]
)
def test_an_empty_form_is_answered_in_our_words(visit, address, said):
    page = visit()
    page.goto(f"/accounts/{address}/")

    page.locator("main form .button-primary").first.click()

    expect(page.locator(".error-summary")).to_contain_text(said)


def test_quoting_twice_keeps_all_that_is_typed(signed_in, peer):
    thread = make_thread(replies=2)
    page = signed_in(peer)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(thread.get_absolute_url())

    page.get_by_label("Reply", exact=True).fill("My answer")
    for reply in ("#reply-1", "#reply-2"):
        page.locator(reply).get_by_role("button", name="Quote").click()
        expect(page.get_by_label("Reply", exact=True)).to_have_value(
            re.compile(f"t/{thread.pk}/{reply}")
        )

    expect(page.get_by_label("Reply", exact=True)).to_have_value(re.compile("^My answer"))
    assert said == []
