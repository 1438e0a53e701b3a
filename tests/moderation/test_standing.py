"""Who may warn, pause and suspend whom, what it does, and how it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.services import erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.models import MemberNote, ModerationAction, Sanction
from forum.moderation.standing_queries import acts_on, record_of, sanction_of
from forum.moderation.standing_services import (
    acknowledge_warnings,
    add_note,
    lift,
    pause_posting,
    suspend,
    warn,
)
from tests.make import (
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
    take_name_off,
)

pytestmark = pytest.mark.django_db
WHY = "Two sales pitches after a warning."
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


def in_days(days):
    return timezone.now() + timedelta(days=days)


def paused(member, moderator, days=7, **fields):
    facts = {"until": in_days(days), "public_reason": WHY, "rule": "4"}
    return pause_posting(member=member, moderator=moderator, **facts | fields)


def suspended(member, moderator, days=7, **fields):
    facts = {"until": in_days(days), "public_reason": WHY, "rule": "4"}
    return suspend(member=member, moderator=moderator, **facts | fields)


def warned(member, moderator, **fields):
    return warn(member=member, moderator=moderator, **{"public_reason": WHY, "rule": "4"} | fields)


def kinds():
    return list(ModerationAction.objects.order_by("pk").values_list("kind", flat=True))


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


def test_a_note_is_for_moderators_and_stays(as_member, asker, moderator):
    as_member(moderator).post(
        f"/moderation/members/{asker.handle}/note/", {"words": "Works with the agency of a rival."}
    )

    page = as_member(moderator).get(f"/moderation/members/{asker.handle}/").content.decode()
    assert "Works with the agency of a rival." in page
    assert kinds() == ["note"]
    own = as_member(asker)
    for path in ("/standing/", f"/members/{asker.handle}/"):
        assert "rival" not in own.get(path).content.decode()


def test_an_empty_note_is_refused(as_member, asker, moderator):
    response = as_member(moderator).post(f"/moderation/members/{asker.handle}/note/", {"words": " "})

    assert response.status_code == 422
    assert not MemberNote.objects.exists()


def test_posts_without_a_name_are_not_on_the_record(asker, moderator):
    named, nameless = make_reply(author=asker), take_name_off(make_reply(author=asker))
    ModerationAction.objects.create(moderator=moderator, kind="hide", post=named)
    ModerationAction.objects.create(moderator=moderator, kind="hide", post=nameless)

    assert [act.post for act in acts_on(asker)] == [named]


def test_a_sanction_about_a_post_without_a_name_never_stands_beside_the_member(
    as_member, asker, moderator
):
    post = take_name_off(make_reply(author=asker))
    client = as_member(moderator)

    data = {"length": "7", "rule": "4", "public_reason": "Not as the other one."}
    client.post(f"/posts/{post.pk}/author/pause/", data)

    asker.refresh_from_db()
    assert asker.is_paused
    assert ModerationAction.objects.get().post == post
    record = client.get(f"/moderation/members/{asker.handle}/").content.decode()
    assert "Not as the other one." not in record
    form = client.get(f"/moderation/members/{asker.handle}/pause/")
    assert "Not as the other one." not in form.content.decode()
    assert record_of(asker).acts == []
    assert "Not as the other one." in as_member(asker).get("/standing/").content.decode()


def test_a_known_pause_neither_ends_nor_shows_the_one_nobody_may_know_of(asker, moderator):
    post = take_name_off(make_reply(author=asker))
    hidden = paused(asker, moderator, days=30, post=post)
    known = paused(asker, moderator, days=1, seen=0)

    asker.refresh_from_db()
    assert asker.posting_paused_until == hidden.until
    lift(sanction=known, moderator=moderator)
    asker.refresh_from_db()
    assert asker.posting_paused_until == hidden.until


def test_the_sanction_of_a_line_of_the_log_is_found(asker, moderator):
    first = paused(asker, moderator)
    warned(asker, moderator)
    second = paused(asker, moderator, seen=first.pk)
    acts = ModerationAction.objects.filter(kind="pause").order_by("pk")

    assert [sanction_of(act) for act in acts] == [first, second]


def test_erasing_a_member_takes_what_moderators_keep_of_them(asker, peer, moderator):
    add_note(member=asker, moderator=moderator, words="Calls often.")
    add_note(member=peer, moderator=moderator, words="A friend of @dwhitfield.")
    paused(asker, moderator)
    warned(asker, moderator)

    erase_member(user=asker)

    assert [note.words for note in MemberNote.objects.all()] == ["A friend of @former-member."]
    assert not Sanction.objects.exists()
    asker.refresh_from_db()
    assert not asker.reads_only
    assert kinds() == ["note", "note", "pause", "warn"]


def test_a_warning_is_read_once_and_the_record_says_so(as_member, asker, moderator):
    sanction = warned(asker, moderator)
    client = as_member(asker)
    assert "The moderators sent you a warning." in client.get("/").content.decode()
    page = client.get("/standing/")
    assert WHY in page.content.decode()

    client.post("/standing/read/", {"seen": page.context["newest_warning"]})

    asker.refresh_from_db()
    sanction.refresh_from_db()
    assert not asker.reads_only
    assert sanction.acknowledged_at
    assert "The moderators sent you a warning." not in client.get("/").content.decode()
    assert "Read <time" in as_member(moderator).get(
        f"/moderation/members/{asker.handle}/"
    ).content.decode().replace("\n", " ")


def test_a_warning_that_came_after_the_page_is_not_read_with_it(asker, moderator):
    first = warned(asker, moderator)
    warned(asker, moderator, seen=first.pk)

    acknowledge_warnings(member=asker, seen=first.pk)

    asker.refresh_from_db()
    assert asker.reads_only
    assert Sanction.objects.filter(acknowledged_at=None).count() == 1


@pytest.mark.parametrize("seen", ["", "0", "-1", "x", "9" * 40])
def test_nonsense_reads_no_warning(as_member, asker, moderator, seen):
    warned(asker, moderator)

    assert as_member(asker).post("/standing/read/", {"seen": seen}).status_code == 302

    asker.refresh_from_db()
    assert asker.reads_only


def test_a_warning_can_be_taken_back(asker, moderator):
    lift(sanction=warned(asker, moderator), moderator=moderator)

    asker.refresh_from_db()
    assert not asker.reads_only


def test_what_has_ended_cannot_be_lifted(asker, moderator):
    sanction = paused(asker, moderator, days=1)

    with time_machine.travel(in_days(2)), pytest.raises(Outdated):
        lift(sanction=sanction, moderator=moderator)


@pytest.mark.parametrize("path", ["", "note/", "warn/", "pause/", "suspend/", "spam/", "spam/undo/"])
def test_the_record_of_nobody_is_no_page(as_member, moderator, path):
    client = as_member(moderator)
    for handle in ("nobody", "former-member-1"):
        assert client.post(f"/moderation/members/{handle}/{path}").status_code in (404, 405)
        assert client.get(f"/moderation/members/{handle}/{path}").status_code in (404, 405)


def test_the_record_takes_as_many_statements_for_a_long_history(
    as_member, asker, moderator, django_assert_max_num_queries
):
    client = as_member(moderator)
    for n in range(30):
        add_note(member=asker, moderator=moderator, words=f"Note {n}")
        make_reply(author=asker)
    paused(asker, moderator)

    with django_assert_max_num_queries(15):
        page = client.get(f"/moderation/members/{asker.handle}/")
    assert "before=" in page.content.decode()


def test_a_granted_appeal_lifts_the_sanction(asker, moderator, administrator):
    sanction = paused(asker, moderator)
    act = ModerationAction.objects.get()
    made = appeal(action=act, member=asker, words="It was a quote.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    sanction.refresh_from_db()
    asker.refresh_from_db()
    assert sanction.lifted_by == administrator
    assert not asker.reads_only
