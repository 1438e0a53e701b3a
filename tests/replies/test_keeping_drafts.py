"""What becomes of a draft, and what is said of it."""

import uuid

import pytest

from forum.adoption.services import report_status
from forum.replies.models import Draft
from forum.threads.models import Post
from tests.make import make_subject, make_thread, make_verified, make_version

pytestmark = pytest.mark.django_db
TEXT = "We reserved our name."
LATER = "We post two videos a week."
TOO_LONG = "a" * 100_001


@pytest.fixture
def thread():
    return make_thread()


@pytest.fixture
def reply(thread, peer, as_member):
    """What sends a form to the composer, and always with the same key: as the button Back would."""
    client, key = as_member(peer), str(uuid.uuid4())

    def send(path="reply", **fields):
        address = "/drafts/save/?thread={}" if path == "autosave" else "/t/{}/reply/"
        form = {"body": TEXT, "submission_key": key, "seen": thread.last_number}
        return client.post(address.format(thread.pk), form | fields)

    return send


@pytest.mark.parametrize("thread", ["abc", "", "0", "-1", "999999", "9" * 30])
def test_a_reply_to_no_thread_leaves_the_draft_of_the_question(as_member, peer, thread):
    client = as_member(peer)
    client.post("/drafts/save/", {"title": "My long question", "body": "Long text"})

    response = client.post(f"/drafts/save/?thread={thread}", {"body": "A reply"})

    assert response.status_code == 404
    assert Draft.objects.get().body == "Long text"


@pytest.mark.parametrize(("path", "asked"), [("reply", {"draft": "1"}), ("autosave", {})])
def test_another_text_in_a_form_that_has_posted_is_kept_and_can_be_posted(reply, path, asked):
    reply()

    reply(path, body=LATER, **asked)

    draft = Draft.objects.get()
    assert draft.body == LATER
    reply(body=LATER, submission_key=str(draft.submission_key))
    assert [post.body for post in Post.objects.replies().order_by("number")] == [TEXT, LATER]


@pytest.mark.parametrize("text", [TEXT, f" {TEXT}\r\n", "We res", ""])
def test_an_autosave_that_comes_after_the_post_keeps_nothing(reply, text):
    reply()

    late = reply("autosave", body=text)

    assert (Draft.objects.count(), late.content) == (0, b"")


def test_a_late_autosave_leaves_what_was_typed_since(reply):
    reply()
    reply("autosave", body=LATER, submission_key=str(uuid.uuid4()))

    reply("autosave")

    assert Draft.objects.get().body == LATER


def test_a_posted_text_that_was_shortened_is_kept_on_request(reply):
    reply()

    reply(body="We reserved", draft="1")

    assert Draft.objects.get().body == "We reserved"


def test_what_is_posted_is_no_draft_and_not_called_one(reply):
    reply()

    response = reply(draft="1")

    page = response.content.decode()
    assert (response.status_code, Draft.objects.count()) == (422, 0)
    assert "You have posted this already." in page
    assert TEXT in page


def test_over_a_limit_nothing_is_said_of_a_draft_where_there_is_none(reply, settings):
    settings.ACCOUNT_RATE_LIMITS = {"preview": "1/m/user"}
    reply(preview="1")
    reply()

    response = reply(preview="1")

    assert (response.status_code, Draft.objects.count()) == (429, 0)
    assert "we saved it as a draft" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "typed", "reason"),
    [
        ("/t/{}/reply/", {"body": TOO_LONG}, "Keep it to 100,000 characters; this has 100,001"),
        ("/t/{}/reply/", {"body": TEXT, "since": "x" * 21}, "Keep it to 20 characters; this has 21"),
        ("/t/{}/reply/", {"body": "\x00a"}, "Leave out the characters that are not text"),
        ("/t/{}/reply/", {"body": " "}, "Write something to keep first."),
        ("/ask/", {"body": TOO_LONG}, "Keep it to 100,000 characters; this has 100,001"),
        ("/ask/", {"title": "a" * 301, "body": TEXT}, "Keep it to 300 characters; this has 301"),
        ("/ask/", {"tags": "a" * 301, "body": TEXT}, "Keep it to 300 characters; this has 301"),
        ("/ask/", {"title": "", "body": ""}, "Write something to keep first."),
    ],
)
def test_what_cannot_be_kept_is_back_in_the_form_with_the_reason(as_member, address, typed, reason):
    thread, member = make_thread(subject=make_subject()), make_verified()

    response = as_member(member).post(address.format(thread.pk), typed | {"draft": "1"})

    page = response.content.decode()
    assert (response.status_code, Draft.objects.count()) == (422, 0)
    assert "Draft saved" not in page
    assert page.count(reason) == 2  # in the summary and beside the field
    assert "One thing to fix" in page
    assert [text for text in typed.values() if text.strip() and text not in page] == []


@pytest.mark.parametrize("address", ["/t/{}/reply/", "/ask/"])
def test_a_text_too_long_for_a_draft_is_back_before_the_rules_are_asked_for(
    as_member, peer, thread, address
):
    make_version()

    response = as_member(peer).post(address.format(thread.pk), {"body": TOO_LONG})

    page = response.content.decode()
    assert response.status_code == 422
    assert TOO_LONG in page
    assert "Your text is safe" not in page


def test_an_autosave_says_why_it_kept_nothing(reply):
    response = reply("autosave", body=TOO_LONG)

    assert response.content == b"Not saved. Keep it to 100,000 characters; this has 100,001"


@pytest.mark.parametrize(
    "typed",
    [
        {"tags": "tiktok, video"},
        {"subject_name": "TikTok", "asks_status": "on"},
        {"subject_name": "TikTok"},
        {"tags": "tiktok, video", "subject_name": "TikTok", "asks_status": "on"},
    ],
)
def test_a_question_may_begin_with_its_tags_or_its_subject(as_member, peer, typed):
    client = as_member(peer)

    saved = client.post("/ask/", {"title": "", "body": ""} | typed | {"draft": "1"})

    page = client.get("/ask/")
    assert saved.url == "/drafts/"
    form = page.context["form"]
    assert [form[name].value() for name in ("tags", "subject_name")] == [
        typed.get("tags", ""),
        typed.get("subject_name", ""),
    ]
    assert form["asks_status"].value() == ("asks_status" in typed)


def test_another_title_in_a_form_that_has_asked_is_kept(as_member, peer):
    client, thread = as_member(peer), make_thread(author=peer, submission_key=uuid.uuid4())
    key = {"submission_key": str(thread.posts.get().submission_key)}

    client.post("/ask/", key | {"title": "Who films for you?", "body": "We outgrew ours.", "draft": "1"})

    assert Draft.objects.get().title == "Who films for you?"


def test_an_autosave_that_comes_after_the_question_keeps_nothing(as_member, peer):
    thread = make_thread(author=peer, submission_key=uuid.uuid4())
    key = {"submission_key": str(thread.posts.get().submission_key)}

    as_member(peer).post(
        "/drafts/save/", key | {"title": "Which  newsletter tool do you", "body": "We outgrew ours. "}
    )

    assert Draft.objects.count() == 0


def test_a_status_alone_is_kept_but_not_the_one_that_the_composer_starts_with(as_member):
    member, thread = make_verified(), make_thread(subject=make_subject())
    report_status(subject=thread.subject, by=member, status="using")
    client, address = as_member(member), f"/drafts/save/?thread={thread.pk}"

    client.post(address, {"body": "", "status": "using"})
    assert Draft.objects.count() == 0

    client.post(address, {"body": "", "status": "considering"})
    assert Draft.objects.get().status == "considering"
