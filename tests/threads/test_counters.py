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


def merged(scene):
    """The thread of the scene, merged into another one that has taken a reply since."""
    merge = threads.merge_threads(
        source=scene["thread"], target=make_thread(replies=2), by=scene["moderator"]
    )
    make_reply(thread=Thread.objects.get(pk=merge.target_id))
    return merge


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
    "merge": lambda s: threads.merge_threads(
        source=s["thread"], target=make_thread(replies=2), by=s["moderator"]
    ),
    "merge a merged one": lambda s: threads.merge_threads(
        source=merged(s).target, target=make_thread(replies=1), by=s["moderator"]
    ),
    "undo a merge": lambda s: threads.undo_merge(merge=merged(s), by=s["moderator"]),
    "move posts": lambda s: threads.move_posts(
        source=s["thread"], numbers=[2, 4], target=make_thread(), by=s["moderator"]
    ),
    "split": lambda s: threads.split_thread(
        source=s["thread"], numbers=[2, 4], title="Apart", topic=make_topic(), by=s["moderator"]
    ),
    "slow": lambda s: threads.set_slow_mode(thread=s["thread"], by=s["moderator"], seconds=60),
    "change owner": lambda s: threads.change_owner(
        thread=s["thread"], by=s["moderator"], member=s["peer"]
    ),
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
