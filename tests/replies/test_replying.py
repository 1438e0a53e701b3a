import uuid

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from forum.replies.models import Draft
from forum.replies.services import mark_helpful, save_draft, unmark_helpful
from forum.threads.models import Post, Thread
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


def composer(thread, **fields):
    return {
        "body": "We reserved our name.",
        "seen": thread.last_number,
        "submission_key": uuid.uuid4(),
    } | fields


def test_a_posted_reply_lands_on_itself(as_member, peer):
    thread = make_thread(replies=25)

    response = as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread))

    assert response.url == f"/t/{thread.pk}/?page=2#reply-26"


def test_a_question_without_replies_asks_for_half_an_answer(client):
    assert "post half" in client.get(make_thread().get_absolute_url()).content.decode()
    assert "post half" not in client.get(make_thread(replies=1).get_absolute_url()).content.decode()


WHY_CLOSED = {
    "closed_at": "This question is closed, so it takes no more replies. Ask a new question",
    "withdrawn_at": "This question was withdrawn, so it takes no more replies. Ask a new question",
    "hidden_at": "A moderator removed this question, so it takes no more replies. Ask a new question",
    "held_at": "This question waits for a moderator. Replies open when it is approved.",
}


@pytest.mark.parametrize(("since", "words"), WHY_CLOSED.items())
def test_who_cannot_reply_is_told_why(as_member, asker, since, words):
    thread = make_thread(author=asker)
    Thread.objects.filter(pk=thread.pk).update(**{since: timezone.now()})

    page = as_member(asker).get(thread.get_absolute_url()).content.decode()

    assert words in " ".join(strip_tags(page).split())
    assert 'id="reply-form"' not in page
    assert "post half" not in page


def test_a_reply_to_a_question_that_waits_is_refused_with_the_reason(as_member, asker):
    thread = make_thread(author=asker)
    Thread.objects.filter(pk=thread.pk).update(held_at=timezone.now())

    response = as_member(asker).post(f"/t/{thread.pk}/reply/", composer(thread))

    assert response.status_code == 422
    assert WHY_CLOSED["held_at"] in response.content.decode()
    assert thread.posts.count() == 1


def test_an_empty_reply_is_shown_again_with_the_reason(as_member, peer):
    thread = make_thread()

    response = as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread, body="  "))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_body">Write your reply first</a>' in page
    assert "<title>Error: Reply to" in page


def test_a_reply_that_is_too_long_loses_nothing(as_member, peer):
    thread = make_thread()

    response = as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread, body="a" * 20_001))

    assert response.status_code == 422
    assert "Keep it to 20,000 characters; this has 20,001" in response.content.decode()
    assert "a" * 20_001 in response.content.decode()


def test_line_ends_count_once(as_member, peer):
    thread = make_thread()

    response = as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread, body="a\r\n" * 10_000))

    assert response.status_code == 302


def test_newer_replies_are_shown_before_posting_and_once(as_member, peer):
    thread = make_thread()
    form = composer(thread)
    make_reply(thread=thread, body="I was faster.")
    client = as_member(peer)

    told = client.post(f"/t/{thread.pk}/reply/", form)
    page = told.content.decode()
    again = client.post(f"/t/{thread.pk}/reply/", form | {"told": "on", "seen": 2})

    assert told.status_code == 422
    assert "1 new reply while you wrote" in page
    assert "I was faster." in page
    assert "We reserved our name." in page
    assert again.url == f"/t/{thread.pk}/#reply-2"


def test_a_form_sent_twice_lands_on_the_first_reply(as_member, peer):
    thread = make_thread()
    form = composer(thread)
    client = as_member(peer)

    first = client.post(f"/t/{thread.pk}/reply/", form)
    second = client.post(f"/t/{thread.pk}/reply/", form)

    assert second.url == first.url
    assert thread.posts.count() == 2


def test_one_form_with_another_text_is_refused(as_member, peer):
    thread = make_thread()
    form = composer(thread)
    client = as_member(peer)
    client.post(f"/t/{thread.pk}/reply/", form)

    second = client.post(f"/t/{thread.pk}/reply/", form | {"body": "Another text.", "told": "on"})

    assert second.status_code == 422
    assert "Another text." in second.content.decode()


def test_fields_that_are_not_on_the_form_change_nothing(as_member, peer, outsider):
    thread = make_thread()
    extra = {
        "author": outsider.pk,
        "number": 99,
        "helpful_count": 50,
        "hidden_at": "2026-01-01",
        "body_html": "<b>",
    }

    as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread, **extra))

    post = thread.posts.get(number=2)
    assert (post.author, post.helpful_count, post.hidden_at) == (peer, 0, None)
    assert post.body_html == "<p>We reserved our name.</p>"


def test_quoting_names_the_author_and_leads_back(as_member, peer, asker):
    thread = make_thread(author=asker, body="Who films?\n\nHow often?")

    page = as_member(peer).get(f"/t/{thread.pk}/reply/?quote=1").content.decode()

    quote = (
        f"&gt; [@dwhitfield wrote](/t/{thread.pk}/#question):\n&gt; Who films?\n&gt;\n&gt; How often?"
    )
    assert quote in page


def test_a_reply_says_whom_it_answers(as_member, peer, asker):
    thread = make_thread()
    make_reply(thread=thread, author=peer)
    client = as_member(asker)

    client.post(f"/t/{thread.pk}/reply/", composer(thread, in_reply_to=2))

    assert "In reply to Priya Raman" in client.get(thread.get_absolute_url()).content.decode()


def test_the_preview_is_the_post(as_member, peer):
    thread = make_thread()
    client = as_member(peer)

    page = client.post(f"/t/{thread.pk}/reply/", composer(thread, body="**Yes**, @praman", preview="1"))

    assert '<p><strong>Yes</strong>, <a class="mention mention-you"' in page.content.decode()
    assert thread.posts.count() == 1


def test_typed_text_survives_an_expired_session(client, peer):
    thread = make_thread()

    response = client.post(f"/t/{thread.pk}/reply/", composer(thread))
    client.force_login(peer)
    page = client.get(f"/t/{thread.pk}/reply/").content.decode()

    assert response.url == f"/accounts/login/?next=%2Ft%2F{thread.pk}%2Freply%2F"
    assert "We reserved our name." in page


def test_an_author_of_too_many_replies_waits_and_keeps_the_text(as_member, peer):
    thread = make_thread()
    for _ in range(20):
        make_reply(thread=thread, author=peer)

    response = as_member(peer).post(f"/t/{thread.pk}/reply/", composer(thread, seen=99))

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"
    assert Draft.objects.get().body == "We reserved our name."


def test_a_mark_counts_once_and_can_be_taken_back(peer):
    post = make_reply()

    counts = []
    for act in (mark_helpful, mark_helpful, unmark_helpful, unmark_helpful):
        act(post=post, by=peer)
        counts.append(Post.objects.get(pk=post.pk).helpful_count)

    assert counts == [1, 1, 0, 0]


def test_marking_by_htmx_answers_with_the_pressed_button(as_member, peer):
    post = make_reply()

    response = as_member(peer).post(f"/posts/{post.pk}/helpful/", headers={"HX-Request": "true"})

    assert 'aria-pressed="true"' in response.content.decode()
    assert f"/posts/{post.pk}/unhelpful/" in response.content.decode()


def test_a_draft_is_offered_on_the_thread_and_gone_once_posted(
    as_member, peer, django_capture_on_commit_callbacks
):
    thread = make_thread()
    client = as_member(peer)
    client.post(f"/drafts/save/?thread={thread.pk}", composer(thread, body="Half a thought"))

    page = client.get(thread.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/t/{thread.pk}/reply/", composer(thread))

    assert "Half a thought" in page
    assert Draft.objects.count() == 0


def test_a_late_save_does_not_bring_the_draft_back(as_member, peer):
    thread = make_thread()
    form = composer(thread)
    client = as_member(peer)
    client.post(f"/t/{thread.pk}/reply/", form)

    client.post(f"/drafts/save/?thread={thread.pk}", form)

    assert Draft.objects.count() == 0


def test_a_draft_may_be_longer_than_a_post(as_member, peer):
    thread = make_thread()

    as_member(peer).post(f"/drafts/save/?thread={thread.pk}", composer(thread, body="a" * 30_000))

    assert len(Draft.objects.get().body) == 30_000


def test_an_emptied_draft_is_dropped(peer):
    thread, key = make_thread(), uuid.uuid4()
    save_draft(user=peer, thread=thread, body="Something", submission_key=key)

    save_draft(user=peer, thread=thread, body=" ", submission_key=key)

    assert Draft.objects.count() == 0


def test_drafts_are_listed_and_deleted(as_member, peer):
    save_draft(user=peer, thread=None, title="Half a question", body="", submission_key=uuid.uuid4())
    client = as_member(peer)

    page = client.get("/drafts/").content.decode()
    client.post(f"/drafts/{Draft.objects.get().pk}/discard/")

    assert "Half a question" in page
    assert Draft.objects.count() == 0


def test_previews_are_limited_and_the_text_is_kept(as_member, peer, settings):
    settings.ACCOUNT_RATE_LIMITS = {"preview": "1/m/user"}
    thread, client = make_thread(), as_member(peer)
    form = composer(thread, preview="1")

    answers = [client.post(f"/t/{thread.pk}/reply/", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert Draft.objects.get().body == "We reserved our name."


def test_an_autosave_too_many_says_when_to_try_again(as_member, peer, settings):
    settings.ACCOUNT_RATE_LIMITS = {"draft": "1/m/user"}
    client = as_member(peer)

    answers = [client.post("/drafts/save/", {"body": "a"}) for _ in range(2)]

    assert (answers[1].status_code, answers[1].headers["Retry-After"]) == (429, "60")
    assert "Wait a minute" in answers[1].content.decode()
