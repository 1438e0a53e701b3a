"""What every answer keeps and every form needs; a member's download; what is there for machines."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.handles import RESERVED
from forum.moderation.flag_services import raise_flag
from forum.moderation.services import edit_post, hide_post
from forum.replies.services import mark_helpful
from forum.threads.models import Topic
from tests.make import PASSWORD, make_reply, make_thread, make_topic

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}


def answers(client, asker):
    thread = make_thread(author=asker)
    yield 200, client.get("/")
    yield 200, client.get(thread.get_absolute_url())
    yield 302, client.get("/ask/")
    yield 400, client.get("/?n=%00")
    yield 404, client.get("/t/999/")
    yield 405, client.post("/")
    client.force_login(asker)
    yield 200, client.get(thread.get_absolute_url())
    yield 403, client.get("/moderation/log/")
    yield 413, client.post("/ask/", {"body": "a" * 1_100_000})
    yield 422, client.post("/ask/", {})
    yield 302, client.get("/admin/")


def test_every_kind_of_answer_has_the_headers(client, asker):
    for status, response in answers(client, asker):
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert {part.strip() for part in response.headers["Content-Security-Policy"].split(";")} == CSP
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "Cache-Control" in response.headers


def test_redirects_to_https_and_refused_hosts_have_the_headers(settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()

    for status, response in [
        (301, client.get("/")),
        (400, client.get("/", headers={"host": "evil.example"})),
    ]:
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert "Content-Security-Policy" in response.headers
        assert "Permissions-Policy" in response.headers


def test_a_failing_page_says_so_in_our_words(client, monkeypatch):
    monkeypatch.setattr("forum.pages.lists.articles.rows", lambda *args, **kwargs: 1 / 0)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_stale_form_gives_the_text_back(asker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(asker)

    typed = {
        "title": "Is it gone?",
        "body": "An hour of typing.",
        "tags": "video, policy",
        "reason": "Figures of one year",
        "note": "Spoke to them",
        "about": "I film things",
    }

    response = client.post("/ask/", typed, headers={"referer": "http://testserver/ask/?topic=video"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "Your text is kept" in page
    for label, text in zip(
        ("Question", "Text", "Tags", "Reason", "Note", "About you"), typed.values(), strict=True
    ):
        assert f">{label}</label>" in page
        assert f"readonly>{text}</textarea>" in page
    assert 'href="/ask/?topic=video">Load the page again</a>' in page


ACTS = {  # who may do it, and with what
    "helpful": ("asker", {}),
    "unhelpful": ("asker", {}),
    "accept": ("asker", {}),
    "unaccept": ("asker", {}),
    "withdraw": ("peer", {}),
    "undo": ("peer", {}),
    "edit": ("peer", {"body": "Other words.", "version": 1}),
    "hide": ("moderator", {"rule": "1"}),
    "restore": ("moderator", {}),
    "revisions/1/redact": ("moderator", {"rule": "1"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_needs_the_forms_token(asker, peer, moderator, act):
    who, form = ACTS[act]
    post = make_reply(thread=make_thread(author=asker), author=peer)
    if act == "restore":
        hide_post(post=post, moderator=moderator, rule="1")
    if "revisions" in act:
        edit_post(post=post, editor=peer, body="Other words.", version=1)
    statuses = []
    for checks in (True, False):
        client = Client(enforce_csrf_checks=checks)
        client.force_login({"asker": asker, "peer": peer, "moderator": moderator}[who])
        statuses.append(client.post(f"/posts/{post.pk}/{act}/", form).status_code)

    assert statuses == [403, 302]


def test_acts_are_not_done_by_following_a_link(as_member, asker, peer):
    post = make_reply(author=peer)
    client = as_member(asker)

    statuses = {
        client.get(f"/posts/{post.pk}/{act}/").status_code for act in ("helpful", "withdraw", "accept")
    }

    assert statuses == {405}


def test_signing_in_leads_back_and_never_away(client, asker):
    form = {"login": "dwhitfield", "password": PASSWORD}

    home = client.post(
        "/accounts/login/?next=https://evil.example/", form | {"next": "https://evil.example/"}
    )

    assert home.url == "/"


def test_members_download_what_is_theirs(client, asker, peer):
    thread = make_thread(author=asker, body="My question.")
    make_reply(thread=thread, author=peer, body="Their reply.")

    mark_helpful(post=make_reply(author=peer), by=asker)
    raise_flag(reporter=asker, post=make_reply(author=peer), reason="sales", note="It sells.")
    raise_flag(reporter=peer, post=thread.posts.get(number=1), reason="topic", note="Their reply.")
    client.post("/accounts/login/", {"login": "dwhitfield", "password": PASSWORD})
    client.get(thread.get_absolute_url())

    asked = client.post("/settings/export/")
    response = client.post(asked.url, {"password": PASSWORD})

    assert asked.url == "/accounts/reauthenticate/?next=%2Fsettings%2Fexport%2F"
    archive = zipfile.ZipFile(BytesIO(response.content))
    texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(texts) == [
        "appeals.json",
        "drafts.json",
        "flags.json",
        "helpful-marks.json",
        "posts.json",
        "profile.json",
        "read-threads.json",
        "sessions.json",
        "sharing.json",
        "standing.json",
        "statuses.json",
        "threads.json",
    ]
    for name in ("helpful-marks.json", "read-threads.json", "sessions.json"):
        assert len(json.loads(texts[name])) == 1
    assert "My question." in texts["posts.json"]
    assert [flag["note"] for flag in json.loads(texts["flags.json"])] == ["It sells."]
    assert "Their reply." not in "".join(texts.values())


def test_health_says_ok_and_no_more(client):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"ready": True}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/accounts/2fa/webauthn/login/"])
def test_what_machines_read_says_that_it_is_utf8(client, path):
    response = client.get(path, headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == 200
    assert response.headers["Content-Type"].endswith("; charset=utf-8")


def test_security_txt_is_current(client):
    text = client.get("/.well-known/security.txt").content.decode()

    expires = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("Expires")]
    moment = datetime.fromisoformat(expires[0])
    assert len(expires) == 1
    assert timedelta() < moment - datetime.now(UTC) < timedelta(days=365)


def test_the_first_part_of_every_address_is_no_handle():
    first = {
        str(pattern.pattern).partition("/")[0].strip("^.$") for pattern in get_resolver().url_patterns
    }
    included = {
        str(inner.pattern).partition("/")[0]
        for pattern in get_resolver().url_patterns
        if not str(pattern.pattern)
        for inner in pattern.url_patterns
    }

    words = {word.partition(".")[0] for word in first | included if word.isalpha()}
    assert words - RESERVED == set()


def test_large_counts_have_commas(client):
    make_topic(name="Video", slug="video")
    Topic.objects.update(thread_count=12_345)

    for path in ("/", "/topics/", "/topics/video/"):
        assert "12,345" in client.get(path).content.decode()
