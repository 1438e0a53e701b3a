"""Threads in slow mode, threads that close at a time, and threads that become another member's."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.services import erase_member
from forum.core.dates import duration
from forum.core.errors import Outdated, Refused
from forum.threads.models import Post, Thread
from forum.threads.queries import thread_list, waiting_questions
from forum.threads.services import (
    ThreadClosed,
    TooSoon,
    accept_reply,
    change_owner,
    edit_post,
    set_closing_time,
    set_slow_mode,
    set_thread_closed,
    withdraw_post,
)
from tests.make import (
    make_reply,
    make_subject,
    make_thread,
    make_topic_moderator,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(asker, moderator):
    return set_slow_mode(thread=make_thread(author=asker), by=moderator, seconds=900)


def in_minutes(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_in_slow_mode_a_member_waits_between_two_replies(slow, peer, asker):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        make_reply(thread=slow, author=peer)
        make_reply(thread=slow, author=asker)
    with (
        time_machine.travel(now + timedelta(minutes=3, seconds=30), tick=False),
        pytest.raises(TooSoon, match=r"every 15 minutes\. You can post yours in 12 minutes"),
    ):
        make_reply(thread=slow, author=peer)
    with time_machine.travel(now + timedelta(minutes=15), tick=False):
        make_reply(thread=slow, author=peer)

    slow.refresh_from_db()
    assert (slow.reply_count, slow.last_number) == (3, 4)


def test_the_question_is_no_reply_to_wait_after(slow, asker):
    assert make_reply(thread=slow, author=asker).number == 2


def test_taking_a_reply_back_does_not_shorten_the_wait(slow, peer):
    withdraw_post(post=make_reply(thread=slow, author=peer), by=peer)

    with pytest.raises(TooSoon):
        make_reply(thread=slow, author=peer)


def test_moderators_do_not_wait(slow, moderator):
    for author in (moderator, make_topic_moderator(slow.topic)):
        make_reply(thread=slow, author=author)
        make_reply(thread=slow, author=author)

    slow.refresh_from_db()
    assert slow.reply_count == 4


def test_slow_mode_ends(slow, moderator, peer):
    make_reply(thread=slow, author=peer)

    set_slow_mode(thread=slow, by=moderator, seconds=0)

    assert make_reply(thread=Thread.objects.get(pk=slow.pk), author=peer).number == 3


def test_who_is_too_soon_keeps_what_they_typed(as_member, slow, peer):
    client = as_member(peer)
    client.post(f"/t/{slow.pk}/reply/", {"body": "First."})

    answer = client.post(f"/t/{slow.pk}/reply/", {"body": "A second thought."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A second thought." in page
    assert "You can post yours in 15 minutes" in page
    assert Post.objects.filter(thread=slow).count() == 2


def test_the_composer_says_the_pace_to_members_only(as_member, slow, peer, moderator):
    pages = {
        user: as_member(user).get(slow.get_absolute_url()).content.decode() for user in (peer, moderator)
    }

    assert ["one reply from each member every 15 minutes" in page for page in pages.values()] == [
        True,
        False,
    ]
    assert "Slow mode" in pages[moderator]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 minute"),
        (61, "2 minutes"),
        (3600, "1 hour"),
        (3660, "61 minutes"),
        (7201, "3 hours"),
        (86_400, "1 day"),
        (86_401, "25 hours"),
        (172_800, "2 days"),
    ],
)
def test_how_long_something_takes_is_said_rounded_up(seconds, words):
    assert duration(seconds) == words


def closing(thread, moderator, minutes=60):
    at = timezone.now() + timedelta(minutes=minutes)
    return set_closing_time(thread=thread, by=moderator, closes_at=at)


def test_from_its_time_on_a_thread_is_closed_everywhere(as_member, asker, peer, moderator):
    subject = make_subject()
    verified = make_verified()
    thread = closing(make_thread(author=asker, subject=subject), moderator)
    reply = make_reply(thread=thread, author=peer)
    withdraw_post(post=reply, by=peer)

    def seen():
        page = as_member(peer).get(thread.get_absolute_url()).content.decode()
        row = as_member(peer).get("/").content.decode()
        return (
            thread in thread_list(viewer=peer).unanswered(),
            thread in waiting_questions(viewer=verified),
            'id="reply-form"' in page,
            "#icon-lock" in page,
            "#icon-lock" in row.partition("question-list")[2],
        )

    # The database's clock counts, so the time goes by in the row.
    before = seen()
    Thread.objects.filter(pk=thread.pk).update(closes_at=timezone.now() - timedelta(seconds=1))

    assert (before, seen()) == ((True, True, True, False, False), (False, False, False, True, True))
    with pytest.raises(ThreadClosed):
        make_reply(thread=thread, author=peer)
    with pytest.raises(PermissionDenied):
        edit_post(post=thread.posts.get(number=1), editor=asker, body="Later.", version=1)


def test_a_guest_sees_it_closed_within_a_minute(client, moderator):
    thread = closing(make_thread(), moderator, minutes=1)

    pages = []
    for minutes in (0, 2):
        with in_minutes(minutes):
            pages.append(client.get(thread.get_absolute_url()))

    assert ["#icon-lock" in page.content.decode().partition("</h1>")[2] for page in pages] == [
        False,
        True,
    ]
    assert ["Sign in to reply" in page.content.decode() for page in pages] == [True, False]
    assert pages[0].headers["ETag"] != pages[1].headers["ETag"]


def test_moderators_answer_after_it_too(moderator):
    thread = closing(make_thread(), moderator)

    with in_minutes(90):
        assert make_reply(thread=thread, author=moderator).number == 2


def test_what_closed_at_its_time_is_reopened_for_good(moderator, peer):
    thread = closing(make_thread(), moderator)

    with in_minutes(90):
        set_thread_closed(thread=thread, by=moderator, closed=False)
        thread.refresh_from_db()
        assert make_reply(thread=thread, author=peer).number == 2

    assert (thread.closes_at, thread.closed_at) == (None, None)


def test_closing_by_hand_is_closing_before_the_time(moderator):
    thread = closing(make_thread(), moderator)

    set_thread_closed(thread=thread, by=moderator, closed=True)

    thread.refresh_from_db()
    assert thread.closed_at is not None
    assert thread.closes_at is None


def test_a_time_to_close_is_still_to_come(moderator):
    thread = make_thread()

    with pytest.raises(Refused, match="still to come"):
        closing(thread, moderator, minutes=-1)
    set_thread_closed(thread=thread, by=moderator, closed=True)
    with pytest.raises(Outdated):
        closing(thread, moderator)


def test_no_time_to_close_is_a_thread_that_stays_open(moderator):
    thread = closing(make_thread(), moderator)

    set_closing_time(thread=thread, by=moderator, closes_at=None)

    thread.refresh_from_db()
    assert thread.closes_at is None


def test_a_new_asker_chooses_and_the_former_one_does_not(asker, peer, moderator):
    thread = make_thread(author=asker, replies=1)
    reply = thread.posts.get(number=2)

    change_owner(thread=thread, by=moderator, member=peer)

    with pytest.raises(PermissionDenied):
        accept_reply(post=reply, by=asker)
    accept_reply(post=reply, by=peer)
    thread.refresh_from_db()
    assert thread.accepted_post == reply


def test_the_question_stays_as_it_was_written(client, asker, peer, moderator):
    thread = make_thread(author=asker, replies=1)

    change_owner(thread=thread, by=moderator, member=peer)

    question = thread.posts.get(number=1)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert question.author == asker
    assert "Question by Dana Whitfield" in page


def test_a_list_gives_a_new_asker_no_organization_of_the_former(client, peer, moderator):
    thread = make_thread(author=make_user(organization_name="Lakeshore Cancer Institute"))

    before = client.get("/").content.decode()
    change_owner(thread=thread, by=moderator, member=peer)
    after = client.get("/?n=1").content.decode()

    assert "Lakeshore Cancer Institute" in before
    assert "Lakeshore" not in after
    assert "Priya Raman" in after


def test_only_a_present_member_becomes_the_asker(asker, peer, moderator):
    thread = make_thread(author=asker)
    erase_member(user=peer)

    with pytest.raises(Refused):
        change_owner(thread=thread, by=moderator, member=peer)
    with pytest.raises(Outdated):
        change_owner(thread=thread, by=moderator, member=asker)
