"""Members who act in the same instant. Real threads, real transactions, on both databases."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.services import change_role, erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.models import ModerationAction
from forum.moderation.services import move_thread
from forum.replies.models import HelpfulMark
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread, Topic
from forum.threads.services import (
    AlreadyPosted,
    EditedMeanwhile,
    PostingTooOften,
    edit_post,
    start_thread,
)
from tests.make import make_reply, make_thread, make_topic, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


def test_eight_who_reply_at_once_lose_nothing():
    thread = make_thread()
    authors = [make_user() for _ in range(WRITERS)]

    posts = at_once(
        lambda author: post_reply(thread=Thread.objects.get(pk=thread.pk), author=author, body="Yes."),
        authors,
    )

    thread.refresh_from_db()
    assert sorted(post.number for post in posts) == list(range(2, WRITERS + 2))
    assert (thread.last_number, thread.reply_count) == (WRITERS + 1, WRITERS)


def test_a_form_sent_eight_times_at_once_makes_one_reply():
    thread, author, key = make_thread(), make_user(), uuid.uuid4()

    def send(_):
        found = Thread.objects.get(pk=thread.pk)
        return post_reply(thread=found, author=author, body="Once.", submission_key=key)

    outcomes = at_once(send, range(WRITERS))

    assert sum(isinstance(outcome, AlreadyPosted) for outcome in outcomes) == WRITERS - 1
    thread.refresh_from_db()
    assert (Post.objects.filter(body="Once.").count(), thread.reply_count) == (1, 1)


def test_eight_questions_at_once_keep_to_the_limit(settings):
    settings.QUESTIONS_IN_TEN_MINUTES = 3
    topic, author = make_topic(), make_user()

    outcomes = at_once(
        lambda n: start_thread(topic=topic, author=author, title=f"Question {n} at once"), range(WRITERS)
    )

    assert sum(isinstance(outcome, PostingTooOften) for outcome in outcomes) == WRITERS - 3
    topic.refresh_from_db()
    assert (Thread.objects.count(), topic.thread_count) == (3, 3)


def test_eight_replies_at_once_keep_to_the_limit(settings):
    settings.REPLIES_IN_TEN_MINUTES = 3
    thread, author = make_thread(), make_user()

    outcomes = at_once(
        lambda n: post_reply(thread=Thread.objects.get(pk=thread.pk), author=author, body=f"{n}."),
        range(WRITERS),
    )

    assert sum(isinstance(outcome, PostingTooOften) for outcome in outcomes) == WRITERS - 3
    assert thread.posts.count() == 1 + 3


def test_threads_that_change_places_at_once_do_so():
    moderator, here, there = make_user(role="moderator"), make_topic(), make_topic()
    moves = [(make_thread(topic=here), there) for _ in range(4)]
    moves += [(make_thread(topic=there), here) for _ in range(4)]

    at_once(lambda move: move_thread(thread=move[0], moderator=moderator, topic=move[1]), moves)

    assert ModerationAction.objects.count() == 8
    assert set(Topic.objects.values_list("thread_count", flat=True)) == {4}


def test_of_two_who_move_a_thread_at_once_one_is_told():
    moderator, thread = make_user(role="moderator"), make_thread()

    outcomes = at_once(
        lambda topic: move_thread(
            thread=thread, moderator=moderator, topic=topic, seen_in=thread.topic_id
        ),
        [make_topic(), make_topic()],
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1


def test_who_is_erased_while_posting_leaves_no_post_with_a_name():
    thread, author = make_thread(), make_verified(job_title="Jester")

    def send(n):
        if n == 0:
            return erase_member(user=User.objects.get(pk=author.pk))
        found = Thread.objects.get(pk=thread.pk)
        return post_reply(thread=found, author=author, body=f"Reply {n}.")

    outcomes = at_once(send, range(WRITERS))

    assert {type(outcome) for outcome in outcomes} <= {type(None), Post, PermissionDenied}
    assert set(thread.posts.filter(author=author).values_list("job_title", flat=True)) <= {""}
    thread.refresh_from_db()
    assert thread.reply_count == thread.posts.filter(author=author).count()


def test_two_administrators_who_demote_each_other_leave_one():
    one, other = make_user(role="administrator"), make_user(role="administrator")

    outcomes = at_once(
        lambda pair: change_role(member=pair[0], role="member", by=pair[1]), [(one, other), (other, one)]
    )

    assert sorted(map(str, map(type, outcomes))) == sorted(map(str, [type(None), Refused]))
    assert User.objects.administrators().count() == 1


def test_eight_marks_of_one_member_are_one_mark():
    post, member = make_reply(), make_user()

    at_once(lambda _: mark_helpful(post=post, by=member), range(WRITERS))

    post.refresh_from_db()
    assert (HelpfulMark.objects.count(), post.helpful_count) == (1, 1)


def test_of_two_edits_at_once_one_is_told():
    author = make_user()
    post = make_reply(author=author, body="Old.")

    outcomes = at_once(
        lambda body: edit_post(post=post, editor=author, body=body, version=1), ["One.", "Two."]
    )

    assert sum(isinstance(outcome, EditedMeanwhile) for outcome in outcomes) == 1
    assert post.revisions.get().body == "Old."
