"""Moderators and members who act in the same instant."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import ReadsOnly
from forum.core.errors import Outdated
from forum.moderation.models import ModerationAction, Sanction, SpamRemoval
from forum.moderation.spam_services import remove_spammer, undo_spam_removal
from forum.moderation.standing_services import lift, pause_posting, suspend
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import recount_thread
from tests.make import make_reply, make_thread, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)
WHY = "Sales pitches."


def raised(outcomes, error):
    return sum(isinstance(outcome, error) for outcome in outcomes)


def soon():
    return timezone.now() + timedelta(days=7)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_moderators_who_suspend_at_once_one_is_told(_round):
    member, both = make_user(), [make_user(role="moderator") for _ in range(2)]

    outcomes = at_once(
        lambda by: suspend(member=member, moderator=by, until=soon(), public_reason=WHY, seen=0), both
    )

    assert raised(outcomes, Outdated) == 1
    assert (Sanction.objects.count(), ModerationAction.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_that_meets_a_pause_is_in_before_it_or_refused(_round):
    member, moderator, thread = make_user(), make_user(role="moderator"), make_thread()

    reply, pause = at_once(
        lambda act: act(),
        [
            lambda: post_reply(thread=Thread.objects.get(pk=thread.pk), author=member, body="In time?"),
            lambda: pause_posting(member=member, moderator=moderator, until=soon(), public_reason=WHY),
        ],
    )

    assert isinstance(pause, Sanction)
    assert isinstance(reply, Post | ReadsOnly)
    assert thread.posts.count() == 1 + isinstance(reply, Post)
    with pytest.raises(ReadsOnly):
        post_reply(thread=thread, author=member, body="Later.")


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_lift_at_once_one_is_told(_round):
    member, both = make_user(), [make_user(role="moderator") for _ in range(2)]
    sanction = pause_posting(member=member, moderator=both[0], until=soon(), public_reason=WHY)

    outcomes = at_once(lambda by: lift(sanction=sanction, moderator=by), both)

    assert raised(outcomes, Outdated) == 1
    assert ModerationAction.objects.filter(kind="lift").count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_double_click_removes_a_spammer_once(_round):
    spammer, moderator = make_user(), make_user(role="moderator")
    for _ in range(3):
        make_reply(author=spammer)

    outcomes = at_once(lambda by: remove_spammer(member=spammer, moderator=by), [moderator, moderator])

    assert raised(outcomes, Outdated) == 1
    assert (SpamRemoval.objects.count(), Sanction.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_undo_at_once_one_is_told(_round):
    spammer, moderator = make_user(), make_user(role="moderator")
    make_reply(author=spammer)
    removal = remove_spammer(member=spammer, moderator=moderator)

    outcomes = at_once(
        lambda by: undo_spam_removal(removal=removal, moderator=by), [moderator, moderator]
    )

    assert raised(outcomes, Outdated) == 1
    assert ModerationAction.objects.filter(kind="undo-spam").count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_spammer_who_posts_while_they_are_removed_leaves_nothing(_round):
    spammer, moderator, other = make_user(), make_user(role="moderator"), make_user()
    threads = [make_thread() for _ in range(3)]
    for thread in threads:
        make_reply(thread=thread, author=spammer)

    at_once(
        lambda act: act(),
        [
            lambda: remove_spammer(member=spammer, moderator=moderator),
            lambda: post_reply(thread=Thread.objects.get(pk=threads[0].pk), author=spammer, body="Buy."),
            lambda: post_reply(
                thread=Thread.objects.get(pk=threads[1].pk), author=other, body="No, thanks."
            ),
        ],
    )

    assert not Post.objects.filter(author=spammer, hidden_at=None).exists()
    assert Post.objects.filter(author=other).count() == 1
    assert not any(recount_thread(thread) for thread in Thread.objects.all())
