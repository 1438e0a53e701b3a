"""Who may warn, pause and suspend whom, what it does, and how it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.services import erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.models import ModerationAction, Sanction
from forum.moderation.standing_services import lift
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator, make_user
from tests.moderation.sanctioning import WHY, in_days, kinds, paused, suspended, warned

pytestmark = pytest.mark.django_db
ACTS = {"warn": {}, "pause": {"length": "7"}, "suspend": {"length": "7"}, "spam": {}}
ROLES = ("guest", "member", "topic moderator", "moderator", "other moderator", "administrator")
SIGN_IN, DONE, NO = "sign in", 302, 403
#   acting:            guest    member topic moderator other administrator
TARGETS = {
    "member": (SIGN_IN, NO, NO, DONE, DONE, DONE),
    "topic moderator": (SIGN_IN, NO, NO, DONE, DONE, DONE),
    "moderator": (SIGN_IN, NO, NO, NO, NO, DONE),
    "administrator": (SIGN_IN, NO, NO, NO, NO, NO),
}
STATES = ("nothing", "warned", "paused", "suspended")
CELLS = [
    (act, target, role, expected)
    for act in ACTS
    for target, row in TARGETS.items()
    for role, expected in zip(ROLES, row, strict=True)
]


@pytest.fixture
def people(asker, moderator, administrator):
    return {
        "member": asker,
        "topic moderator": make_topic_moderator(make_topic()),
        "moderator": moderator,
        "other moderator": make_user(role="moderator"),
        "administrator": administrator,
    }


@pytest.mark.parametrize(("act", "target", "role", "expected"), CELLS, ids=str)
def test_who_may_do_what_to_whom(client, people, act, target, role, expected):
    member = people[target] if target != "member" else make_user()
    ModerationAction.objects.all().delete()
    if role in people:
        client.force_login(people[role])

    path = f"/moderation/members/{member.handle}/{act}/"
    response = client.post(path, ACTS[act] | {"rule": "4", "public_reason": WHY})

    if expected == SIGN_IN:
        assert response.url.startswith("/accounts/login/")
    else:
        assert response.status_code == expected
    member.refresh_from_db()
    assert member.reads_only == (expected == DONE)
    assert len(kinds()) == (expected == DONE)
    assert len(mail.outbox) == (expected == DONE)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", [act for act in ACTS if act != "spam"])
def test_every_act_in_every_state_of_the_member(as_member, people, act, state):
    member = make_user()
    if state != "nothing":
        {"warned": warned, "paused": paused, "suspended": suspended}[state](member, people["moderator"])
    client = as_member(people["moderator"])
    path = f"/moderation/members/{member.handle}/{act}/"
    form = client.get(path).context["form"]

    data = ACTS[act] | {"rule": "4", "public_reason": WHY, "seen": form["seen"].value()}
    assert client.post(path, data).status_code == 302

    member.refresh_from_db()
    assert member.reads_only
    assert Sanction.objects.filter(member=member, lifted_at=None).count() == (
        1 if state == "nothing" or (state, act) in [("paused", "pause"), ("suspended", "suspend")] else 2
    )


def test_nobody_sanctions_themselves(moderator, administrator):
    for one in (moderator, administrator):
        with pytest.raises(PermissionDenied):
            paused(one, one)


def test_a_suspended_moderator_has_no_rights_any_more(asker, moderator, administrator):
    suspended(moderator, administrator)
    moderator.refresh_from_db()

    with pytest.raises(PermissionDenied):
        paused(asker, moderator)


def test_a_suspended_administrator_is_not_the_one_the_forum_needs(asker, moderator, administrator):
    """Of two administrators the one who can act cannot be the one to go."""
    suspended(moderator, administrator)
    moderator.role = "administrator"
    moderator.save(update_fields=["role"])

    with pytest.raises(Refused):
        erase_member(user=administrator)


@pytest.mark.parametrize(("length", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_presets_count_from_now(as_member, asker, moderator, length, days):
    client = as_member(moderator)
    data = {"length": length, "rule": "4", "public_reason": WHY}
    client.post(f"/moderation/members/{asker.handle}/pause/", data)

    asker.refresh_from_db()
    assert abs(asker.posting_paused_until - in_days(days)) < timedelta(minutes=1)


@pytest.mark.parametrize("day", ["", "2020-01-01", "9999-12-31", "2027-02-30", "soon"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(as_member, asker, moderator, day):
    data = {"length": "date", "day": day, "rule": "4", "public_reason": WHY}
    page = as_member(moderator).post(f"/moderation/members/{asker.handle}/suspend/", data)

    assert page.status_code == 422
    assert WHY in page.content.decode()
    assert not Sanction.objects.exists()


def test_a_pause_ends_by_the_clock(asker, moderator):
    paused(asker, moderator, days=7)
    asker.refresh_from_db()
    assert asker.reads_only

    with time_machine.travel(in_days(8)):
        assert not asker.reads_only
        make_thread(author=asker)


def test_a_pause_is_lifted_early(as_member, asker, moderator):
    sanction = paused(asker, moderator)
    path = f"/moderation/sanctions/{sanction.pk}/lift/"

    as_member(moderator).post(path, {"note": "A misunderstanding."})

    asker.refresh_from_db()
    assert not asker.reads_only
    assert kinds() == ["pause", "lift"]
    assert [message.subject for message in mail.outbox][1] == "You can take part again"
    assert as_member(moderator).post(path, {}).status_code == 409


def test_a_second_pause_takes_the_place_of_the_first(asker, moderator):
    first = paused(asker, moderator, days=30)
    second = paused(asker, moderator, days=1, seen=first.pk)

    first.refresh_from_db()
    asker.refresh_from_db()
    assert first.lifted_at
    assert asker.posting_paused_until == second.until


def test_the_second_moderator_is_told_what_the_first_one_did(as_member, asker, moderator, administrator):
    client = as_member(moderator)
    path = f"/moderation/members/{asker.handle}/suspend/"
    seen = client.get(path).context["form"]["seen"].value()
    suspended(asker, administrator, days=1)

    data = {"length": "30", "rule": "4", "public_reason": "Mine.", "seen": seen}
    page = client.post(path, data)

    assert page.status_code == 409
    assert "Rowan Adler was first: Suspension until" in page.content.decode()
    assert "Mine." in page.content.decode()
    assert kinds() == ["suspend"]
    again = data | {"seen": page.context["form"]["seen"].value()}
    assert client.post(path, again).status_code == 302


def test_the_member_is_mailed_and_the_log_keeps_both_reasons(asker, moderator):
    post = make_reply(author=asker)
    paused(asker, moderator, private_reason="Third time.", post=post)

    (message,) = mail.outbox
    assert message.to == [asker.email]
    assert message.subject.startswith("You read only until")
    for words in (
        WHY,
        "The moderators",
        "/conduct/#rule-4",
        post.get_absolute_url(),
        "you can appeal once",
    ):
        assert words in message.body
    assert "Third time." not in message.body
    assert "Helen" not in message.body
    act = ModerationAction.objects.get()
    assert (act.kind, act.rule, act.note, act.message, act.member) == (
        "pause",
        "4",
        "Third time.",
        WHY,
        asker,
    )
    assert act.detail.startswith("until ")


def test_what_has_ended_cannot_be_lifted(asker, moderator):
    sanction = paused(asker, moderator, days=1)

    with time_machine.travel(in_days(2)), pytest.raises(Outdated):
        lift(sanction=sanction, moderator=moderator)


def test_a_granted_appeal_lifts_the_sanction(asker, moderator, administrator):
    sanction = paused(asker, moderator)
    act = ModerationAction.objects.get()
    made = appeal(action=act, member=asker, words="It was a quote.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    sanction.refresh_from_db()
    asker.refresh_from_db()
    assert sanction.lifted_by == administrator
    assert not asker.reads_only
