"""Posts that wait for a moderator: who sees them, what they count for, and what becomes of them."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.services import erase_member
from forum.core.errors import Outdated
from forum.guard.models import GuardEvent
from forum.moderation.care_services import approve_post, decline_post
from forum.moderation.models import ModerationAction
from forum.replies.models import Draft
from forum.threads.models import Post, Thread
from forum.threads.services import (
    edit_post,
    recount_thread,
    recount_topic,
    undo_withdrawal,
    withdraw_post,
)
from forum.threads.services.threads import set_thread_hidden
from forum.threads.signals import post_added
from tests.make import make_reply, make_thread, make_topic

pytestmark = pytest.mark.django_db
WORDS = "The label says scanner 4711."


def held_reply(**fields):
    return make_reply(body=WORDS, held="guard", **fields)


def held_question(**fields):
    return Post.objects.get(thread=make_thread(body=WORDS, held="guard", **fields))


def counters(thread):
    thread.refresh_from_db()
    thread.topic.refresh_from_db()
    return (thread.reply_count, thread.topic.thread_count)


def is_true(thread):
    """Whether a recount finds nothing to heal."""
    thread.refresh_from_db()
    return not (recount_thread(thread) or recount_topic(thread.topic))


def page_for(client, url):
    response = client.get(url)
    return (response.status_code, WORDS in response.content.decode())


def test_a_held_reply_is_nowhere_for_other_members(as_member, asker, outsider):
    post = held_reply(thread=make_thread(author=asker))

    page = as_member(outsider).get(post.thread.get_absolute_url()).content.decode()

    assert WORDS not in page
    assert post.anchor not in page
    assert "waits for a moderator" not in page


def test_its_author_and_the_moderators_see_that_it_waits(as_member, peer, moderator):
    post = held_reply(author=peer)
    url = post.thread.get_absolute_url()

    assert "This reply waits for a moderator" in as_member(peer).get(url).content.decode()
    assert "This reply waits for a moderator" in as_member(moderator).get(url).content.decode()


def test_a_held_question_does_not_exist_for_other_members(as_member, client, asker, outsider):
    url = held_question(author=asker).thread.get_absolute_url()

    assert page_for(client, url) == (404, False)
    assert page_for(as_member(outsider), url) == (404, False)
    assert page_for(as_member(asker), url) == (200, True)
    assert page_for(as_member(outsider), "/") == (200, False)


def test_what_is_held_does_not_count(asker):
    post = held_reply()
    question = held_question(author=asker)

    assert counters(post.thread) == (0, 1)
    assert counters(question.thread) == (0, 0)
    assert is_true(post.thread)
    assert is_true(question.thread)


def test_a_held_reply_leaves_the_thread_where_it_stood_in_the_lists():
    thread = make_thread()
    before = thread.last_posted_at

    held_reply(thread=thread)

    thread.refresh_from_db()
    assert (thread.last_posted_at, thread.last_number) == (before, 2)


def test_an_approved_reply_counts_and_is_seen(as_member, client, moderator):
    post = held_reply()

    as_member(moderator).post(f"/posts/{post.pk}/approve/", {"next": "/moderation/held/"})
    client.logout()

    assert page_for(client, post.thread.get_absolute_url()) == (200, True)
    assert counters(post.thread) == (1, 1)
    assert is_true(post.thread)
    assert [act.kind for act in ModerationAction.objects.all()] == ["approve"]


def test_an_approved_question_is_listed(client, moderator):
    post = held_question()

    approve_post(post=post, moderator=moderator)

    assert counters(post.thread) == (0, 1)
    assert is_true(post.thread)
    assert post.thread.title in client.get("/").content.decode()


@pytest.mark.parametrize("make", [held_reply, held_question])
def test_followers_hear_of_it_when_it_is_approved(make, moderator, django_capture_on_commit_callbacks):
    heard = []
    post_added.connect(lambda post, **kwargs: heard.append(post.pk), weak=False, dispatch_uid="test")
    with django_capture_on_commit_callbacks(execute=True):
        post = make()
    before = [pk for pk in heard if pk == post.pk]

    with django_capture_on_commit_callbacks(execute=True):
        approve_post(post=post, moderator=moderator)

    post_added.disconnect(dispatch_uid="test")
    assert (before, heard[-1]) == ([], post.pk)


def test_approving_leaves_what_the_author_typed_meanwhile(
    asker, moderator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post = held_question(author=asker)
    Draft.objects.create(user=asker, body="Another question", submission_key=uuid4())

    with django_capture_on_commit_callbacks(execute=True):
        approve_post(post=post, moderator=moderator)

    assert Draft.objects.get(user=asker).body == "Another question"


def test_a_removed_reply_names_the_rule(as_member, peer, moderator):
    post = held_reply(author=peer)

    as_member(moderator).post(f"/posts/{post.pk}/decline/", {"rule": "1"})

    page = as_member(peer).get(post.thread.get_absolute_url()).content.decode()
    assert "A moderator removed this reply today" in page
    assert "patient information" in page
    assert is_true(post.thread)
    assert [(act.kind, act.rule) for act in ModerationAction.objects.all()] == [("hide", "1")]


def test_a_removed_question_takes_its_thread_along_and_can_be_restored(asker, moderator):
    post = held_question(author=asker)

    decline_post(post=post, moderator=moderator, rule="1")
    removed = counters(post.thread)
    set_thread_hidden(thread=post.thread, by=moderator, hidden=False)

    assert removed == (0, 0)
    assert counters(post.thread) == (0, 1)
    assert is_true(post.thread)


@pytest.mark.parametrize("decide", [approve_post, lambda **facts: decline_post(rule="1", **facts)])
def test_the_second_moderator_is_told(decide, moderator, administrator):
    post = held_reply()
    approve_post(post=post, moderator=moderator)

    with pytest.raises(Outdated):
        decide(post=post, moderator=administrator)

    assert ModerationAction.objects.count() == 1


def test_nobody_decides_on_their_own_post(moderator):
    post = held_reply(author=moderator)

    with pytest.raises(PermissionDenied):
        approve_post(post=post, moderator=moderator)


def test_members_decide_nothing(as_member, peer, outsider):
    post = held_reply(author=peer)

    assert as_member(peer).post(f"/posts/{post.pk}/approve/").status_code == 403
    assert as_member(outsider).post(f"/posts/{post.pk}/approve/").status_code == 403
    assert as_member(peer).get("/moderation/held/").status_code == 403


def test_withdrawing_a_held_question_and_putting_it_back_keeps_the_counters(asker):
    post = held_question(author=asker)

    withdraw_post(post=post, by=asker)
    withdrawn = is_true(post.thread)
    undo_withdrawal(post=post, by=asker)

    assert withdrawn
    assert is_true(post.thread)


def test_hiding_a_held_question_and_showing_it_keeps_the_counters(moderator):
    post = held_question()

    set_thread_hidden(thread=post.thread, by=moderator, hidden=True)
    hidden = is_true(post.thread)
    set_thread_hidden(thread=post.thread, by=moderator, hidden=False)

    assert hidden
    assert is_true(post.thread)


def test_a_held_reply_is_not_news(as_member, outsider):
    thread = make_thread(replies=1)
    client = as_member(outsider)
    client.get(thread.get_absolute_url())

    held_reply(thread=thread)

    assert "1 new" not in client.get("/").content.decode()


def test_the_list_says_what_the_guard_found_and_what_the_author_says(as_member, peer, moderator):
    post = held_reply(author=peer)
    GuardEvent.objects.create(
        rule="record-number", level="hard", action="held", post_pk=post.pk, reason="A scanner’s number"
    )

    page = as_member(moderator).get("/moderation/held/").content.decode()

    assert WORDS in page
    assert "Medical record number" in page
    assert "A scanner’s number" in page


def test_what_the_author_says_is_forgotten_once_it_is_decided(moderator):
    post = held_reply()
    event = GuardEvent.objects.create(
        rule="ssn", level="hard", action="held", post_pk=post.pk, reason="It is none"
    )

    approve_post(post=post, moderator=moderator)

    event.refresh_from_db()
    assert event.reason == ""


def test_the_list_takes_the_same_statements_for_any_length(
    as_member, moderator, django_assert_num_queries
):
    client = as_member(moderator)
    topic = make_topic()
    statements = []
    for _length in range(2):
        held_reply(thread=make_thread(topic=topic))
        held_reply(thread=make_thread(topic=topic))
        with django_assert_num_queries(10, exact=False) as captured:
            client.get("/moderation/held/")
        statements.append(len(captured))

    assert statements[0] == statements[1]


def test_an_edit_that_waits_takes_a_listed_question_out_of_its_topic(asker):
    thread = make_thread(author=asker, replies=1)
    question = Post.objects.get(thread=thread, number=1)

    edit_post(post=question, editor=asker, body=WORDS, version=1, held="guard")

    assert counters(thread) == (1, 0)
    assert Thread.objects.listed().count() == 0
    assert is_true(thread)


def test_nobody_is_warned_whose_post_waits_and_who_left(as_member, peer, moderator):
    make_reply(author=peer, held="first")
    erase_member(user=peer)

    page = as_member(moderator).get("/moderation/held/").content.decode()

    assert "Its author left Rounds." in page
    assert "Pause posting" not in page
