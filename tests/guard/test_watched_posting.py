"""Watched words in replies: blocked, held, warned of, replaced."""

import pytest

from forum.core import guest_pages
from forum.guard import watch_list
from forum.guard.models import GuardEvent
from forum.guard.watch_services import retire_word
from forum.threads.models import Post
from tests.guard.forms import REASON, RECORD, marked, page_of, seen_in, the_reply
from tests.make import make_watched

pytestmark = pytest.mark.django_db


def events():
    return [(event.rule, event.action, event.post_pk) for event in GuardEvent.objects.order_by("pk")]


def test_blocked_words_cannot_be_posted_and_the_page_says_which_and_why(reply):
    make_watched("free trial", "block", message="Vendors answer here, they do not sell.")

    response = reply(body="Take our Free Trial!", guard_ok="1", guard_reason=REASON)

    assert response.status_code == 422
    assert marked(response) == ["Free Trial"]
    assert "Some of these words cannot be posted" in page_of(response)
    assert "Vendors answer here, they do not sell." in page_of(response)
    assert "Take our Free Trial!</textarea>" in page_of(response)
    assert 'name="guard_ok"' not in page_of(response)
    assert Post.objects.replies().count() == 0
    assert events() == [("watched", "stopped", None)]


def test_blocked_words_are_taken_out_by_one_click(reply):
    make_watched("free trial", "block")

    response = reply(body="Take our Free Trial!", guard_remove="1")

    assert "Take our [removed]!</textarea>" in page_of(response)


def test_held_words_let_a_post_wait(reply):
    make_watched("lawsuit", "hold")

    reply(body="There is a lawsuit.")

    assert the_reply().held_at == the_reply().created_at
    assert events() == [("watched", "held", the_reply().pk)]


def test_a_preview_says_that_a_post_will_wait(reply):
    make_watched("lawsuit", "hold")

    response = reply(body="There is a lawsuit.", preview="1")

    assert response.status_code == 200
    assert "A moderator looks at it before members see it." in page_of(response)
    assert 'name="guard_ok"' not in page_of(response)
    assert events() == []


def test_moderators_do_not_wait_for_watched_words(reply, moderator):
    make_watched("lawsuit", "hold")

    preview = reply(by=moderator, body="There is a lawsuit.", preview="1")
    reply(by=moderator, body="There is a lawsuit.")

    assert the_reply().held_at is None
    assert "guard-title" not in page_of(preview)
    assert events() == []


def test_warned_words_are_posted_anyway_once_their_writer_says_so(reply):
    make_watched("guru*", "warn", message="Say what they did instead.")

    first = reply(body="Our gurus liked it.")
    reply(body="Our gurus liked it.", guard_ok="1", guard_seen=seen_in(first))

    assert first.status_code == 422
    assert "I have read this: post it anyway" in page_of(first)
    assert "<strong>Think twice about this</strong>" in page_of(first)
    assert "Say what they did instead." in page_of(first)
    assert the_reply().held_at is None
    assert events() == [("watched", "stopped", None), ("watched", "ticked", the_reply().pk)]


def test_moderators_are_warned_too(reply, moderator):
    make_watched("guru*", "warn")

    assert reply(by=moderator, body="Our gurus liked it.").status_code == 422


def test_words_are_replaced_on_posting_and_the_preview_shows_it(reply):
    make_watched("guru*", "replace", replacement="specialist")

    preview = reply(body="Ask your Guru first.", preview="1")
    reply(body="Ask your Guru first.")

    assert "Ask your specialist first." in page_of(preview)
    assert marked(preview) == ["Guru"]
    assert "Ask your Guru first.</textarea>" in page_of(preview)
    assert the_reply().body == "Ask your specialist first."
    assert "specialist" in the_reply().body_html
    assert events() == [("watched", "removed", the_reply().pk)]


def test_what_the_guard_finds_is_looked_for_in_the_replaced_text(reply):
    make_watched("chart 77", "replace", replacement="MRN 7730215")

    assert reply(body="See chart 77.").status_code == 422


def test_the_guard_is_the_graver_cause(reply):
    make_watched("family", "hold")

    first = reply(body=RECORD)
    reply(body=RECORD, guard_ok="1", guard_seen=seen_in(first), guard_reason=REASON)

    assert marked(first) == ["MRN 7730215", "family"]
    assert the_reply().held_at == the_reply().created_at
    assert events()[1:] == [
        ("record-number", "held", the_reply().pk),
        ("watched", "held", the_reply().pk),
    ]


def test_one_tick_says_both(reply):
    make_watched("viral", "warn")

    first = reply(body="Our patient went viral.")
    reply(body="Our patient went viral.", guard_ok="1", guard_seen=seen_in(first))

    words = "I have checked: none of this is about a patient; the rest is to be posted anyway"
    assert words in page_of(first)
    assert "Replace both with" in page_of(first)
    assert the_reply().held_at is None


def test_a_tick_holds_for_the_words_that_were_shown(reply):
    make_watched("guru*", "warn")
    seen = seen_in(reply(body="A guru."))

    assert reply(body="A guru, two gurus.", guard_ok="1", guard_seen=seen).status_code == 422


def test_words_that_are_watched_no_more_are_posted(reply, moderator):
    word = make_watched("crypto", "block")
    refused = reply(body="crypto")
    retire_word(word=word, by=moderator, version=1)

    assert refused.status_code == 422
    assert reply(body="crypto").status_code == 302


def test_another_worker_hears_of_a_change_when_its_postman_wakes(
    reply, django_capture_on_commit_callbacks
):
    old = watch_list.matcher()
    with django_capture_on_commit_callbacks(execute=True):
        make_watched("crypto", "block")
    watch_list._memory.matcher = old  # as another worker still has it

    late = reply(body="Posted with crypto.")
    guest_pages.generation()

    assert late.status_code == 302
    assert reply(body="crypto again").status_code == 422


def test_the_list_costs_no_statement_once_it_is_known(reply, django_assert_max_num_queries):
    make_watched("crypto", "block")
    reply(body="crypto")

    with django_assert_max_num_queries(20):
        reply(body="A harmless text.")
