"""Two threads made one, and two again."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.adoption.models import Status
from forum.core.errors import Outdated, Refused
from forum.moderation.services import hide_post, hide_thread
from forum.replies.models import Draft
from forum.replies.services import mark_helpful, post_reply, save_draft
from forum.threads.models import MovedPost, Post, ReadMarker, Thread, ThreadMerge, Topic
from forum.threads.services import (
    ThreadMerged,
    accept_reply,
    edit_post,
    mark_read,
    merge_threads,
    move_posts,
    undo_merge,
    withdraw_post,
)
from forum.threads.strictness import audience_of
from tests.make import (
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
    make_verified,
    take_name,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(asker, peer):
    """Two questions, of 2 and of 3 replies."""
    source = make_thread(author=peer, replies=2, title="Which tool sends your newsletter?")
    target = make_thread(author=asker, replies=3, title="Newsletter tools, anyone?")
    return source, target


def merged(source, target, by) -> ThreadMerge:
    merge = merge_threads(source=source, target=target, by=by)
    source.refresh_from_db()
    target.refresh_from_db()
    return merge


def numbers_and_posts(thread):
    return list(Post.objects.filter(thread=thread).order_by("number").values_list("number", "pk"))


def everything():
    """All rows of the threads' tables, of drafts too."""
    models = (Thread, Post, ReadMarker, MovedPost, Draft, Topic)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_posts_of_the_source_follow_those_of_the_target_in_their_order(pair, moderator):
    source, target = pair
    there, coming = numbers_and_posts(target), numbers_and_posts(source)

    merged(source, target, moderator)

    assert numbers_and_posts(target) == there + [(4 + number, pk) for number, pk in coming]
    assert (source.merged_into, target.reply_count, target.last_number) == (target, 6, 7)
    assert target.last_posted_at == Post.objects.latest("created_at").created_at


def test_former_addresses_lead_to_the_posts(pair, moderator):
    source, target = pair
    coming = numbers_and_posts(source)

    merged(source, target, moderator)

    former = MovedPost.objects.filter(thread=source).order_by("number")
    assert list(former.values_list("number", "post")) == coming


def test_a_merged_thread_is_in_no_list_and_counts_in_no_topic(pair, moderator):
    source, target = pair
    topics = source.topic, target.topic

    merged(source, target, moderator)

    for user in (moderator, source.author):
        assert list(Thread.objects.visible_to(user)) == [target]
    for topic in topics:
        topic.refresh_from_db()
    assert [topic.thread_count for topic in topics] == [0, 1]


@pytest.mark.parametrize(
    ("sources", "targets", "kept"),
    [
        ("members", "everyone", ("members", "members")),
        ("no-names", "organization", ("members", "no-names")),
        ("everyone", "members", ("members", "members")),
        ("everyone", "everyone", ("everyone", "everyone")),
    ],
)
def test_of_two_promises_the_stricter_one_holds(pair, moderator, sources, targets, kept):
    for thread, sharing in zip(pair, (sources, targets), strict=True):
        Thread.objects.filter(pk=thread.pk).update(sharing=sharing, audience=audience_of(sharing))

    _source, target = pair
    merged(*pair, moderator)

    assert (target.audience, target.sharing) == kept


def test_marks_and_answers_stay_with_their_posts(pair, moderator, outsider):
    source, target = pair
    reply = source.posts.get(number=2)
    answer = make_reply(thread=source, author=outsider, in_reply_to=2)
    mark_helpful(post=reply, by=outsider)

    merged(source, target, moderator)

    reply.refresh_from_db()
    answer.refresh_from_db()
    assert (reply.number, reply.helpful_count, reply.helpful_marks.count()) == (6, 1, 1)
    assert (answer.in_reply_to, answer.number) == (reply, 8)


def test_the_most_helpful_reply_of_the_target_stays(pair, moderator):
    for thread in pair:
        accept_reply(post=thread.posts.get(number=2), by=thread.author)
    source, target = pair

    merged(source, target, moderator)

    assert target.accepted_post == target.posts.get(number=2)


def test_a_subject_comes_along_where_there_is_none(asker, moderator):
    subject = make_subject()
    source, target = make_thread(subject=subject), make_thread(author=asker)
    status = post_reply(
        thread=source, author=make_verified(), body="We use it.", status=Status.USING
    ).status_report

    merged(source, target, moderator)

    assert target.subject == subject
    assert target.posts.get(status_report=status).number == 3


def test_readers_go_on_where_they_were(pair, moderator):
    source, target = pair
    readers = {name: make_user() for name in ("both", "target", "half", "source")}
    for name, of_source, of_target in (
        ("both", 2, 4),
        ("target", 0, 4),
        ("half", 3, 2),
        ("source", 3, 0),
    ):
        mark_read(thread=source, user=readers[name], number=of_source, marker=0)
        mark_read(thread=target, user=readers[name], number=of_target, marker=0)

    merged(source, target, moderator)

    rows = dict(ReadMarker.objects.filter(thread=target).values_list("user", "number"))
    found = {name: rows.get(user.pk) for name, user in readers.items()}
    assert found == {"both": 6, "target": 4, "half": 2, "source": None}


def test_drafts_are_joined(pair, moderator, peer, outsider):
    source, target = pair
    for thread, user, body in (
        (source, peer, "For the source."),
        (source, outsider, "Second."),
        (target, outsider, "First."),
    ):
        save_draft(user=user, thread=thread, body=body, in_reply_to=2, submission_key=uuid4())

    merged(source, target, moderator)

    drafts = Draft.objects.filter(thread=target).order_by("user")
    found = {draft.user: (draft.body, draft.in_reply_to) for draft in drafts}
    assert found == {peer: ("For the source.", 6), outsider: ("First.\n\nSecond.", 2)}


def test_two_askers_without_a_name_are_told_apart(pair, moderator):
    source, target = pair
    for thread in pair:
        take_name(Post.objects.filter(thread=thread, number=1), "Asker")
        take_name(Post.objects.filter(thread=thread, number=2), "Member 2")

    merged(source, target, moderator)

    names = target.posts.exclude(pseudonym="").order_by("number").values_list("pseudonym", flat=True)
    assert list(names)[:2] == ["Asker", "Member 2"]
    assert len(set(names)) == 4


def test_a_question_cannot_become_a_part_of_itself(pair, moderator):
    with pytest.raises(Refused, match="itself"):
        merge_threads(source=pair[0], target=pair[0], by=moderator)


def test_a_merged_question_is_merged_no_more_and_takes_none(pair, moderator):
    source, target = pair
    other = make_thread()
    merged(source, target, moderator)

    for facts in ((target, source), (source, other), (other, source), (source, target)):
        with pytest.raises(ThreadMerged):
            merge_threads(source=facts[0], target=facts[1], by=moderator)


@pytest.mark.parametrize("hidden", [0, 1], ids=["source", "target"])
def test_a_question_out_of_sight_is_not_merged(pair, moderator, hidden):
    hide_thread(thread=pair[hidden], moderator=moderator, rule="1")

    with pytest.raises(Refused, match="Restore it first"):
        merge_threads(source=pair[0], target=pair[1], by=moderator)


def test_a_merge_after_a_merge_keeps_every_former_address(pair, moderator):
    source, target = pair
    last = make_thread(replies=1)
    first_reply = source.posts.get(number=2)

    merged(source, target, moderator)
    merged(target, last, moderator)

    first_reply.refresh_from_db()
    assert (first_reply.thread, first_reply.number) == (last, 8)
    former = first_reply.former_addresses.order_by("pk").values_list("thread", "number")
    assert list(former) == [(source.pk, 2), (target.pk, 6)]


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


def test_members_do_not_merge(pair, asker):
    with pytest.raises(PermissionDenied):
        merge_threads(source=pair[0], target=pair[1], by=asker)


def test_a_moderator_of_one_topic_alone_does_not_merge(pair):
    source, target = pair
    one = make_topic_moderator(source.topic)
    both = make_topic_moderator(source.topic, target.topic)

    with pytest.raises(PermissionDenied):
        merge_threads(source=source, target=target, by=one)
    merge = merge_threads(source=source, target=target, by=both)
    with pytest.raises(PermissionDenied):
        undo_merge(merge=merge, by=one)


def test_topics_may_be_one(moderator):
    topic = make_topic()
    source, target = make_thread(topic=topic), make_thread(topic=topic)

    merge = merged(source, target, moderator)

    topic.refresh_from_db()
    assert topic.thread_count == 1
    undo_merge(merge=merge, by=moderator)
    topic.refresh_from_db()
    assert topic.thread_count == 2
