"""axe finds nothing, on every page, in both themes, on a desk and on a phone; nothing scrolls sideways."""

import uuid
from collections import Counter

import pytest

from forum.moderation.flag_services import raise_flag
from forum.moderation.services import close_thread, hide_post
from forum.replies.services import save_draft
from forum.threads.services import accept_reply, edit_post, withdraw_post
from tests.browser.looks import SMALL, faults, findings
from tests.make import make_reply, make_thread, make_topic, make_watched

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "# Heading\n\n- [x] done\n\n> quote\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```\n\nhttps://x.example/ @praman"
GUEST = [
    "/",
    "/unanswered/",
    "/topics/",
    "/topics/social-platforms/",
    "/tags/video/",
    "/t/{thread}/",
    "/t/{closed}/",
    "/members/praman/",
    "/members/dwhitfield/questions/",
    "/about/",
    "/conduct/",
    "/conduct/counts/",
    "/conduct/versions/",
    "/conduct/versions/1/",
    "/privacy/",
    "/accessibility/",
    "/contact/",
    "/formatting/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/login/code/",
    "/t/999999/",
    "/?n=%00",
]
MEMBER = [
    "/",
    "/new/",
    "/mine/",
    "/ask/",
    "/drafts/",
    "/t/{thread}/",
    "/t/{closed}/",
    "/t/{thread}/reply/?quote=1",
    "/posts/{edited}/revisions/",
    "/posts/{own}/edit/",
    "/accounts/conduct/",
    "/posts/{edited}/flag/",
    "/members/praman/flag/",
    "/settings/flags/",
    "/accounts/settings/",
    "/accounts/settings/all/",
    "/accounts/settings/appearance/",
    "/accounts/settings/security/",
    "/accounts/settings/data/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/moderation/log/",
    "/standing/",
]
MODERATOR = [
    "/t/{thread}/",
    "/moderation/log/",
    "/moderation/words/",
    "/moderation/words/new/",
    "/moderation/words/try/",
    "/moderation/words/changes/",
    "/moderation/words/{word}/edit/",
    "/posts/{edited}/hide/",
    "/t/{thread}/move/",
    "/t/{thread}/close/",
    "/moderation/members/praman/",
    "/moderation/members/praman/suspend/",
    "/moderation/members/praman/spam/",
]


@pytest.fixture
def addresses(asker, peer, moderator):
    topic = make_topic(
        name="Social platforms", slug="social-platforms", description="Which networks to be on."
    )
    thread = make_thread(
        topic=topic, author=asker, body=BODY, tags=["video"], title="Is anyone on TikTok yet?"
    )
    edited = make_reply(thread=thread, author=peer, body=BODY)
    edit_post(post=edited, editor=peer, body="Shorter now.", reason="length", version=1)
    accept_reply(post=edited, by=asker)
    hide_post(post=make_reply(thread=thread, author=peer), moderator=moderator, rule="4")
    withdraw_post(post=make_reply(thread=thread, author=peer), by=peer)
    own = make_reply(thread=thread, author=asker, in_reply_to=2)
    closed = make_thread(topic=topic, author=peer, title="A thread that is closed")
    close_thread(thread=closed, moderator=moderator)
    raise_flag(reporter=asker, post=closed.posts.get(number=1), reason="other", note="See line 2.")
    raise_flag(reporter=asker, member=moderator, reason="vendor")
    save_draft(user=asker, thread=None, title="Half a question", body="", submission_key=uuid.uuid4())
    word = make_watched("free trial", message="Vendors answer here, they do not sell.")
    return {
        "thread": thread.pk,
        "closed": closed.pk,
        "edited": edited.pk,
        "own": own.pk,
        "word": word.pk,
    }


def test_axe_finds_nothing(visit, signed_in, addresses, asker, moderator):
    found = findings(visit(), GUEST, **addresses)
    found += findings(signed_in(asker), MEMBER, **addresses)
    found += findings(signed_in(moderator), MODERATOR, **addresses)

    assert found == []


BAD = """<p data-css="color: #aaaaaa">This is pale in the light.</p>
<p data-css="background: #808080">This is pale on its ground.</p>
<p>Ask <a href="/" data-css="text-decoration: none; color: var(--ink-soft)">us</a> of it.</p>
<ul><li><a href="/1" data-css="float: left; width: 9px; height: 9px; overflow: hidden">one</a>
<a href="/2" data-css="float: left; width: 9px; height: 9px; overflow: hidden">two</a></li></ul>
<img src="/favicon.ico">"""
PUT = """bad => {
    document.querySelector("main").insertAdjacentHTML("beforeend", bad);
    for (const element of document.querySelectorAll("[data-css]")) element.style = element.dataset.css;
}"""


def test_each_fault_is_told_of_the_looks_that_ask_for_it(visit):
    page = visit()
    page.goto("/about/")
    before = faults(page, "about")

    page.evaluate(PUT, BAD)  # the policy of the page lets no markup bring a style along
    after = faults(page, "about")

    assert before == []
    assert Counter(" ".join(fault.split()[2:6]) for fault in after) == {
        "1280 pixels, light: image-alt": 1,
        "1280 pixels, light: target-size": 2,
        "1280 pixels, light: link-in-text-block": 1,
        "1280 pixels, light: color-contrast": 2,
        "1280 pixels, dark: link-in-text-block": 1,
        "1280 pixels, dark: color-contrast": 1,  # that on the grey ground
        "390 pixels, dark: target-size": 2,
        "390 pixels, dark: link-in-text-block": 1,
        "390 pixels, dark: color-contrast": 1,
        "390 pixels, light: link-in-text-block": 1,
        "390 pixels, light: color-contrast": 2,
    }


def test_forms_with_errors_are_as_clear(signed_in, visit, addresses, asker):
    page = signed_in(asker)
    page.goto("/ask/")
    page.get_by_role("button", name="Post question").click()
    found = faults(page, "ask with errors")
    page.locator("#id_title").fill("Is your organization using TikTok?")
    page.get_by_label("Topic").select_option("social-platforms")
    page.get_by_label("Details").fill(BODY)
    page.get_by_role("button", name="Preview").click()
    found += faults(page, "preview")
    page.goto("/members/praman/flag/")
    page.get_by_role("button", name="Flag member").click()
    found += faults(page, "flag with errors")
    guest = visit(width=320)
    guest.goto("/accounts/login/")
    guest.locator("main form button.button-primary").first.click()
    found += faults(guest, "sign in with errors", SMALL)
    guest.goto(f"/t/{addresses['thread']}/")
    found += faults(guest, "thread", SMALL)

    assert found == []


def test_the_console_stays_silent(signed_in, addresses, asker):
    page = signed_in(asker)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    for path in ("/", f"/t/{addresses['thread']}/", "/ask/", "/accounts/settings/", "/accounts/2fa/"):
        page.goto(path)

    assert said == []
