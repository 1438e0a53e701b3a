"""Moderators and members who act in the same instant, while threads become one. On both databases."""

import pytest

from forum.core.errors import Outdated
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import (
    ThreadMerged,
    TooSoon,
    edit_post,
    merge_threads,
    move_posts,
    set_slow_mode,
    undo_merge,
)
from tests.make import make_thread, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def recounted(*threads):
    for thread in threads:
        thread.refresh_from_db()
        replies = Post.objects.filter(thread=thread).replies().listed().count()
        assert thread.reply_count == replies


def call(act):
    return act()


def test_of_two_merges_into_each_other_one_wins_and_the_other_is_told():
    one, other = make_thread(replies=2), make_thread(replies=2)
    moderators = [make_user(role="moderator") for _ in range(2)]

    outcomes = at_once(
        call,
        [
            lambda: merge_threads(source=one, target=other, by=moderators[0]),
            lambda: merge_threads(source=other, target=one, by=moderators[1]),
        ],
    )

    assert [type(outcome) for outcome in outcomes].count(ThreadMerged) == 1
    recounted(one, other)
    assert sorted((one.reply_count, other.reply_count)) == [0, 5]
    assert Thread.objects.filter(merged_into=None).count() == 1


def test_a_merge_done_twice_at_once_is_done_once():
    source, target = make_thread(), make_thread()
    moderators = [make_user(role="moderator") for _ in range(4)]

    outcomes = at_once(lambda by: merge_threads(source=source, target=target, by=by), moderators)

    assert [type(outcome) for outcome in outcomes].count(ThreadMerged) == 3
    recounted(source, target)
    assert (target.reply_count, target.last_number) == (1, 2)


def test_replies_sent_while_their_thread_is_merged_are_in_the_target_or_refused():
    source, target = make_thread(), make_thread(replies=1)
    moderator, authors = make_user(role="moderator"), [make_user() for _ in range(6)]

    def reply(author):
        return lambda: post_reply(thread=Thread.objects.get(pk=source.pk), author=author, body="Here.")

    merge = [lambda: merge_threads(source=source, target=target, by=moderator)]
    outcomes = at_once(call, [*map(reply, authors[:3]), *merge, *map(reply, authors[3:])])

    posted = [outcome for outcome in outcomes if isinstance(outcome, Post)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, ThreadMerged)]
    assert len(posted) + len(refused) == 6
    assert Post.objects.filter(body="Here.", thread=target).count() == len(posted)
    recounted(source, target)
    numbers = Post.objects.filter(thread=target).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, target.last_number + 1))


def test_an_edit_and_a_mark_find_their_post_in_the_thread_it_came_to():
    source, target = make_thread(replies=1), make_thread()
    post = source.posts.get(number=2)
    moderator, reader = make_user(role="moderator"), make_user()

    outcomes = at_once(
        call,
        [
            lambda: merge_threads(source=source, target=target, by=moderator),
            lambda: edit_post(post=post, editor=post.author, body="Edited.", version=1),
            lambda: mark_helpful(post=post, by=reader),
        ],
    )

    post.refresh_from_db()
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (post.thread, post.number, post.body, post.helpful_count) == (target, 3, "Edited.", 1)


def test_of_two_who_undo_a_merge_one_is_told():
    moderators = [make_user(role="moderator") for _ in range(2)]
    source, target = make_thread(replies=1), make_thread(replies=1)
    merge = merge_threads(source=source, target=target, by=moderators[0])

    outcomes = at_once(lambda by: undo_merge(merge=merge, by=by), moderators)

    assert [type(outcome) for outcome in outcomes].count(Outdated) == 1
    recounted(source, target)
    assert (source.reply_count, target.reply_count) == (1, 1)


def test_a_reply_moved_to_two_threads_at_once_goes_to_one():
    source, targets = make_thread(replies=3), [make_thread(), make_thread()]
    moderator = make_user(role="moderator")

    outcomes = at_once(
        lambda target: move_posts(source=source, numbers=[2, 3], target=target, by=moderator), targets
    )

    assert [type(outcome) for outcome in outcomes].count(Outdated) == 1
    recounted(source, *targets)
    assert sorted(target.reply_count for target in targets) == [0, 2]


def test_replies_moved_back_and_forth_at_once_wait_for_each_other():
    one, other = make_thread(replies=2), make_thread(replies=2)
    moderator = make_user(role="moderator")

    outcomes = at_once(
        call,
        [
            lambda: move_posts(source=one, numbers=[2], target=other, by=moderator),
            lambda: move_posts(source=other, numbers=[2], target=one, by=moderator),
        ],
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    recounted(one, other)
    assert (one.reply_count, other.reply_count) == (2, 2)


def test_in_slow_mode_two_replies_of_a_member_at_once_are_one():
    thread, author = make_thread(), make_user()
    set_slow_mode(thread=thread, by=make_user(role="moderator"), seconds=900)

    outcomes = at_once(
        lambda body: post_reply(thread=Thread.objects.get(pk=thread.pk), author=author, body=body),
        ["One.", "Two.", "Three."],
    )

    assert [type(outcome) for outcome in outcomes].count(TooSoon) == 2
    recounted(thread)
    assert (thread.reply_count, thread.last_number) == (1, 2)
