"""After whatever members and moderators do, every counter equals a recount."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.services import erase_member
from forum.adoption.models import Subject
from forum.adoption.services import report_status
from forum.moderation import services as moderation
from forum.replies import services as replies
from forum.threads import services as threads
from forum.threads.models import Thread, Topic
from tests.make import make_reply, make_subject, make_thread, make_topic, make_verified

pytestmark = pytest.mark.django_db

ACTS = {
    "reply": lambda s: make_reply(thread=s["thread"]),
    "withdraw": lambda s: threads.withdraw_post(post=s["reply"], by=s["peer"]),
    "undo": lambda s: threads.undo_withdrawal(
        post=threads.withdraw_post(post=s["reply"], by=s["peer"]), by=s["peer"]
    ),
    "hide": lambda s: moderation.hide_post(post=s["reply"], moderator=s["moderator"], rule="1"),
    "hide withdrawn": lambda s: moderation.hide_post(
        post=threads.withdraw_post(post=s["reply"], by=s["peer"]), moderator=s["moderator"], rule="1"
    ),
    "restore": lambda s: moderation.restore_post(
        post=moderation.hide_post(post=s["reply"], moderator=s["moderator"], rule="1"),
        moderator=s["moderator"],
    ),
    "hide thread": lambda s: moderation.hide_thread(
        thread=s["thread"], moderator=s["moderator"], rule="1"
    ),
    "move": lambda s: moderation.move_thread(
        thread=s["thread"], moderator=s["moderator"], topic=make_topic()
    ),
    "close": lambda s: moderation.close_thread(thread=s["thread"], moderator=s["moderator"]),
    "helpful": lambda s: replies.mark_helpful(post=s["reply"], by=s["moderator"]),
    "erase": lambda s: erase_member(user=s["peer"]),
}


def recounted() -> str:
    out = StringIO()
    call_command("recount", dry_run=True, stdout=out)
    return out.getvalue().splitlines()[-1]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_counters_stay_true_after(act, peer, moderator):
    thread = make_thread(replies=2)
    scene = {"thread": thread, "peer": peer, "moderator": moderator}
    scene["reply"] = make_reply(thread=thread, author=peer)

    act(scene)

    assert recounted() == "0 counters were wrong (nothing changed)"


def test_a_wrong_counter_is_found_and_healed():
    thread = make_thread(replies=2)
    subject = make_subject()
    report_status(subject=subject, by=make_verified(), status="using")
    Subject.objects.update(answer_count=7)
    Thread.objects.filter(pk=thread.pk).update(reply_count=1)
    Topic.objects.update(thread_count=9)
    out = StringIO()

    call_command("recount", stdout=out)

    thread.refresh_from_db()
    subject.refresh_from_db()
    assert out.getvalue().splitlines()[-1] == "3 counters were wrong"
    assert (subject.answer_count, subject.using_count) == (1, 1)
    assert (thread.reply_count, Topic.objects.get().thread_count) == (2, 1)
