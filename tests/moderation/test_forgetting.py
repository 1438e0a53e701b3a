"""What moderators wrote about a member, once that member is erased."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import erase_member
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Appeal, Case, Flag, ModerationAction
from forum.moderation.services import hide_post
from forum.moderation.standing_services import pause_posting, suspend, warn
from tests.accounts.test_erasing import everything_stored
from tests.make import make_reply, make_thread, make_user, take_name_off

pytestmark = pytest.mark.django_db
REASONS = {"public_reason": "Priya, please be kind.", "private_reason": "Priya Raman again."}


@pytest.fixture
def known(peer, moderator):
    """Everything that moderators can do about a member, with their name in each text."""
    later = timezone.now() + timedelta(days=3)
    raise_flag(reporter=make_user(), member=peer, reason="unkind", note="Priya of Summit is rude.")
    warn(member=peer, moderator=moderator, rule="3", **REASONS)
    pause_posting(member=peer, moderator=moderator, until=later, **REASONS)
    suspend(member=peer, moderator=moderator, until=later, **REASONS)
    action = ModerationAction.objects.filter(kind="warn").get()
    made = appeal(action=action, member=peer, words="I, Priya, was kind.")
    other = make_user(role="moderator")
    decide_appeal(appeal=made, moderator=other, is_granted=False, answer="No, Priya Raman.")
    proposal = "New organization: Raman Health"
    ModerationAction.objects.create(moderator=moderator, kind="agree", member=peer, detail=proposal)
    Case.objects.filter(member=peer).update(asked_note="Do you know Priya?")
    return peer


def test_nothing_that_was_written_about_an_erased_member_names_them(known):
    assert everything_stored().count("priya") > 10

    erase_member(user=known)

    stored = everything_stored()
    assert [trace for trace in ("priya", "raman") if trace in stored] == []


def test_the_log_and_the_flags_keep_that_there_was_something(known):
    def kept():
        acts = ModerationAction.objects.order_by("pk").values_list("kind", "rule", "created_at")
        return list(acts), list(Flag.objects.values_list("reason", "weight"))

    before = kept()
    erase_member(user=known)

    assert kept() == before
    assert [kind for kind, *_rest in before[0]] == ["warn", "pause", "suspend", "refuse", "agree"]


def hidden_and_erased(peer, moderator, post):
    hide_post(post=post, moderator=moderator, rule="4", note="A pitch.", message="Dear Priya, no pitch.")
    action = ModerationAction.objects.get()
    made = appeal(action=action, member=peer, words="It is none.")
    decider = make_user(role="moderator")
    decide_appeal(appeal=made, moderator=decider, is_granted=False, answer="It is, Priya.")
    erase_member(user=peer)
    told = Appeal.objects.get().answer
    return list(ModerationAction.objects.order_by("pk").values_list("note", "message")), told


def test_notes_on_their_posts_stay_and_what_was_said_to_them_goes(peer, moderator):
    post = make_reply(thread=make_thread(), author=peer)
    assert hidden_and_erased(peer, moderator, post) == ([("A pitch.", ""), ("", "")], "")


def test_a_post_without_a_name_shows_no_change(peer, moderator):
    post = take_name_off(make_reply(thread=make_thread(), author=peer))

    acts, told = hidden_and_erased(peer, moderator, post)

    assert acts == [("A pitch.", "Dear Priya, no pitch."), ("", "It is, Priya.")]
    assert told == "It is, Priya."
