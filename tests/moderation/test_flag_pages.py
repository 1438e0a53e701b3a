"""Flagging through the pages: who may, what is asked of them, and what they read then."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from forum.guard.models import GuardEvent
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Flag
from forum.moderation.thread_services import merge_threads, move_posts
from forum.threads.models import Post, Thread
from tests.make import (
    make_organization,
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
    make_verified,
    take_name_off,
)
from tests.moderation.flagging import text_of

pytestmark = pytest.mark.django_db
THANKS = "Thank you. A moderator looks at it within one working day; we tell you what came of it."
ALREADY = "You have flagged this already."
SALES = {"reason": "sales"}


def test_a_flag_leads_back_to_the_post_with_thanks(as_member, outsider):
    post = make_reply()
    client = as_member(outsider)
    assert f'href="/posts/{post.pk}/flag/"' in text_of(client.get(post.thread.get_absolute_url()))

    response = client.post(f"/posts/{post.pk}/flag/", SALES)

    assert response.url == post.thread.get_absolute_url()
    page = text_of(client.get(response.url))
    assert f'{THANKS} <a href="#{post.anchor}">Back to the post</a>' in page
    assert "out of sight" not in page
    assert (Flag.objects.get().reporter, Flag.objects.get().reason) == (outsider, "sales")


@pytest.mark.parametrize("number", [1, 2], ids=["question", "reply"])
def test_after_a_flag_that_hides_it_the_reporter_comes_somewhere(client, number):
    topic = make_topic()
    post = make_thread(topic=topic, replies=1).posts.get(number=number)
    client.force_login(make_verified())

    response = client.post(f"/posts/{post.pk}/flag/", {"reason": "patient"}, follow=True)

    assert response.status_code == 200
    assert f"{THANKS} It is out of sight until then." in text_of(response)
    expected = topic.get_absolute_url() if number == 1 else post.thread.get_absolute_url()
    assert response.request["PATH_INFO"] == expected


def test_guests_sign_in_first_and_keep_what_they_typed(client, outsider):
    post = make_reply()
    path = f"/posts/{post.pk}/flag/"

    assert client.get(path).url.startswith("/accounts/login/?next=")
    sent = client.post(path, {"reason": "unkind", "note": "Look at the second line."})
    assert sent.url.startswith("/accounts/login/?next=")
    client.force_login(outsider)

    page = text_of(client.get(path))
    assert "Look at the second line." in page
    assert re.search(r'<input[^>]* value="unkind"[^>]* checked', page)
    assert not Flag.objects.exists()


def test_flagged_twice_says_so_and_changes_nothing(as_member, outsider):
    post = make_reply()
    client = as_member(outsider)
    client.post(f"/posts/{post.pk}/flag/", SALES)

    assert ALREADY in text_of(client.get(f"/posts/{post.pk}/flag/"))
    again = client.post(f"/posts/{post.pk}/flag/", {"reason": "unkind"}, follow=True)

    assert ALREADY in text_of(again)
    assert Flag.objects.get().reason == "sales"


def test_a_second_click_on_what_the_first_one_hid_is_no_error(client):
    post = make_reply()
    client.force_login(make_verified())
    client.post(f"/posts/{post.pk}/flag/", {"reason": "patient"})

    second = client.post(f"/posts/{post.pk}/flag/", {"reason": "patient"}, follow=True)

    assert second.status_code == 200
    assert ALREADY in text_of(second)


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "held"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_out_of_sight_cannot_be_flagged(as_member, outsider, moderator, state, method):
    post = make_reply()
    Post.objects.filter(pk=post.pk).update(**{f"{state}_at": timezone.now()})

    for member in (outsider, moderator):
        response = getattr(as_member(member), method)(f"/posts/{post.pk}/flag/", SALES)
        assert response.status_code == 404

    assert not Flag.objects.exists()


def closed(post, moderator):
    Thread.objects.filter(pk=post.thread_id).update(closed_at=timezone.now())


def for_members(post, moderator):
    Thread.objects.filter(pk=post.thread_id).update(audience="members", sharing="members")


def nameless(post, moderator):
    take_name_off(post)


def merged(post, moderator):
    merge_threads(source=post.thread, target=make_thread(), moderator=moderator)


def moved(post, moderator):
    move_posts(source=post.thread, numbers=[post.number], target=make_thread(), moderator=moderator)


@pytest.mark.parametrize("put", [closed, for_members, nameless, merged, moved])
@pytest.mark.parametrize(
    ("role", "expected"),
    [("member", 302), ("vendor", 302), ("topic moderator", 302), ("moderator", 302), ("author", 403)],
)
def test_who_may_flag_a_post_in_any_state_of_its_thread(client, moderator, peer, put, role, expected):
    post = make_reply(author=peer)
    people = {
        "member": make_user,
        "vendor": lambda: make_verified(organization=make_organization(kind="vendor")),
        "topic moderator": lambda: make_topic_moderator(make_topic()),
        "moderator": lambda: moderator,
        "author": lambda: peer,
    }
    put(post, moderator)
    client.force_login(people[role]())

    response = client.post(f"/posts/{post.pk}/flag/", SALES)

    assert response.status_code == expected
    assert Flag.objects.count() == int(expected == 302)


def test_members_and_organizations_are_flagged_from_their_pages(as_member, outsider, peer):
    organization = make_organization()
    client = as_member(outsider)

    for page in (peer.get_absolute_url(), organization.get_absolute_url()):
        assert f'href="{page}flag/"' in text_of(client.get(page))
        assert "Note to the moderators" in text_of(client.get(f"{page}flag/"))
        response = client.post(f"{page}flag/", {"reason": "vendor"})
        assert response.url == page
        assert ALREADY in text_of(client.post(f"{page}flag/", {"reason": "vendor"}, follow=True))

    assert Flag.objects.count() == 2


def test_nobody_flags_themselves(as_member, peer):
    client = as_member(peer)

    assert "/flag/" not in text_of(client.get(peer.get_absolute_url()))
    assert client.post(f"{peer.get_absolute_url()}flag/", SALES).status_code == 403


def test_a_paused_member_is_offered_no_flag_and_told_why(as_member, outsider, peer):
    post = make_reply(author=peer)
    User.objects.filter(pk=outsider.pk).update(posting_paused_until=timezone.now() + timedelta(days=1))
    client = as_member(outsider)

    for page in (post.thread.get_absolute_url(), peer.get_absolute_url()):
        assert "/flag/" not in text_of(client.get(page))
    for path in (f"/posts/{post.pk}/flag/", f"{peer.get_absolute_url()}flag/"):
        refused = client.post(path, SALES)
        assert refused.status_code == 403
        assert "You read only for now" in text_of(refused)


def test_a_reason_is_needed_and_something_else_needs_a_note(as_member, outsider):
    path = f"/posts/{make_reply().pk}/flag/"
    client = as_member(outsider)

    none = client.post(path, {"note": "Look at this."})
    other = client.post(path, {"reason": "other"})
    endless = client.post(path, {"reason": "sales", "note": "x" * 501})

    assert [response.status_code for response in (none, other, endless)] == [422, 422, 422]
    assert "Choose what is wrong with it" in text_of(none)
    assert "Look at this." in text_of(none)
    assert "Say in a few words what is wrong with it" in text_of(other)
    assert not Flag.objects.exists()


def test_a_note_passes_the_guard(as_member, outsider):
    path = f"/posts/{make_reply().pk}/flag/"
    typed = {"reason": "patient", "note": "It is our patient, MRN 7730215."}
    client = as_member(outsider)

    stopped = client.post(path, typed | {"guard_ok": "1", "guard_reason": "It is none"})
    replaced = client.post(path, typed | {"guard_remove": "1"})

    assert (stopped.status_code, replaced.status_code) == (422, 422)
    assert "[removed]" in text_of(replaced)
    assert not Flag.objects.exists()
    assert GuardEvent.objects.filter(action="stopped").exists()


def test_flags_are_limited(as_member, outsider, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"flag": "2/h/user"}
    client = as_member(outsider)

    answers = [
        client.post(f"/posts/{make_reply().pk}/flag/", SALES | {"note": "Mine."}) for _n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Mine." in text_of(answers[-1])
    assert "That was a lot of flags" in text_of(answers[-1])


def test_its_author_reads_why_it_waits_and_that_it_can_be_changed_once(as_member, peer, moderator):
    post = make_reply(author=peer)
    raise_flag(reporter=make_verified(), post=post, reason="patient")
    url = post.thread.get_absolute_url()

    own = text_of(as_member(peer).get(url))
    theirs = text_of(as_member(moderator).get(url))
    as_member(peer).post(f"/posts/{post.pk}/edit/", {"body": "Another text.", "version": "1"})
    changed = text_of(as_member(peer).get(url))

    assert "It was flagged: may identify a patient. You can change it once" in own
    assert "It was flagged: may identify a patient. Only its author" in theirs
    assert "The text has been changed since." in changed
