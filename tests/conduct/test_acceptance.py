"""Members accept the rules when they join, and again when a version asks for it."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import accept_rules, hold_member
from forum.conduct.models import Acceptance
from forum.core.errors import Outdated
from forum.moderation.services import close_thread
from forum.replies.models import Draft, HelpfulMark
from forum.replies.services import mark_helpful, post_reply
from forum.threads import permissions
from forum.threads.models import Post, Thread
from forum.threads.services import edit_post, start_thread, withdraw_post
from tests.make import PASSWORD, make_reply, make_thread, make_topic, make_version

pytestmark = pytest.mark.django_db
ASK = {"title": "Which newsletter tool is kind?", "body": "We outgrew ours.", "topic": "email"}
POSTS = {  # act: address, form
    "ask": ("/ask/", ASK),
    "preview of a question": ("/ask/", ASK | {"preview": "1"}),
    "reply": ("/t/{thread}/reply/", {"body": "Plain text mail."}),
    "preview of a reply": ("/t/{thread}/reply/", {"body": "Plain text mail.", "preview": "1"}),
    "edit": ("/posts/{own}/edit/", {"body": "Changed.", "version": "1"}),
    "helpful": ("/posts/{other}/helpful/", {}),
    "not helpful": ("/posts/{other}/unhelpful/", {}),
    "most helpful": ("/posts/{answer}/accept/", {}),
    "not most helpful": ("/posts/{answer}/unaccept/", {}),
    "undo a withdrawal": ("/posts/{own}/undo/", {}),
    "ask for an update": ("/t/{mine}/update/", {}),
}


@pytest.fixture
def scene(peer, asker):
    thread = make_thread(author=asker, topic=make_topic(slug="email"))
    mine = make_thread(author=peer)
    keys = {
        "thread": thread.pk,
        "mine": mine.pk,
        "own": make_reply(thread=thread, author=peer).pk,
        "other": thread.posts.get(number=1).pk,
        "answer": make_reply(thread=mine, author=asker).pk,
    }
    make_version()
    return keys


def facts():
    return [
        list(model.objects.order_by("pk").values()) for model in (Thread, Post, HelpfulMark, Acceptance)
    ]


@pytest.mark.parametrize("act", POSTS)
def test_nobody_writes_before_they_accept(as_member, peer, scene, act):
    path, form = POSTS[act]
    before = facts()

    response = as_member(peer).post(path.format(**scene), form)

    page = response.content.decode()
    assert response.status_code == 403
    assert "The code of conduct has changed" in page
    assert "Rule 4: changed" in page
    assert ("Your text is safe" in page) == bool(form)
    assert facts() == before


@pytest.mark.parametrize("role", ["member", "moderator", "administrator"])
def test_services_refuse_too_whatever_the_role(peer, scene, role):
    User.objects.filter(pk=peer.pk).update(role=role)
    member = User.objects.get(pk=peer.pk)
    own, other = Post.objects.get(pk=scene["own"]), Post.objects.get(pk=scene["other"])

    for act in (
        lambda: start_thread(topic=make_topic(), author=member, title="A question of mine"),
        lambda: post_reply(thread=other.thread, author=member, body="Yes."),
        lambda: edit_post(post=own, editor=member, body="Changed.", version=1),
        lambda: mark_helpful(post=other, by=member),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_moderator_still_removes_and_an_author_still_withdraws(peer, moderator, scene):
    own = Post.objects.get(pk=scene["own"])

    withdraw_post(post=own, by=User.objects.get(pk=peer.pk))
    close_thread(thread=own.thread, moderator=User.objects.get(pk=moderator.pk))

    own.refresh_from_db()
    assert own.withdrawn_at
    assert own.thread.closed_at


def test_reading_goes_on_with_a_calm_notice_on_each_page(as_member, peer, scene):
    client = as_member(peer)

    for path in ("/", "/topics/", f"/t/{scene['thread']}/", "/accounts/settings/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "to write again, read what changed and accept it." in page.content.decode()
    thread = client.get(f"/t/{scene['thread']}/").content.decode()
    assert "Accept it to reply." in thread
    assert "reply-form" not in thread


def test_the_notice_costs_no_statement(as_member, peer, scene):
    client, path = as_member(peer), f"/t/{scene['thread']}/"

    def count():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    with_notice = count()
    accept_rules(user=peer, version=2)

    assert count() == with_notice


def test_what_was_typed_is_back_after_accepting(as_member, peer, scene):
    client, path = as_member(peer), f"/t/{scene['thread']}/reply/"
    client.post(path, {"body": "Plain text mail, each Friday."})

    done = client.post("/accounts/conduct/", {"version": "2", "next": path})

    assert done.url == path
    assert "Plain text mail, each Friday." in client.get(path).content.decode()
    assert Draft.objects.get().body == "Plain text mail, each Friday."
    assert client.post(path, {"body": "Plain text mail, each Friday."}).status_code == 302


def test_a_question_and_an_edit_are_back_too(as_member, peer, scene):
    client, edit = as_member(peer), f"/posts/{scene['own']}/edit/"
    client.post("/ask/", ASK | {"tags": "mail", "subject_name": "Mailchimp", "asks_status": "on"})
    client.post("/accounts/conduct/", {"version": "2"})
    page = client.get("/ask/").content.decode()
    assert ASK["title"] in page
    assert 'value="Mailchimp"' in page
    User.objects.update(rules_accepted=1)

    client.post(edit, {"body": "Quite another text.", "version": "1"})
    client.post("/accounts/conduct/", {"version": "2"})

    assert "Quite another text." in client.get(edit).content.decode()


def test_a_draft_can_be_saved_meanwhile(as_member, peer, scene):
    client = as_member(peer)

    client.post(f"/t/{scene['thread']}/reply/", {"body": "Half a thought", "draft": "1"})

    assert Draft.objects.get().body == "Half a thought"


def test_htmx_is_led_to_the_rules(as_member, peer, scene):
    response = as_member(peer).post(
        f"/posts/{scene['other']}/helpful/",
        headers={"HX-Request": "true", "Referer": f"http://testserver/t/{scene['thread']}/"},
    )

    assert response.headers["HX-Redirect"] == f"/accounts/conduct/?next=%2Ft%2F{scene['thread']}%2F"


def test_looking_accepts_nothing_and_the_button_does(as_member, peer, scene):
    client = as_member(peer)
    before = facts()
    page = client.get("/accounts/conduct/?next=/topics/").content.decode()
    assert "Offers are out." in page
    assert facts() == before

    client.post("/accounts/conduct/", {"version": "2", "next": "https://evil.example/"})

    peer.refresh_from_db()
    assert peer.rules_accepted == 2
    assert list(Acceptance.objects.filter(user=peer).values_list("version__number", flat=True)) == [1, 2]
    assert "You have accepted the code of conduct" in client.get("/accounts/conduct/").content.decode()


def test_accepting_is_of_the_version_that_was_read(as_member, peer, scene):
    make_version(text="Nor any gifts.")
    client = as_member(peer)

    response = client.post("/accounts/conduct/", {"version": "2"})

    assert response.status_code == 409
    assert "The rules have changed once more meanwhile." in response.content.decode()
    with pytest.raises(Outdated):
        accept_rules(user=peer, version=2)
    assert User.objects.get(pk=peer.pk).rules_accepted == 1


@pytest.mark.parametrize("version", ["", "0", "99", "x", "-1", "9" * 30])
def test_a_version_that_is_not_there_is_not_accepted(as_member, peer, scene, version):
    assert as_member(peer).post("/accounts/conduct/", {"version": version}).status_code == 409


def test_a_better_wording_asks_nobody(peer):
    make_version(asks_acceptance=False)

    assert permissions.can_post(User.objects.get(pk=peer.pk))


def test_whoever_slept_through_two_versions_accepts_the_later(peer):
    make_version()
    make_version(text="A comma is in its place.", asks_acceptance=False)
    assert not permissions.can_post(hold_member(peer))

    accept_rules(user=peer, version=3)

    assert permissions.can_post(hold_member(peer))


def test_accepting_twice_is_once(peer, scene):
    accept_rules(user=peer, version=2)
    accept_rules(user=peer, version=2)

    assert Acceptance.objects.filter(user=peer, version__number=2).count() == 1


def test_a_guest_signs_in_first(client, db):
    assert client.get("/accounts/conduct/").url == "/accounts/login/?next=%2Faccounts%2Fconduct%2F"


def test_the_download_says_what_was_accepted_and_when(client, asker):
    make_version()
    accept_rules(user=asker, version=2)
    client.force_login(asker)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    archive = client.post("/settings/export/")

    profile = json.loads(zipfile.ZipFile(io.BytesIO(archive.content)).read("profile.json"))
    accepted = profile["code_of_conduct_accepted"]
    assert [row["version__number"] for row in accepted] == [1, 2]
    assert all(row["accepted_at"] for row in accepted)
