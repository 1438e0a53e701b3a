"""Removing a post and pausing its author in one decision."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from forum.core.errors import Outdated
from forum.moderation import decision_services as decisions
from forum.moderation.models import Case, ModerationAction, Sanction
from forum.threads.models import Post
from tests.make import (
    make_flagged,
    make_held,
    make_reply,
    make_topic_moderator,
    make_user,
    take_name_off,
)
from tests.moderation.sanctioning import paused, suspended

pytestmark = pytest.mark.django_db
BOX = 'name="pauses_author"'


@pytest.fixture
def case(peer):
    return make_flagged(post=make_reply(author=peer))


def page_of(client, case) -> str:
    return client.get(f"/moderation/cases/{case.pk}/").content.decode()


def decide(client, case, decision="remove", **typed):
    typed = {"decision": decision, "rule": "4", "pauses_author": "on"} | typed
    return client.post(f"/moderation/cases/{case.pk}/decide/", typed)


def is_paused(member) -> bool:
    return User.objects.get(pk=member.pk).is_paused


def test_a_removal_may_pause_the_author_for_a_week(as_member, case, peer, moderator):
    client = as_member(moderator)
    assert BOX in page_of(client, case)

    answer = client.get(decide(client, case).url)

    assert "Its author reads only for 7 days." in answer.content.decode()
    peer.refresh_from_db()
    week = peer.posting_paused_until - timezone.now()
    assert timedelta(days=6, hours=23) < week <= timedelta(days=7)
    assert Post.objects.get(pk=case.post_id).hidden_at
    acts = ModerationAction.objects.order_by("pk")
    assert [(act.kind, act.rule, act.post_id, act.member_id) for act in acts] == [
        ("hide", "4", case.post_id, None),
        ("pause", "4", None, peer.pk),
    ]
    (pause,) = [message for message in mail.outbox if message.subject.startswith("You read only")]
    assert f"/appeals/{acts[1].pk}/" in pause.body


def test_a_removal_alone_pauses_nobody(as_member, case, peer, moderator):
    decide(as_member(moderator), case, pauses_author="")

    assert not is_paused(peer)


def test_pausing_goes_with_a_removal_only(as_member, case, peer, moderator):
    answer = decide(as_member(moderator), case, "keep", note="Fine")

    assert answer.status_code == 422
    assert "choose that, or clear the box" in answer.content.decode()
    assert not is_paused(peer)
    assert Case.objects.get().closed_at is None


def test_a_post_that_waits_is_declined_and_its_author_paused(as_member, peer, moderator):
    case = make_held(author=peer)

    decide(as_member(moderator), case)

    assert is_paused(peer)


def test_the_author_of_a_post_without_a_name_is_paused_and_stays_without(
    as_member, case, peer, moderator
):
    take_name_off(case.post)
    client = as_member(moderator)

    decide(client, case)

    assert is_paused(peer)
    act = ModerationAction.objects.get(kind="pause")
    assert (act.post_id, act.member_id) == (case.post_id, None)
    assert "Paused" not in client.get(f"/moderation/members/{peer.handle}/").content.decode()


def test_the_choice_does_not_tell_that_the_author_without_a_name_is_paused(
    as_member, case, peer, moderator
):
    before = paused(peer, moderator)
    take_name_off(case.post)
    client = as_member(moderator)

    assert BOX in page_of(client, case)
    assert decide(client, case).status_code == 302
    before.refresh_from_db()
    assert before.lifted_at is None


def test_a_pause_from_a_post_without_a_name_does_not_tell_of_another(as_member, peer, moderator):
    post = take_name_off(make_reply(author=peer))
    paused(peer, moderator, public_reason="Third removal today")
    client, address = as_member(moderator), f"/posts/{post.pk}/author/pause/"

    assert "Third removal" not in client.get(address).content.decode()
    typed = {"rule": "4", "length": "7", "public_reason": "An offer", "seen": "0"}
    assert client.post(address, typed).status_code == 302


def test_it_is_not_offered_where_the_author_is_paused_already(as_member, case, peer, moderator):
    paused(peer, moderator)

    assert BOX not in page_of(as_member(moderator), case)


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_it_is_not_offered_where_the_author_is_staff(as_member, moderator, role):
    case = make_flagged(post=make_reply(author=make_user(role=role)))

    assert BOX not in page_of(as_member(moderator), case)


def test_it_is_not_offered_to_topic_moderators(as_member, case):
    keeper = make_topic_moderator(case.post.thread.topic)

    page = page_of(as_member(keeper), case)

    assert 'value="remove"' in page
    assert BOX not in page


def test_the_mail_of_a_suspension_names_the_address_to_write_to(peer, moderator):
    suspended(peer, moderator)

    (message,) = mail.outbox
    assert "/appeals/" not in message.body
    assert "If you disagree, write to" in message.body


def test_who_finds_the_author_paused_by_another_removes_nothing(case, peer, moderator):
    paused(peer, moderator)

    with pytest.raises(Outdated):
        decisions.remove(case=case, moderator=moderator, rule="4", pauses_author=True)

    assert Case.objects.get().closed_at is None
    assert Post.objects.get(pk=case.post_id).hidden_at is None
    assert Sanction.objects.count() == 1


def test_the_page_about_ones_standing_leads_to_the_appeal(as_member, case, peer, moderator):
    paused(peer, moderator)
    named = ModerationAction.objects.get(kind="pause")
    paused(peer, moderator, post=take_name_off(case.post))
    unnamed = ModerationAction.objects.filter(kind="pause").latest("pk")
    client = as_member(peer)

    page = client.get("/standing/").content.decode()

    for act in (named, unnamed):
        assert f'href="/appeals/{act.pk}/"' in page
        assert client.get(f"/appeals/{act.pk}/").status_code == 200
