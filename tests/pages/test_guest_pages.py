import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.services import update_profile
from forum.core import guest_pages, middleware
from forum.moderation.services import close_thread, hide_post
from forum.replies.services import mark_helpful
from forum.threads.services import edit_post, save_topic
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced(django_capture_on_commit_callbacks):
    """Do something and let its news out, as after a commit."""

    def do(act, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            return act(**arguments)

    return do


def test_a_kept_page_costs_one_statement(client):
    thread = make_thread()
    first = client.get(thread.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        second = client.get(thread.get_absolute_url())

    assert len(captured) == 1
    assert second.content == first.content


def rename_topic(thread, peer, moderator):
    thread.topic.name = "Renamed topic"
    save_topic(topic=thread.topic)


CHANGES = {
    "reply": lambda thread, peer, moderator: make_reply(thread=thread, body="Brand new."),
    "hide": lambda thread, peer, moderator: hide_post(
        post=thread.posts.get(number=2), moderator=moderator, rule="4"
    ),
    "edit": lambda thread, peer, moderator: edit_post(
        post=thread.posts.get(number=2), editor=moderator, body="Edited.", version=1
    ),
    "close": lambda thread, peer, moderator: close_thread(thread=thread, moderator=moderator),
    "helpful": lambda thread, peer, moderator: mark_helpful(
        post=thread.posts.get(number=2), by=moderator
    ),
    "topic": rename_topic,
    "profile": lambda thread, peer, moderator: update_profile(
        user=peer, display_name="Priya R.", job_title="", organization_name="", about="", time_zone="UTC"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_at_once(client, announced, peer, moderator, change):
    thread = make_thread(author=peer, replies=1)
    before = client.get(thread.get_absolute_url()).content

    announced(change, thread=thread, peer=peer, moderator=moderator)

    assert client.get(thread.get_absolute_url()).content != before


def test_guests_get_no_cookie(client):
    thread = make_thread()

    for path in ("/", thread.get_absolute_url(), "/topics/", "/about/", "/t/999/"):
        assert client.get(path).cookies == {}


def test_a_browser_that_has_the_page_is_told_so(client):
    page = client.get("/")

    again = client.get("/", headers={"If-None-Match": page.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_members_are_never_given_a_guests_copy(client, as_member, asker):
    Client().get("/")

    page = as_member(asker).get("/")

    assert "Dana Whitfield" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_members_page_is_never_kept_for_guests(as_member, asker):
    as_member(asker).get("/?n=1")

    assert "Dana Whitfield" not in Client().get("/?n=1").content.decode()


def test_the_theme_of_one_guest_is_not_that_of_another(client):
    client.get("/")
    client.cookies["theme"] = "dark"

    assert 'data-theme="dark"' in client.get("/").content.decode()
    assert "data-theme" not in Client().get("/").content.decode()


def test_head_answers_as_get_without_the_page(client):
    assert client.head("/").status_code == 200
    assert client.head("/").content == b""


def test_another_build_sends_its_pages_anew(client, monkeypatch):
    seen = client.get("/").headers["ETag"]
    monkeypatch.setattr(middleware, "BUILD", "another")
    guest_pages.kept.clear()

    assert client.get("/", headers={"if-none-match": seen}).status_code == 200


def test_a_page_that_htmx_asks_for_is_not_kept_since_it_follows_the_referer(client):
    path = make_thread().get_absolute_url()
    htmx = {"HX-Request": "true"}

    client.get(path, headers=htmx | {"Referer": "http://testserver/accounts/logout/?poison=1"})
    page = client.get(path, headers=htmx)

    assert "poison" not in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_kept_page_is_not_given_to_who_asks_another_host(client):
    assert client.get("/about/").status_code == 200

    assert client.get("/about/", headers={"host": "evil.example"}).status_code == 400
