"""Flagging through the pages: who may, what they read, and that nobody else learns of it."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.guard.models import GuardEvent
from forum.moderation.decision_services import keep, remove
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
from tests.pages.test_crawl import SKIPPED, Finder

pytestmark = pytest.mark.django_db
THANKS = "Thank you. A moderator looks at it within one working day; we tell you what came of it."
ALREADY = "You have flagged this already."
SALES = {"reason": "sales"}


def text_of(response):
    return response.content.decode()


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


# --- A member's own flags ----------------------------------------------------------------------


def test_own_flags_show_what_came_of_each(as_member, outsider, moderator, peer):
    posts = [make_reply(thread=make_thread(title=f"Question number {n} of three")) for n in range(3)]
    for post in posts:
        raise_flag(reporter=outsider, post=post, reason="sales", note="See line 2.")
    raise_flag(reporter=outsider, member=peer, reason="vendor")
    remove(case=posts[0].cases.get(), moderator=moderator, rule="4")
    keep(case=posts[1].cases.get(), moderator=moderator)

    page = text_of(as_member(outsider).get("/settings/flags/"))

    assert "A moderator agreed with you and acted." in page
    assert "A moderator found that it follows our rules." in page
    assert "A moderator looks at it within one working day." in page
    titles = [f"Question number {n} of three" in page for n in range(3)]
    assert titles == [False, True, True]  # the first is out of sight
    assert peer.display_name in page
    assert page.count("See line 2.") == 3
    assert moderator.display_name not in page


def test_own_flags_are_nobody_elses(as_member, outsider, peer, moderator):
    raise_flag(reporter=outsider, post=make_reply(), reason="sales", note="See line 2.")

    for member in (peer, moderator):
        page = text_of(as_member(member).get("/settings/flags/"))
        assert "You have not flagged anything" in page
        assert "See line 2." not in page


def test_own_flags_cost_the_same_for_one_and_for_many(as_member, outsider):
    client = as_member(outsider)

    def statements():
        client.get("/settings/flags/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/settings/flags/").status_code == 200
        return len(captured)

    raise_flag(reporter=outsider, post=make_reply(), reason="sales")
    one = statements()
    for _n in range(27):
        raise_flag(reporter=outsider, post=make_reply(), reason="sales")
    raise_flag(reporter=outsider, member=make_user(), reason="sales")
    raise_flag(reporter=outsider, organization=make_organization(), reason="sales")

    assert statements() == one
    page = text_of(client.get("/settings/flags/"))
    assert page.count("Sales pitch") == 25
    assert "?before=" in page


# --- Leaks -------------------------------------------------------------------------------------

MARKS = ("Zanzibar", "zanzibar-note")


def walked(client):
    """Every page and header that whoever is signed in finds from home on, by address."""
    waiting, found = ["/", "/settings/flags/", "/drafts/", "/mine/", "/new/"], {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path)
        found[path] = f"{response.headers}\n{response.content.decode(errors='replace')}"
        finder = Finder()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            finder.feed(text_of(response))
        targets = (urljoin(path, link).partition("#")[0] for link in finder.links)
        waiting += [to for to in targets if to.startswith("/") and not SKIPPED.search(to)]
    return found


@pytest.mark.parametrize("hides", [True, False], ids=["held", "in sight"])
@pytest.mark.parametrize("who", ["guest", "author", "colleague", "stranger"])
def test_flags_and_who_raised_them_are_nowhere_for_members(client, who, hides):
    organization = make_organization()
    reporter = make_verified(
        organization=organization, display_name="Zanzibar Quist", handle="zanzibar-q"
    )
    author = make_verified()
    post = make_reply(author=author, body="Buy ours.")
    people = {
        "author": author,
        "colleague": make_verified(organization=organization),
        "stranger": make_user(),
    }
    if who in people:
        client.force_login(people[who])
    raise_flag(
        reporter=reporter, post=post, reason="patient" if hides else "sales", note="zanzibar-note"
    )
    raise_flag(reporter=reporter, member=author, reason="vendor", note="zanzibar-note")

    pages = walked(client)

    assert len(pages) > 10
    assert [path for path, text in pages.items() if any(mark in text for mark in MARKS)] == []
    said = [message for message in mail.outbox if message.to != [reporter.email]]
    assert not any(mark in f"{message.subject}{message.body}" for message in said for mark in MARKS)


def test_moderators_see_who_flagged_and_why_but_not_on_what_is_their_own(
    as_member, outsider, moderator, administrator
):
    post = make_reply(author=moderator)
    case = raise_flag(reporter=outsider, post=post, reason="unkind", note="See line 2.").case
    about = raise_flag(reporter=outsider, member=moderator, reason="unkind", note="See line 2.").case
    pages = [f"/moderation/cases/{one.pk}/" for one in (case, about)]

    own = [text_of(as_member(moderator).get(page)) for page in pages]
    theirs = [text_of(as_member(administrator).get(page)) for page in pages]

    told = [
        [outsider.display_name in page and "See line 2." in page for page in one]
        for one in (own, theirs)
    ]
    assert told == [[False, False], [True, True]]
