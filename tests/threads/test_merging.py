"""Two threads made one: what comes along, and who may do it."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.adoption.models import Status
from forum.core.errors import Refused
from forum.moderation.services import hide_thread
from forum.replies.models import Draft
from forum.replies.services import mark_helpful, post_reply, save_draft
from forum.threads.models import MovedPost, Post, ReadMarker, Thread
from forum.threads.services import ThreadMerged, accept_reply, mark_read, merge_threads, undo_merge
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
from tests.threads.merging import merged

pytestmark = pytest.mark.django_db


def numbers_and_posts(thread):
    return list(Post.objects.filter(thread=thread).order_by("number").values_list("number", "pk"))


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
