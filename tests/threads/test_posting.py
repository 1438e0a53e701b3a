import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.services import erase_member
from forum.core.errors import Refused
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import AlreadyPosted, ThreadClosed, set_thread_closed, start_thread
from tests.make import make_reply, make_thread, make_topic, make_user

pytestmark = pytest.mark.django_db


def test_a_question_is_post_1_of_its_thread(asker):
    thread = make_thread(author=asker, title="Is your organization using TikTok?", body="**Who** films?")

    post = thread.posts.get()

    assert (post.number, post.body_html) == (1, "<p><strong>Who</strong> films?</p>")
    assert (thread.last_number, thread.reply_count) == (1, 0)


def test_a_question_counts_in_its_topic(asker):
    topic = make_topic()
    make_thread(topic=topic, author=asker)

    topic.refresh_from_db()

    assert topic.thread_count == 1


def test_a_reply_gets_the_next_number_and_is_counted():
    thread = make_thread(replies=2)

    post = make_reply(thread=thread)

    thread.refresh_from_db()
    assert (post.number, thread.last_number, thread.reply_count) == (4, 4, 3)
    assert thread.last_posted_at == post.created_at


def test_the_byline_is_frozen_as_of_writing(peer):
    post = make_reply(author=peer)
    peer.job_title = "Director"
    peer.save()

    post.refresh_from_db()

    assert (post.job_title, post.organization_name) == (
        "Social media manager",
        "Piedmont Valley Medical Center",
    )


def test_a_closed_thread_refuses_a_reply_and_keeps_its_counters(asker, peer, moderator):
    thread = make_thread(author=asker)
    set_thread_closed(thread=thread, by=moderator, closed=True)

    with pytest.raises(ThreadClosed):
        make_reply(thread=thread, author=peer)

    thread.refresh_from_db()
    assert (thread.last_number, thread.reply_count) == (1, 0)


def test_a_moderator_may_answer_a_closed_thread(moderator):
    thread = make_thread()
    set_thread_closed(thread=thread, by=moderator, closed=True)

    assert make_reply(thread=thread, author=moderator).number == 2


def test_an_archived_topic_takes_no_questions(asker):
    topic = make_topic()
    topic.archived_at = "2026-01-01T00:00Z"
    topic.save()

    with pytest.raises(Refused, match="takes no more questions"):
        make_thread(topic=topic, author=asker)


def test_one_form_makes_one_reply(peer):
    thread, key = make_thread(), uuid.uuid4()
    first = make_reply(thread=thread, author=peer, submission_key=key)

    with pytest.raises(AlreadyPosted) as refusal:
        make_reply(thread=thread, author=peer, submission_key=key)

    assert refusal.value.post == first
    thread.refresh_from_db()
    assert (thread.last_number, thread.reply_count) == (2, 1)


def test_one_form_makes_one_question(asker):
    topic, key = make_topic(), uuid.uuid4()
    make_thread(topic=topic, author=asker, submission_key=key)

    with pytest.raises(AlreadyPosted):
        make_thread(topic=topic, author=asker, submission_key=key)

    assert Thread.objects.count() == 1


def test_the_same_key_of_another_member_is_another_form(asker, peer):
    thread, key = make_thread(), uuid.uuid4()

    numbers = [
        make_reply(thread=thread, author=user, submission_key=key).number for user in (asker, peer)
    ]

    assert numbers == [2, 3]


def test_an_inactive_member_posts_nothing(peer):
    peer.is_active = False

    with pytest.raises(PermissionDenied):
        make_reply(author=peer)


def test_a_reply_answers_only_posts_of_its_own_thread(peer):
    thread = make_thread()

    with pytest.raises(Refused, match="not in this thread"):
        post_reply(thread=thread, author=peer, body="Yes.", in_reply_to=2)


def test_members_are_mentioned_and_others_are_not(peer):
    post = make_reply(body="@praman and @stranger-x")

    assert (
        post.body_html == '<p><a class="mention" href="/members/praman/">@praman</a> and @stranger-x</p>'
    )


def test_tags_are_shared_between_threads(asker):
    first = start_thread(
        topic=make_topic(), author=asker, title="First question", tags=["tiktok", "video"]
    )
    second = make_thread(author=asker, tags=["tiktok"])

    assert first.tags.get(name="tiktok") == second.tags.get()


def test_erasing_a_member_keeps_their_words_and_nothing_that_names_them(peer, asker):
    mine = make_reply(author=peer, body="We film on Thursdays.")
    make_reply(thread=mine.thread, author=asker, body="Thanks, @praman. Not @praman-2.")

    erase_member(user=peer)

    assert Post.objects.get(pk=mine.pk).organization_name == ""
    answer = mine.thread.posts.get(number=3)
    assert answer.body == "Thanks, @former-member. Not @praman-2."
    assert answer.body_html == "<p>Thanks, @former-member. Not @praman-2.</p>"


def test_a_former_member_is_nobody(peer, client):
    post = make_reply(author=peer)
    erase_member(user=peer)

    page = client.get(post.thread.get_absolute_url()).content.decode()

    assert "Former member" in page
    assert "Priya" not in page
    assert client.get("/members/praman/").status_code == 404


def test_make_user_gives_every_member_another_handle():
    assert len({make_user().handle for _ in range(12)}) == 12


def test_a_reply_written_earlier_does_not_turn_the_clock_back():
    thread = make_thread(replies=1)
    thread.refresh_from_db()
    newest = thread.last_posted_at

    make_reply(thread=thread, written_at=newest - timedelta(hours=1))

    thread.refresh_from_db()
    assert thread.last_posted_at == newest
