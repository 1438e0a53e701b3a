"""Members and moderators who act in the same instant on one appeal."""

import pytest
from django.core import mail

from forum.core.errors import Outdated, Refused
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.moderation.services import hide_post
from forum.threads.models import Post
from tests.make import make_reply, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action(peer, moderator):
    hide_post(post=make_reply(author=peer), moderator=moderator, rule="4")
    return ModerationAction.objects.get()


def test_an_appeal_sent_many_times_at_once_is_one(action, peer):
    outcomes = at_once(lambda words: appeal(action=action, member=peer, words=words), ["No."] * 5)

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 4
    assert Appeal.objects.count() == Case.objects.count() == 1


def test_of_several_who_decide_at_once_one_does(action, peer):
    made = appeal(action=action, member=peer, words="No.")
    moderators = [make_user(role="moderator") for _ in range(4)]
    mail.outbox.clear()

    outcomes = at_once(
        lambda by: decide_appeal(
            appeal=Appeal.objects.get(pk=made.pk),
            moderator=by,
            is_granted=by.pk % 2 == 0,
            answer="So be it.",
        ),
        moderators,
    )

    (decided,) = (outcome for outcome in outcomes if isinstance(outcome, Appeal))
    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 3
    assert bool(Post.objects.get(pk=action.post_id).hidden_at) != decided.is_granted
    assert ModerationAction.objects.filter(kind__in=("grant", "refuse")).count() == 1
    assert len(mail.outbox) == 1
