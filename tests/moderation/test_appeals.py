"""The author of what a moderator removed reads why, and may disagree, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.core.errors import Refused
from forum.moderation import services
from forum.moderation.appeal_services import appeal
from forum.moderation.care_services import decline_post
from forum.moderation.logbook import write
from forum.moderation.models import Appeal, Case, ModerationAction
from tests.make import make_reply, make_thread, make_user, make_version
from tests.moderation.appealing import MESSAGE, page_of

pytestmark = pytest.mark.django_db


# --- The note to the author


def test_the_author_reads_the_note_in_place_of_the_post_and_nobody_else(as_member, client, post, action):
    path = post.thread.get_absolute_url()

    assert MESSAGE not in page_of(client, path)
    mine = page_of(as_member(post.author), path)
    assert MESSAGE in mine
    assert f'href="/appeals/{action.pk}/"' in mine
    for role in ("member", "moderator"):
        theirs = page_of(as_member(make_user(role=role)), path)
        assert MESSAGE not in theirs
        assert "/appeals/" not in theirs


def test_the_author_is_mailed_the_rule_the_note_and_the_way_to_appeal(post, action):
    (message,) = mail.outbox

    assert message.to == [post.author.email]
    assert message.subject == "Your reply was removed"
    assert "rule 4: vendors answer, they do not sell" in message.body
    assert MESSAGE in message.body
    assert f"/appeals/{action.pk}/" in message.body
    assert "The moderators" in message.body
    assert "Helen Brandt" not in message.body
    assert "again" not in message.body
    assert "Book a demo." not in message.body


def test_the_asker_of_a_removed_thread_reads_and_is_mailed_the_note(as_member, asker, moderator):
    thread = make_thread(author=asker)

    as_member(moderator).post(f"/t/{thread.pk}/hide/", {"rule": "6", "message": MESSAGE})

    page = page_of(as_member(asker), thread.get_absolute_url())
    assert MESSAGE in page
    assert "/appeals/" in page
    assert MESSAGE in mail.outbox[0].body
    assert MESSAGE not in page_of(as_member(moderator), thread.get_absolute_url())


def test_of_a_declined_post_too(as_member, peer, moderator):
    post = make_reply(author=peer, held="guard")

    decline_post(post=post, moderator=moderator, rule="1", message=MESSAGE)

    assert MESSAGE in page_of(as_member(peer), post.thread.get_absolute_url())
    assert MESSAGE in mail.outbox[0].body


def test_nobody_is_mailed_what_they_did_themselves(moderator):
    services.hide_post(post=make_reply(author=moderator), moderator=moderator, rule="6")

    assert mail.outbox == []


def test_the_form_asks_for_the_note(as_member, peer, moderator):
    post, client = make_reply(author=peer), as_member(moderator)
    assert "They see it, signed “the moderators”." in page_of(client, f"/posts/{post.pk}/hide/")

    refused = client.post(f"/posts/{post.pk}/hide/", {"rule": "4", "message": "x" * 1001})
    client.post(f"/posts/{post.pk}/hide/", {"rule": "4", "message": MESSAGE})

    assert refused.status_code == 422
    assert ModerationAction.objects.get().message == MESSAGE


# --- Appealing


def test_an_appeal_waits_in_the_queue(as_member, post, action):
    response = as_member(post.author).post(f"/appeals/{action.pk}/", {"words": "It was no pitch."})

    assert response.url == f"/appeals/{action.pk}/"
    made = Appeal.objects.get()
    assert (made.member, made.words, made.decided_at) == (post.author, "It was no pitch.", None)
    case = Case.objects.get()
    assert (case.kind, case.harm, case.appeal, case.closed_at) == (
        "appeal",
        Case.Harm.PERSON,
        made,
        None,
    )
    page = page_of(as_member(post.author), f"/appeals/{action.pk}/")
    assert "Your appeal waits for a moderator" in page
    assert "It was no pitch." in page


def test_one_appeal_can_be_made(as_member, post, action):
    appeal(action=action, member=post.author, words="It was no pitch.")

    with pytest.raises(Refused):
        appeal(action=action, member=post.author, words="Once more.")
    again = as_member(post.author).post(f"/appeals/{action.pk}/", {"words": "Once more."})

    assert again.status_code == 422
    assert Appeal.objects.count() == Case.objects.count() == 1


def test_after_thirty_days_it_is_too_late(as_member, post, action):
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        with pytest.raises(Refused):
            appeal(action=action, member=post.author, words="It was no pitch.")
        page = page_of(as_member(post.author), f"/appeals/{action.pk}/")

    assert "The 30 days are over." in page
    assert "<textarea" not in page


@pytest.mark.parametrize("role", ["member", "moderator", "administrator"])
def test_nobody_appeals_for_another_or_learns_of_it(as_member, action, role):
    stranger = make_user(role=role)

    with pytest.raises(PermissionDenied):
        appeal(action=action, member=stranger, words="On their behalf.")
    client = as_member(stranger)

    assert client.get(f"/appeals/{action.pk}/").status_code == 404
    assert client.post(f"/appeals/{action.pk}/", {"words": "Mine."}).status_code == 404


def test_acts_that_took_nothing_away_cannot_be_appealed(asker, moderator):
    thread = make_thread(author=asker)
    services.close_thread(thread=thread, moderator=moderator)

    with pytest.raises(PermissionDenied):
        appeal(action=ModerationAction.objects.get(), member=asker, words="Open it.")


@pytest.mark.parametrize("kind", ["warn", "pause", "suspend"])
def test_a_member_appeals_what_was_done_to_them(as_member, peer, outsider, moderator, kind):
    action = write(moderator, kind, member=peer, rule="2")
    beside = write(moderator, kind, post=make_reply(author=peer), rule="2")
    for act in (action, beside):
        with pytest.raises(PermissionDenied):
            appeal(action=act, member=outsider, words="On their behalf.")
    assert "A moderator" in page_of(as_member(peer), f"/appeals/{action.pk}/")

    made = [appeal(action=act, member=peer, words="I was kind.") for act in (action, beside)]

    assert [one.member for one in made] == [peer, peer]


def test_an_appeal_says_why_and_passes_the_guard(as_member, post, action):
    client = as_member(post.author)

    silent = client.post(f"/appeals/{action.pk}/", {"words": " "})
    telling = client.post(f"/appeals/{action.pk}/", {"words": "Her MRN 00482913 was not in it."})

    assert "Say why you disagree" in silent.content.decode()
    assert (silent.status_code, telling.status_code) == (422, 422)
    assert "MRN 00482913" in telling.content.decode()
    assert Appeal.objects.count() == 0


def test_who_has_not_accepted_the_rules_may_appeal(as_member, post, action):
    make_version()

    as_member(post.author).post(f"/appeals/{action.pk}/", {"words": "It was no pitch."})

    assert Appeal.objects.count() == 1
