"""Replies that go to a thread of their own, or to one that is there."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.core.errors import Outdated, Refused
from forum.moderation.services import hide_post, hide_thread
from forum.replies.services import mark_helpful
from forum.threads.models import MovedPost, Post, Thread
from forum.threads.services import accept_reply, move_posts, split_thread
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator, take_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(asker):
    return make_thread(author=asker, replies=4)


def moved(thread):
    rows = MovedPost.objects.filter(thread=thread).order_by("number")
    return [
        (row.number, row.post.thread, row.post.number) for row in rows.select_related("post__thread")
    ]


def test_replies_go_behind_what_is_there_and_notices_stay(thread, moderator):
    target = make_thread(replies=1)
    bodies = list(
        thread.posts.filter(number__in=[3, 5]).order_by("number").values_list("body", flat=True)
    )

    move_posts(source=thread, numbers=[5, 3], target=target, by=moderator)

    thread.refresh_from_db()
    target.refresh_from_db()
    there = target.posts.filter(number__gt=2).order_by("number").values_list("number", "body")
    assert list(there) == list(zip([3, 4], bodies, strict=True))
    assert moved(thread) == [(3, target, 3), (5, target, 4)]
    assert (thread.reply_count, thread.last_number) == (2, 5)
    assert (target.reply_count, target.last_number) == (3, 4)


def test_the_next_reply_takes_no_number_of_one_that_left(thread, moderator):
    move_posts(source=thread, numbers=[5], target=make_thread(), by=moderator)

    assert make_reply(thread=Thread.objects.get(pk=thread.pk)).number == 6


def test_the_first_of_them_becomes_the_question_of_a_new_thread(thread, moderator, peer):
    Thread.objects.filter(pk=thread.pk).update(audience="members", sharing="no-names")
    reply = make_reply(thread=thread, author=peer, body="Which tool for text messages?")
    answer = make_reply(thread=thread, in_reply_to=6)
    mark_helpful(post=answer, by=peer)
    topic = make_topic()

    new = split_thread(
        source=thread, numbers=[7, 6], title="Tools for text messages", topic=topic, by=moderator
    )

    new.refresh_from_db()
    topic.refresh_from_db()
    reply.refresh_from_db()
    answer.refresh_from_db()
    assert (reply.thread, reply.number, answer.number, answer.helpful_count) == (new, 1, 2, 1)
    assert answer.in_reply_to == reply
    assert (new.author, new.audience, new.sharing) == (peer, "members", "no-names")
    assert (new.reply_count, new.created_at, new.last_posted_at) == (
        1,
        reply.created_at,
        answer.created_at,
    )
    assert topic.thread_count == 1


def test_a_reply_that_leaves_is_the_most_helpful_one_no_more(thread, moderator, asker):
    accept_reply(post=thread.posts.get(number=2), by=asker)

    move_posts(source=thread, numbers=[2], target=make_thread(), by=moderator)

    thread.refresh_from_db()
    assert thread.accepted_post is None


def test_a_reply_that_comes_back_takes_a_new_number(thread, moderator):
    target = make_thread()
    (post,) = move_posts(source=thread, numbers=[2], target=target, by=moderator)

    move_posts(source=target, numbers=[2], target=thread, by=moderator)

    post.refresh_from_db()
    assert (post.thread, post.number) == (thread, 6)
    assert moved(thread) == [(2, thread, 6)]
    assert moved(target) == [(2, thread, 6)]


def test_who_has_no_name_there_is_not_taken_for_another(thread, moderator):
    target = make_thread(replies=1)
    take_name(Post.objects.filter(thread=target, number=2), "Member 2")
    take_name(Post.objects.filter(thread=thread, number=3), "Member 2")

    (post,) = move_posts(source=thread, numbers=[3], target=target, by=moderator)

    post.refresh_from_db()
    assert post.pseudonym == "Member 3"


@pytest.mark.parametrize("numbers", [[], [1], [1, 2]], ids=["nothing", "question", "question too"])
def test_the_question_stays(thread, moderator, numbers):
    with pytest.raises(Refused, match="question moves with its thread"):
        move_posts(source=thread, numbers=numbers, target=make_thread(), by=moderator)


def test_what_has_left_meanwhile_is_not_moved_again(thread, moderator):
    target = make_thread()
    move_posts(source=thread, numbers=[2], target=target, by=moderator)

    with pytest.raises(Outdated):
        move_posts(source=thread, numbers=[2, 3], target=target, by=moderator)

    assert thread.posts.filter(number=3).exists()


@pytest.mark.parametrize("promise", ["members", "no-names", "organization"])
def test_replies_do_not_go_where_more_may_read_or_quote_them(thread, moderator, promise):
    Thread.objects.filter(pk=thread.pk).update(audience="members", sharing=promise)

    with pytest.raises(Refused, match="More people"):
        move_posts(source=thread, numbers=[2], target=make_thread(), by=moderator)


def test_replies_stay_in_their_thread(thread, moderator):
    with pytest.raises(Refused, match="already"):
        move_posts(source=thread, numbers=[2], target=thread, by=moderator)


def test_a_thread_out_of_sight_takes_and_gives_no_replies(thread, moderator):
    hidden = make_thread(replies=1)
    hide_thread(thread=hidden, moderator=moderator, rule="1")

    for source, target in ((thread, hidden), (hidden, thread)):
        with pytest.raises(Refused, match="out of sight"):
            move_posts(source=source, numbers=[2], target=target, by=moderator)


def test_a_reply_out_of_sight_becomes_no_question(thread, moderator):
    hide_post(post=thread.posts.get(number=2), moderator=moderator, rule="1")

    with pytest.raises(Refused, match="members must see it"):
        split_thread(
            source=thread, numbers=[2, 3], title="A new question", topic=thread.topic, by=moderator
        )

    assert Thread.objects.count() == 1


def test_an_archived_topic_takes_no_new_thread(thread, moderator):
    topic = make_topic(archived_at=thread.created_at)

    with pytest.raises(Refused, match="no more questions"):
        split_thread(source=thread, numbers=[2], title="A new question", topic=topic, by=moderator)


def test_only_who_moderates_both_ends_moves_replies(thread, asker):
    target, topic = make_thread(), make_topic()
    one, both = make_topic_moderator(thread.topic), make_topic_moderator(thread.topic, target.topic)

    for user in (asker, one):
        with pytest.raises(PermissionDenied):
            move_posts(source=thread, numbers=[2], target=target, by=user)
        with pytest.raises(PermissionDenied):
            split_thread(source=thread, numbers=[2], title="A new question", topic=topic, by=user)
    assert move_posts(source=thread, numbers=[2], target=target, by=both)
