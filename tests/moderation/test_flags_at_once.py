"""Members who flag in the same instant: real threads, real transactions, on both databases."""

import pytest
from django.core import mail

from forum.core.errors import Outdated
from forum.moderation.decision_services import keep
from forum.moderation.flag_services import AlreadyFlagged, raise_flag
from forum.moderation.models import Case, Flag, ModerationAction
from forum.threads.models import Post
from forum.threads.services import edit_post, recount_thread, withdraw_post
from tests.make import make_reply, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_sent_eight_times_is_one_flag():
    post, reporter = make_reply(), make_user()

    outcomes = at_once(
        lambda _n: raise_flag(reporter=reporter, post=Post.objects.get(pk=post.pk), reason="sales"),
        range(8),
    )

    assert sum(isinstance(outcome, AlreadyFlagged) for outcome in outcomes) == 7
    assert Flag.objects.count() == Case.objects.count() == 1


@pytest.mark.parametrize("number", [1, 2], ids=["question", "reply"])
def test_four_who_see_a_patient_at_once_hide_the_post_once(number):
    post = make_reply().thread.posts.get(number=number)
    reporters = [make_verified() for _n in range(4)]

    outcomes = at_once(
        lambda one: raise_flag(reporter=one, post=Post.objects.get(pk=post.pk), reason="patient"),
        reporters,
    )

    assert {type(outcome) for outcome in outcomes} == {Flag}
    assert (Case.objects.count(), Flag.objects.count(), ModerationAction.objects.count()) == (1, 4, 1)
    assert [message.to for message in mail.outbox] == [[post.author.email]]
    thread = Post.objects.get(pk=post.pk).thread
    assert thread.reply_count == int(number == 1)
    assert not recount_thread(thread)


def test_two_who_flag_each_other_at_once_do_not_wait_in_a_ring():
    one, other = make_user(), make_user()

    outcomes = at_once(
        lambda pair: raise_flag(reporter=pair[0], member=pair[1], reason="unkind"),
        [(one, other), (other, one)] * 2,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AlreadyFlagged",
        "AlreadyFlagged",
        "Flag",
        "Flag",
    ]


def test_a_flag_and_a_decision_at_once_leave_no_flag_behind_undecided(moderator):
    post = make_reply()
    case = raise_flag(reporter=make_user(), post=post, reason="sales").case

    def act(who):
        if who == moderator:
            return keep(case=case, moderator=moderator)
        return raise_flag(reporter=who, post=Post.objects.get(pk=post.pk), reason="sales")

    at_once(act, [moderator, make_user(), make_user()])

    assert not Flag.objects.filter(is_upheld=None).exclude(case__closed_at=None).exists()


def test_a_flag_and_a_withdrawal_at_once_settle_either_way(peer):
    post = make_reply(author=peer)

    def act(who):
        if who == peer:
            return withdraw_post(post=Post.objects.get(pk=post.pk), by=peer)
        return raise_flag(reporter=who, post=Post.objects.get(pk=post.pk), reason="sales")

    outcomes = at_once(act, [peer, make_user()])

    assert isinstance(outcomes[1], Flag | Outdated)
    assert not Case.objects.filter(closed_at=None).exists()


def test_a_flag_and_an_edit_at_once_publish_nothing_that_is_held(peer):
    post, reporter = make_reply(author=peer), make_verified()

    def act(who):
        if who == peer:
            return edit_post(
                post=Post.objects.get(pk=post.pk), editor=peer, body="Another text.", version=1
            )
        return raise_flag(reporter=who, post=Post.objects.get(pk=post.pk), reason="patient")

    at_once(act, [peer, reporter])

    post.refresh_from_db()
    assert (post.body, post.held_at is None) == ("Another text.", False)
