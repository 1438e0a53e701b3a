"""Two threads that were one, two again: what comes back, what stays, and when it is too late."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from forum.core.errors import Outdated, Refused
from forum.moderation.services import hide_post
from forum.replies.models import Draft
from forum.replies.services import save_draft
from forum.threads.models import MovedPost, Post, ReadMarker, Thread, Topic
from forum.threads.services import (
    accept_reply,
    edit_post,
    mark_read,
    move_posts,
    undo_merge,
    withdraw_post,
)
from tests.make import make_reply, make_subject, make_thread, take_name
from tests.threads.merging import merged

pytestmark = pytest.mark.django_db


def everything():
    """All rows of the threads' tables, of drafts too."""
    models = (Thread, Post, ReadMarker, MovedPost, Draft, Topic)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_merge_undone_leaves_everything_as_it_was(pair, moderator, peer, outsider):
    source, target = pair
    Thread.objects.filter(pk=source.pk).update(
        audience="members", sharing="members", subject=make_subject()
    )
    accept_reply(post=source.posts.get(number=3), by=source.author)
    take_name(Post.objects.filter(number=1), "Asker")
    for thread, user in ((source, peer), (source, outsider), (target, outsider)):
        save_draft(user=user, thread=thread, body="Half.", in_reply_to=2, submission_key=uuid4())
        mark_read(thread=thread, user=user, number=thread.last_number, marker=0)
    before = everything()

    undo_merge(merge=merged(source, target, moderator), by=moderator)

    assert everything() == before


def test_what_was_posted_since_stays_and_notices_lead_from_the_numbers(pair, moderator, peer):
    source, target = pair
    merge = merged(source, target, moderator)
    since = make_reply(thread=target, author=peer)

    undo_merge(merge=merge, by=moderator)

    since.refresh_from_db()
    target.refresh_from_db()
    assert (since.thread, since.number) == (target, 8)
    assert (target.last_number, target.reply_count) == (8, 4)
    notices = MovedPost.objects.filter(thread=target).order_by("number")
    assert [(row.number, row.post.thread_id, row.post.number) for row in notices] == [
        (5, source.pk, 1),
        (6, source.pk, 2),
        (7, source.pk, 3),
    ]


def test_words_for_members_are_not_shown_to_guests_by_undoing(pair, moderator, peer):
    source, target = pair
    Thread.objects.filter(pk=source.pk).update(audience="members", sharing="members")
    merge = merged(source, target, moderator)
    make_reply(thread=target, author=peer)

    undo_merge(merge=merge, by=moderator)

    target.refresh_from_db()
    assert target.audience == "members"


def test_an_edit_of_a_moved_post_keeps_the_promise_it_was_made_under(pair, moderator):
    source, target = pair
    Thread.objects.filter(pk=target.pk).update(audience="members", sharing="members")
    merge = merged(source, target, moderator)
    post = target.posts.get(number=6)
    edit_post(post=post, editor=post.author, body="For members only.", version=1)

    undo_merge(merge=merge, by=moderator)

    source.refresh_from_db()
    assert source.audience == "members"


def test_a_draft_rewritten_since_stays_whole(pair, moderator, outsider):
    source, target = pair
    for thread, body in ((target, "First."), (source, "Second.")):
        save_draft(user=outsider, thread=thread, body=body, submission_key=uuid4())
    merge = merged(source, target, moderator)
    save_draft(user=outsider, thread=target, body="Both in one.", submission_key=uuid4())

    undo_merge(merge=merge, by=moderator)

    assert list(Draft.objects.values_list("thread", "body")) == [(target.pk, "Both in one.")]


def test_who_read_on_has_read_both(pair, moderator, outsider):
    source, target = pair
    mark_read(thread=source, user=outsider, number=1, marker=0)
    merge = merged(source, target, moderator)
    mark_read(thread=target, user=outsider, number=7, marker=0)

    undo_merge(merge=merge, by=moderator)

    rows = ReadMarker.objects.filter(user=outsider).values_list("thread", "number")
    assert dict(rows) == {source.pk: 3, target.pk: 4}


def test_a_reply_chosen_since_is_chosen_no_more_where_it_left(pair, moderator):
    source, target = pair
    first = target.posts.get(number=2)
    accept_reply(post=first, by=target.author)
    merge = merged(source, target, moderator)
    accept_reply(post=target.posts.get(number=6), by=target.author)

    undo_merge(merge=merge, by=moderator)

    target.refresh_from_db()
    assert target.accepted_post == first


@pytest.mark.parametrize("act", ["hide", "withdraw"])
def test_a_question_that_left_sight_as_a_reply_takes_its_thread_along(pair, moderator, act):
    source, target = pair
    merge = merged(source, target, moderator)
    question = target.posts.get(number=5)
    if act == "hide":
        hide_post(post=question, moderator=moderator, rule="1")
    else:
        withdraw_post(post=question, by=question.author)

    undo_merge(merge=merge, by=moderator)

    source.refresh_from_db()
    source.topic.refresh_from_db()
    assert bool(source.hidden_at or source.withdrawn_at)
    assert source.topic.thread_count == 0


def test_a_merge_is_undone_once(pair, moderator):
    merge = merged(*pair, moderator)
    undo_merge(merge=merge, by=moderator)

    with pytest.raises(Outdated):
        undo_merge(merge=merge, by=moderator)


def test_after_a_day_a_merge_stands(pair, moderator):
    merge = merged(*pair, moderator)

    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)), pytest.raises(Refused):
        undo_merge(merge=merge, by=moderator)


def test_a_merge_below_another_is_undone_after_that_one(pair, moderator):
    first = merged(*pair, moderator)
    second = merged(pair[1], make_thread(), moderator)

    with pytest.raises(Refused, match="Undo that merge first"):
        undo_merge(merge=first, by=moderator)
    undo_merge(merge=second, by=moderator)
    undo_merge(merge=first, by=moderator)

    assert Thread.objects.filter(merged_into=None).count() == 3
    assert MovedPost.objects.count() == 0


def test_a_reply_that_moved_on_since_stays_where_it_went(pair, moderator):
    source, target = pair
    other = make_thread()
    merge = merged(source, target, moderator)
    (moved,) = move_posts(source=target, numbers=[6], target=other, by=moderator)

    undo_merge(merge=merge, by=moderator)

    moved.refresh_from_db()
    assert (moved.thread, moved.number) == (other, 2)
    assert source.posts.order_by("number").values_list("number", flat=True)[1] == 3
    assert MovedPost.objects.get(thread=source).post == moved
