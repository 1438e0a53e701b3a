"""Text that nobody can see is no text: in titles, names, posts and reasons."""

import time
import uuid

import pytest

from forum.core import markup, text
from tests.make import make_thread, make_topic

UNSEEN = [
    "\u3164" * 12,
    "\u2800" * 12,
    "\u00ad" * 12,
    "\u115f" * 12,
    "\ufe0f" * 12,
    "\U000e0041" * 12,
    "\u0301" * 3,
    "\u200b\u200b",
    " \u3000\u00a0 ",
    "\u034f\u061c\u17b4\u180e\uffa0\ufff0",
]
MARKDOWN_AROUND_NOTHING = [">", "#", "> >", "---", "- [ ]", "&nbsp;", "&#x3164;", "```\n```", "`\u2800`"]
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("typed", UNSEEN)
def test_what_cannot_be_seen_is_empty(typed):
    assert (text.one_line(typed), text.many_lines(typed)) == ("", "")


@pytest.mark.parametrize(
    "typed", ["?", "7", "é", "🙂", "\U0001fae8", "❤\ufe0f", "1\ufe0f\u20e3", "।", ENGLAND]
)
def test_one_visible_sign_is_enough(typed):
    assert text.one_line(typed) == text.many_lines(typed) == typed
    assert not markup.shows_nothing(typed)


@pytest.mark.parametrize("unseen", ["\u3164", "\u00ad", "\ufe0f", "\U000e0041", ENGLAND[1:], "\u2062"])
def test_what_is_unseen_leaves_no_trace_in_a_name(unseen):
    assert text.one_line(f"Maya{unseen} Okafor") == "Maya Okafor"


def test_pictures_of_several_signs_stay_whole_in_posts():
    typed = "Ask the nurse 👩‍⚕️ of the team."
    assert text.many_lines(typed) == typed


@pytest.mark.parametrize(
    "long",
    ["\u2800" * 20_000, "\ufe0f" * 20_000, "> " * 10_000, ENGLAND[:-1] * 3_333, "&nbsp;" * 3_333],
)
def test_long_text_is_looked_through_in_little_time(long):
    begun = time.perf_counter()

    markup.shows_nothing(text.many_lines(long))

    assert time.perf_counter() - begun < 1


def asked(**fields):
    form = {
        "title": "Which newsletter tool?",
        "sharing": "everyone",
        "submission_key": str(uuid.uuid4()),
    }
    return form | {"topic": make_topic().slug} | fields


@pytest.mark.parametrize("title", UNSEEN)
def test_no_question_has_a_title_that_cannot_be_seen(as_member, asker, title):
    page = as_member(asker).post("/ask/", asked(title=title))

    assert page.status_code == 422
    assert "Write the question in one sentence" in page.content.decode()


@pytest.mark.parametrize("body", ["", ">", "\u3164"])
def test_the_details_of_a_question_stay_optional(as_member, asker, body):
    assert as_member(asker).post("/ask/", asked(body=body)).status_code == 302


@pytest.mark.parametrize("body", [*UNSEEN, *MARKDOWN_AROUND_NOTHING])
def test_no_reply_is_empty_to_its_readers(as_member, peer, body):
    thread = make_thread()

    page = as_member(peer).post(
        f"/t/{thread.pk}/reply/", {"body": body, "seen": 1, "submission_key": str(uuid.uuid4())}
    )

    assert page.status_code == 422
    assert "Write your reply first" in page.content.decode()
    thread.refresh_from_db()
    assert thread.reply_count == 0


@pytest.mark.parametrize("body", ["🙂", "> We do.", "1.", "https://a.example/"])
def test_a_short_reply_is_a_reply(as_member, peer, body):
    thread = make_thread()

    as_member(peer).post(
        f"/t/{thread.pk}/reply/", {"body": body, "seen": 1, "submission_key": str(uuid.uuid4())}
    )

    thread.refresh_from_db()
    assert thread.reply_count == 1


@pytest.mark.parametrize("name", UNSEEN)
def test_no_member_has_a_name_that_cannot_be_seen(as_member, peer, name):
    page = as_member(peer).post(
        "/accounts/settings/", {"display_name": name, "job_title": "Nurse", "time_zone": "UTC"}
    )

    assert page.status_code == 422
    assert "Enter your name" in page.content.decode()
