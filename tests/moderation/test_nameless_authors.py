"""What moderators do about a post without a name never tells them whose it is."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services import erase_member
from forum.moderation.appeal_queries import others_who_can_decide
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.care_services import places_of, redact_words
from forum.moderation.case_queries import moderators_to_ask
from forum.moderation.case_services import ask_moderator
from forum.moderation.models import Case, MemberNote, ModerationAction
from forum.moderation.services import hide_post
from forum.moderation.standing_services import add_note, pause_posting, suspend, warn
from tests.make import make_flagged, make_reply, make_user, take_name_off

pytestmark = pytest.mark.django_db
LENGTH = {"length": "7", "rule": "4", "public_reason": "Not like this."}


@pytest.fixture
def post(asker):
    return take_name_off(make_reply(author=asker))


def until():
    return timezone.now() + timedelta(days=7)


@pytest.mark.parametrize("act", ["warn", "pause", "suspend"])
def test_what_holds_for_its_author_by_name_is_not_shown_beside_it(
    as_member, asker, moderator, post, act
):
    facts = {"member": asker, "moderator": moderator, "public_reason": "Known of Dana."}
    warn(**facts)
    pause_posting(**facts, until=until())
    suspend(**facts, until=until())
    client = as_member(moderator)
    path = f"/posts/{post.pk}/author/{act}/"

    page = client.get(path).content.decode()
    answer = client.post(path, LENGTH | {"seen": "0"})

    assert "Known of Dana." not in page
    assert answer.status_code == 302
    assert "Known of Dana." not in answer.content.decode()


@pytest.mark.parametrize("act", ["warn", "pause", "suspend"])
@pytest.mark.parametrize("role", ["moderator", "administrator", "erased"])
def test_what_can_be_done_does_not_tell_the_rank_of_its_author(
    as_member, asker, moderator, post, act, role
):
    client = as_member(moderator)
    path = f"/posts/{post.pk}/author/{act}/"
    other = take_name_off(make_reply(author=make_user()))
    expected = client.get(path).content, client.post(f"/posts/{other.pk}/author/{act}/", LENGTH)
    if role == "erased":
        erase_member(user=asker)
    else:
        asker.role = role
        asker.save()

    assert client.get(path).status_code == 200
    assert client.post(path, LENGTH).status_code == expected[1].status_code == 302
    assert list(ModerationAction.objects.order_by("pk").values_list("kind", "post")) == [
        (act, other.pk),
        (act, post.pk),
    ]


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_moderators_shut_out_by_a_post_without_a_name_only_read_instead(
    asker, moderator, administrator, post, role
):
    """A moderator shuts out none of their own, nor whoever could let them in again."""
    asker.role = role
    asker.save()

    suspend(member=asker, moderator=moderator, post=post, until=until(), public_reason="No.")

    asker.refresh_from_db()
    assert (asker.is_suspended, asker.is_paused) == (False, True)
    assert "You read only until" in mail.outbox[0].subject + mail.outbox[0].body
    act = ModerationAction.objects.get()
    assert (act.kind, act.post) == ("suspend", post)
    second = make_user(role="moderator")
    made = appeal(action=act, member=asker, words="It was a quote.")
    decide_appeal(appeal=made, moderator=second, is_granted=True)
    asker.refresh_from_db()
    assert not asker.reads_only


def test_nobody_does_it_to_themselves(as_member, asker, post):
    asker.role = "moderator"
    asker.save()
    assert as_member(asker).post(f"/posts/{post.pk}/author/pause/", LENGTH).status_code == 403


def test_whom_to_ask_does_not_tell_which_moderator_wrote_it(
    as_member, asker, moderator, administrator, post
):
    asker.role = "moderator"
    asker.save()
    case = make_flagged(post=post)

    assert asker in moderators_to_ask(case, moderator)
    ask_moderator(case=case, by=moderator, asked=asker)

    page = as_member(asker).get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "It concerns you, so another moderator decides." in page
    hide_post(post=post, moderator=moderator, rule="4")
    made = appeal(action=ModerationAction.objects.get(), member=asker, words="It was a quote.")
    waiting = Case.objects.get(appeal=made)
    assert asker in moderators_to_ask(waiting, administrator)
    ask_moderator(case=waiting, by=administrator, asked=asker)


def test_that_nobody_else_could_decide_does_not_tell_it_either(asker, moderator, post):
    asker.role = "moderator"
    asker.save()
    hide_post(post=post, moderator=moderator, rule="4")
    made = appeal(action=ModerationAction.objects.get(), member=asker, words="It was a quote.")

    assert others_who_can_decide(made, moderator)
    assert others_who_can_decide(made, asker) is False


def test_where_words_leave_does_not_tell_of_whose_notes_they_are(asker, peer, moderator):
    """A note with words of the post, about whoever may have written it, would be an answer."""
    post = take_name_off(make_reply(author=asker, body="It was Jane Roe of room 12."))

    found = []
    for member in (asker, peer):
        add_note(member=member, moderator=moderator, words="Jane Roe of room 12?")
        found.append(len(places_of(post=post, moderator=moderator, words="Jane Roe of room 12")))
    redact_words(post=post, moderator=moderator, words="Jane Roe of room 12", rule="1")

    assert found == [2, 3]
    assert not MemberNote.objects.filter(words__contains="Jane").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes one writer at a time")
def test_members_are_held_before_posts_where_a_sanction_is_taken_back(asker, moderator, post):
    """As in every service: somebody who posts at that moment waits, and nobody for them."""
    pause_posting(member=asker, moderator=moderator, post=post, until=until(), public_reason="No.")
    made = appeal(action=ModerationAction.objects.get(), member=asker, words="It was a quote.")

    with CaptureQueriesContext(connection) as captured:
        decide_appeal(appeal=made, moderator=make_user(role="moderator"), is_granted=True)

    held = re.findall(r'_locked_|FROM "(?:threads_thread|threads_post)".* FOR UPDATE', _text(captured))
    assert [row.startswith("_locked_") for row in held][:3] == [True, False, False]


def _text(captured) -> str:
    return "\n".join(one["sql"] for one in captured)
