"""Members who act in the same instant. Real threads, real transactions, on both databases."""

import uuid

import pytest

from forum.replies.models import HelpfulMark
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import AlreadyPosted, EditedMeanwhile, edit_post
from tests.make import make_reply, make_thread, make_user
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
