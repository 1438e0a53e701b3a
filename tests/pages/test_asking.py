import uuid

import pytest

from forum.replies.models import Draft
from forum.threads.models import Thread
from tests.make import make_thread, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(db):
    make_topic(slug="social-platforms")
    return {
        "title": "Is your organization using TikTok?",
        "body": "Who **films**?",
        "topic": "social-platforms",
        "tags": "TikTok, video",
        "sharing": "everyone",
        "submission_key": str(uuid.uuid4()),
    }


def test_asking_makes_a_thread(as_member, asker, form):
    response = as_member(asker).post("/ask/", form)

    thread = Thread.objects.get()
    assert response.url == f"/t/{thread.pk}/"
    assert (thread.title, thread.author) == ("Is your organization using TikTok?", asker)
    assert sorted(tag.name for tag in thread.tags.all()) == ["tiktok", "video"]


def test_details_are_optional(as_member, asker, form):
    assert as_member(asker).post("/ask/", form | {"body": ""}).status_code == 302


def test_a_form_sent_twice_is_one_question(as_member, asker, form):
    client = as_member(asker)

    first, second = client.post("/ask/", form), client.post("/ask/", form)

    assert Thread.objects.count() == 1
    assert second.url.partition("#")[0] == first.url


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Write the question in one sentence"),
        ("title", "Too short", "Write at least 10 characters"),
        ("title", "\u200b" * 40, "Write the question in one sentence"),
        ("title", "a" * 151, "Keep the question to 150 characters"),
        ("title", "a\x00" * 20, "Leave out the characters that are not text"),
        ("body", "a" * 20_001, "Keep it to 20,000 characters"),
        ("body", "a\x00b", "Leave out the characters that are not text"),
        ("topic", "", "Choose a topic"),
        ("topic", "nowhere", "Choose a topic from the list"),
        ("tags", "a,b,c,d,e,f", "Use five tags at most"),
        ("tags", "a" * 31, "A tag has 30 characters at most"),
        ("tags", "!!!", "A tag needs at least one letter or digit"),
        ("sharing", "nobody", "Choose how it may be shared"),
    ],
)
def test_bad_input_is_named_beside_the_field(as_member, asker, form, field, value, message):
    response = as_member(asker).post("/ask/", form | {field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "error-summary" in page
    assert Thread.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Is your\r\nteam on TikTok?", "Is your team on TikTok?"),
        ("  Is  your team on\tTikTok? ", "Is your team on TikTok?"),
        ("Is your \u202eteam on TikTok?", "Is your team on TikTok?"),
        ("1234567890", "1234567890"),
        ("a" * 150, "a" * 150),
    ],
)
def test_titles_are_one_clean_line(as_member, asker, form, typed, kept):
    as_member(asker).post("/ask/", form | {"title": typed})

    assert Thread.objects.get().title == kept


def test_the_preview_shows_the_question_and_posts_nothing(as_member, asker, form):
    page = as_member(asker).post("/ask/", form | {"preview": "1"}).content.decode()

    assert "<p>Who <strong>films</strong>?</p>" in page
    assert Thread.objects.count() == 0


def test_a_draft_comes_back_to_the_form(as_member, asker, form):
    client = as_member(asker)
    client.post("/ask/", form | {"draft": "1", "title": "Half"})

    page = client.get("/ask/").content.decode()

    assert 'value="Half"' in page
    assert Draft.objects.get().topic.slug == "social-platforms"


def test_what_a_guest_typed_is_there_after_signing_in(client, asker, form):
    client.post("/ask/", form)
    client.force_login(asker)

    page = client.get("/ask/").content.decode()

    assert "Is your organization using TikTok?" in page
    assert "Who **films**?" in page


def test_a_sixth_question_in_ten_minutes_waits(as_member, asker, form):
    for _ in range(5):
        make_thread(author=asker)

    response = as_member(asker).post("/ask/", form)

    assert response.status_code == 429
    assert Draft.objects.get().title == form["title"]


def test_the_preview_is_shown_before_a_topic_is_chosen(as_member, asker, form):
    response = as_member(asker).post("/ask/", form | {"topic": "", "preview": "1"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Who <strong>films</strong>?" in page
    assert "Choose a topic" in page
    assert not Thread.objects.exists()


def test_previews_of_questions_are_limited_and_the_text_is_kept(as_member, asker, form, settings):
    settings.ACCOUNT_RATE_LIMITS = {"preview": "1/m/user"}
    client = as_member(asker)

    answers = [client.post("/ask/", form | {"preview": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert Draft.objects.get().title == form["title"]


def test_a_tag_whose_address_would_be_too_long_is_refused(as_member, asker, form):
    response = as_member(asker).post("/ask/", form | {"tags": "\ufdfa" * 3})

    assert response.status_code == 422
    assert "A tag has 30 characters at most." in response.content.decode()
