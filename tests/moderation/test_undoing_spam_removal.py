"""What went with a spammer comes back in one act: exactly that, and as it was."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.queries import is_blocked
from accounts.services import erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.models import Case, Sanction
from forum.moderation.services import hide_post, hide_thread, restore_post
from forum.moderation.spam_services import remove_spammer, undo_spam_removal
from forum.moderation.standing_services import suspend
from forum.threads.models import Post, Thread
from forum.threads.services import merge_threads, withdraw_post
from tests.make import make_held, make_reply, make_thread, make_user
from tests.moderation.spamming import PATH, counts_are_right, facts

pytestmark = pytest.mark.django_db


def out_of_sight():
    return (
        set(Post.objects.exclude(hidden_at=None).values_list("pk", flat=True)),
        set(Thread.objects.exclude(hidden_at=None).values_list("pk", flat=True)),
    )


def test_all_of_it_comes_back(as_member, scene, spammer, moderator, capsys):
    before = facts()
    browser = as_member(moderator)
    browser.post(PATH.format("deals"), {"rule": "4"})
    assert "Bring everything back" in browser.get("/moderation/members/deals/").content.decode()
    assert "Bring it back" in browser.get("/moderation/log/").content.decode()

    response = browser.post(f"{PATH.format('deals')}undo/", {"note": "The wrong member."})

    assert response.status_code == 302
    assert facts() == before
    assert counts_are_right(capsys)
    assert not is_blocked(spammer.email)
    assert "Bring it back" not in browser.get("/moderation/log/").content.decode()
    assert browser.post(f"{PATH.format('deals')}undo/", {}).status_code == 409
    assert browser.get(f"{PATH.format('deals')}undo/").status_code == 404


def test_what_a_moderator_hid_before_or_since_stays_hidden(scene, spammer, moderator):
    before = make_reply(thread=scene["other"], author=spammer)
    hide_post(post=before, moderator=moderator, rule="4")
    removal = remove_spammer(member=spammer, moderator=moderator)
    restore_post(post=scene["reply"], moderator=moderator)
    hide_post(post=scene["reply"], moderator=moderator, rule="2")

    undo_spam_removal(removal=removal, moderator=moderator)

    assert out_of_sight() == ({before.pk, scene["reply"].pk}, set())


def test_a_thread_hidden_before_stays_hidden(scene, spammer, moderator):
    hide_thread(thread=scene["own"], moderator=moderator, rule="4")
    removal = remove_spammer(member=spammer, moderator=moderator)

    undo_spam_removal(removal=removal, moderator=moderator)

    assert out_of_sight()[1] == {scene["own"].pk}


def test_a_suspension_from_before_holds_on(scene, spammer, moderator):
    until = timezone.now() + timedelta(days=3)
    suspend(member=spammer, moderator=moderator, until=until, public_reason="Before.")
    removal = remove_spammer(member=spammer, moderator=moderator)

    undo_spam_removal(removal=removal, moderator=moderator)

    spammer.refresh_from_db()
    assert spammer.suspended_until == until
    assert [one.public_reason for one in Sanction.objects.filter(lifted_at=None)] == ["Before."]


def test_what_was_merged_meanwhile_comes_back_where_it_is(scene, spammer, moderator, capsys):
    removal = remove_spammer(member=spammer, moderator=moderator)
    elsewhere = make_thread(topic=scene["topic"])
    merge_threads(source=scene["other"], target=elsewhere, by=moderator)

    undo_spam_removal(removal=removal, moderator=moderator)

    scene["reply"].refresh_from_db()
    assert (scene["reply"].thread, scene["reply"].hidden_at) == (elsewhere, None)
    assert counts_are_right(capsys)


def test_what_waited_waits_again_once_it_is_back(scene, spammer, moderator, capsys):
    reply = make_held(thread=scene["other"], author=spammer)
    question = make_thread(author=spammer, topic=scene["topic"], held="guard").posts.get()
    withdrawn = make_held(thread=scene["other"], author=spammer).post
    withdraw_post(post=withdrawn, by=spammer)

    undo_spam_removal(removal=remove_spammer(member=spammer, moderator=moderator), moderator=moderator)

    waiting = Case.objects.filter(closed_at=None, kind=Case.Kind.HELD)
    assert {(case.post_id, case.cause) for case in waiting} == {
        (reply.post_id, "guard"),
        (question.pk, "guard"),
    }
    assert counts_are_right(capsys)


def test_after_seven_days_it_cannot_be_undone(as_member, scene, spammer, moderator):
    removal = remove_spammer(member=spammer, moderator=moderator)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        with pytest.raises(Refused):
            undo_spam_removal(removal=removal, moderator=moderator)
        browser = as_member(moderator)
        assert "Bring it back" not in browser.get("/moderation/log/").content.decode()
        assert browser.post(f"{PATH.format('deals')}undo/", {}).status_code == 409


def test_nothing_is_brought_back_of_a_former_member(as_member, scene, spammer, moderator):
    remove_spammer(member=spammer, moderator=moderator)
    erase_member(user=spammer)

    assert "Bring it back" not in as_member(moderator).get("/moderation/log/").content.decode()


def test_undoing_twice_is_told(scene, spammer, moderator):
    removal = remove_spammer(member=spammer, moderator=moderator)
    undo_spam_removal(removal=removal, moderator=moderator)
    with pytest.raises(Outdated):
        undo_spam_removal(removal=removal, moderator=moderator)


def test_a_removal_after_an_undone_one_is_another(scene, spammer, moderator):
    undo_spam_removal(removal=remove_spammer(member=spammer, moderator=moderator), moderator=moderator)
    again = remove_spammer(member=spammer, moderator=moderator)
    undo_spam_removal(removal=again, moderator=moderator)
    assert out_of_sight() == (set(), set())


STEPS = st.lists(
    st.tuples(st.sampled_from(["hide", "restore", "withdraw", "hide thread"]), st.integers(0, 7)),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS)
def test_undone_at_once_it_never_was(capsys, before):
    """Whatever moderators and authors did before: the act and its undoing leave all rows as they were."""
    moderator, spammer = make_user(role="moderator"), make_user()
    threads = [make_thread(author=spammer if n % 2 else make_user()) for n in range(4)]
    posts = [make_reply(thread=threads[n % 4], author=spammer) for n in range(8)]
    for step, which in before:
        post = Post.objects.select_related("thread").get(pk=posts[which].pk)
        try:
            if step == "hide":
                hide_post(post=post, moderator=moderator, rule="4")
            elif step == "restore":
                restore_post(post=post, moderator=moderator)
            elif step == "withdraw":
                withdraw_post(post=post, by=spammer)
            else:
                hide_thread(thread=post.thread, moderator=moderator, rule="4")
        except (Refused, PermissionDenied):
            continue
    was = facts()

    removal = remove_spammer(member=spammer, moderator=moderator)
    assert not Post.objects.filter(author=spammer, number__gt=1, hidden_at=None).exists()
    assert not Thread.objects.filter(author=spammer, hidden_at=None).exists()
    assert counts_are_right(capsys)
    undo_spam_removal(removal=removal, moderator=moderator)

    assert facts() == was
    assert counts_are_right(capsys)
