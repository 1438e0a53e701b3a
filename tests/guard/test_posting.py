"""The guard on questions and replies, and while one types."""

import re

import pytest

from forum.guard.models import GuardEvent
from forum.replies.models import Draft
from forum.threads.models import Post, Thread
from tests.guard.forms import HARMLESS, REASON, RECORD, marked, page_of, seen_in
from tests.make import make_thread, make_topic

pytestmark = pytest.mark.django_db
STORY = "Our patient went viral. What would you do?"


@pytest.fixture
def ask(as_member, asker):
    topic = make_topic()

    def send(**typed):
        facts = {"title": "Who answers comments at night?", "topic": topic.slug, "sharing": "everyone"}
        return as_member(asker).post("/ask/", facts | typed)

    return send


def events():
    rows = GuardEvent.objects.order_by("pk")
    return [(event.rule, event.level, event.action, event.post_pk) for event in rows]


def test_a_record_number_stops_a_question_and_nothing_typed_is_lost(ask):
    response = ask(body=RECORD, tags="video, night")

    page = page_of(response)
    assert response.status_code == 422
    assert marked(response) == ["MRN 7730215"]
    assert "This may identify a patient" in page
    assert RECORD in page
    assert 'value="video, night"' in page
    assert 'href="#guard-title"' in page
    assert Thread.objects.count() == 0
    assert events() == [("record-number", "hard", "stopped", None)]


@pytest.mark.parametrize("field", ["title", "body", "tags"])
def test_every_text_of_a_question_is_looked_through(ask, field):
    response = ask(**{field: "Her MRN 7730215"})

    assert response.status_code == 422
    assert "medical record number" in page_of(response).lower()


def test_one_click_replaces_what_was_found_and_posts_nothing(reply):
    response = reply(body=RECORD, guard_remove="1")

    page = page_of(response)
    assert "The family asks about [removed] under our video." in page
    assert "Replaced with “[removed]”" in page
    assert "One thing to fix" not in page
    assert Post.objects.replies().count() == 0
    assert events() == [("record-number", "hard", "removed", None)]


def test_what_was_replaced_is_posted_by_another_click(reply):
    typed = re.search(
        r"<textarea[^>]*>\n(.*?)</textarea>", page_of(reply(body=RECORD, guard_remove="1"))
    )

    reply(body=typed.group(1))

    post = Post.objects.replies().get()
    assert post.body == "The family asks about [removed] under our video."
    assert post.held_at is None


def test_a_soft_finding_asks_for_a_tick_and_no_reason(reply):
    first = reply(body=STORY)
    reply(body=STORY, guard_ok="1", guard_seen=seen_in(first))

    post = Post.objects.replies().get()
    assert first.status_code == 422
    assert marked(first) == ["Our patient"]
    assert "Why it is not about a patient" not in page_of(first)
    assert post.held_at is None
    assert events() == [
        ("patient-story", "soft", "stopped", None),
        ("patient-story", "soft", "ticked", post.pk),
    ]


def test_a_hard_finding_that_is_ticked_with_a_reason_waits_for_a_moderator(reply):
    first = reply(body=RECORD)
    reply(body=RECORD, guard_ok="1", guard_seen=seen_in(first), guard_reason=REASON)

    post = Post.objects.replies().get()
    assert post.held_at == post.created_at
    assert GuardEvent.objects.get(action="held").reason == REASON


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Say in a few words why it is not about a patient"),
        ("MRN 7730215 is fine", "Leave the words themselves out of the reason"),
        ("born 3/14/1951, long ago", "Leave the words themselves out of the reason"),
    ],
)
def test_a_tick_needs_a_reason_that_repeats_nothing(reply, reason, words):
    response = reply(body=RECORD, guard_ok="1", guard_reason=reason)

    assert response.status_code == 422
    assert words in page_of(response)
    assert Post.objects.replies().count() == 0


def test_a_tick_holds_only_for_what_its_writer_was_shown(reply):
    seen = seen_in(reply(body=STORY))

    response = reply(body=f"{STORY} She is in room 412.", guard_ok="1", guard_seen=seen)

    assert response.status_code == 422
    assert marked(response) == ["Our patient", "room 412"]


def test_price_talk_has_words_of_its_own(reply):
    response = reply(body="What does your agency charge per month?")

    page = page_of(response)
    assert "This may be talk of prices or wages" in page
    assert "I have checked: this gives away no price, wage or bid" in page


def test_the_preview_shows_what_was_found_beside_the_post(reply):
    response = reply(body=RECORD, preview="1")

    assert response.status_code == 200
    assert marked(response) == ["MRN 7730215"]
    assert "Preview" in page_of(response)
    assert events() == []


def test_a_quote_is_looked_through_like_any_other_text(reply):
    response = reply(body=f"> [@dana wrote](/t/1/):\n> {RECORD}\n\nDo not post that.")

    assert marked(response) == ["MRN 7730215"]


def test_a_draft_is_never_stopped(as_member, asker):
    as_member(asker).post("/ask/", {"title": "", "body": RECORD, "draft": "1"})

    assert Draft.objects.get().body == RECORD
    assert GuardEvent.objects.count() == 0


def test_while_typing_the_findings_come_as_a_piece_of_the_form(as_member, peer):
    response = as_member(peer).post("/guard/?fields=body", {"body": RECORD}, HTTP_HX_REQUEST="true")
    clean = as_member(peer).post("/guard/?fields=body", {"body": HARMLESS}, HTTP_HX_REQUEST="true")
    empty = as_member(peer).post("/guard/?fields=body", {"body": ""}, HTTP_HX_REQUEST="true")

    assert marked(response) == ["MRN 7730215"]
    assert "Nothing here looks like patient information" in page_of(clean)
    assert page_of(empty).strip() == ""
    assert events() == []


def test_typing_is_checked_sixty_times_a_minute_at_most(as_member, peer, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"guard": "1/m/user"}
    client = as_member(peer)
    client.post("/guard/?fields=body", {"body": HARMLESS})

    assert client.post("/guard/?fields=body", {"body": HARMLESS}).status_code == 429


def test_guests_are_led_to_sign_in(client):
    assert client.post("/guard/?fields=body", {"body": RECORD}).status_code == 302


@pytest.mark.parametrize(
    "query", ["", "?fields=", "?fields=,,,", "?fields=csrfmiddlewaretoken", "?fields=a&must=1&own=1"]
)
def test_odd_questions_find_nothing(as_member, peer, query):
    assert as_member(peer).post(f"/guard/{query}", {"body": RECORD}).status_code == 200


def test_the_words_are_stored_in_the_draft_or_post_alone_and_never_logged(reply, caplog):
    reply(body=RECORD)
    reply(body=RECORD, guard_remove="1")
    reply(body=RECORD, preview="1")

    rows = list(GuardEvent.objects.values())
    assert "7730215" not in repr(rows)
    assert "7730215" not in caplog.text


def test_harmless_texts_cost_no_click(reply):
    response = reply(body=HARMLESS)

    assert response.status_code == 302
    assert GuardEvent.objects.count() == 0


def test_a_topic_reminds_of_patients_near_by(as_member, peer):
    topic = make_topic(reminder="Stories here are about real people: leave out what tells who.")
    thread = make_thread(topic=topic)
    client = as_member(peer)

    assert topic.reminder in page_of(client.get(thread.get_absolute_url()))
    assert topic.reminder in page_of(client.get(f"/ask/?topic={topic.slug}"))
