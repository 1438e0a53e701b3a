"""What every answer keeps: headers, cookies, sane refusals."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from accounts.handles import RESERVED
from forum.moderation.flag_services import raise_flag
from forum.moderation.services import edit_post, hide_post
from forum.replies.services import mark_helpful
from forum.threads.models import Topic
from forum.wsgi import application
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


@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "NaN", "9" * 40, "", " 1", "９", "abc", "2"])
def test_pages_that_are_not_there_are_404(client, page):
    thread = make_thread()

    assert client.get(thread.get_absolute_url(), {"page": page}).status_code == 404


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "abc",
        "1",
        "1-2-3",
        "-1",
        "9" * 30 + "-1",
        "1-" + "9" * 30,
        "9" * 5000 + "-1",
        "1-" + "9" * 5000,
        "１-1",
        "1-1 ",
    ],
)
def test_cursors_that_are_not_ours_are_404(client, cursor):
    assert client.get("/", {"before": cursor}).status_code == 404
    assert client.get("/", {"after": cursor}).status_code == 404


@pytest.mark.parametrize("cursor", ["", "abc", "1-1", "-1", "9" * 30, "9" * 5000, "１"])
def test_cursors_by_id_alone_that_are_not_ours_are_404(client, asker, cursor):
    assert client.get(asker.get_absolute_url(), {"before": cursor}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/t/0/", 404),
        ("/t/-1/", 404),
        (f"/t/{2**63}/", 404),
        (f"/t/{10**30}/", 404),
        ("/t/1%00/", 400),
        ("/tags/%00/", 400),
        ("/tags/%ff/", 404),
        ("/members/%00/", 400),
        ("/members/nobody/", 404),
        ("/topics/nowhere/", 404),
        ("/?q=%ff", 400),
        ("/?q=%00", 400),
        ("/posts/999999999999999999/source/", 404),
        ("/.well-known/nothing", 404),
        ("/.git/config", 404),
        ("/.env", 404),
        ("/static/../manage.py", 404),
    ],
)
def test_odd_addresses_are_refused(client, path, status):
    assert client.get(path).status_code == status


def test_a_body_that_is_not_utf8_is_refused(as_member, asker):
    response = as_member(asker).post(
        "/ask/", b"title=%ff%fe", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "charset",
    ["rot13", "hex", "zlib", "undefined", "raw_unicode_escape", "utf-16", "utf-7", "latin-1", "nope"],
)
def test_a_request_in_another_charset_is_refused(client, charset):
    """As the WSGI application reads it: Django's own client cannot make such a request."""
    asked = {"REQUEST_METHOD": "GET", "QUERY_STRING": "n=%5Cud800"}
    statuses = set()
    for content_type in ("text/plain", "application/x-www-form-urlencoded"):
        environ = client._base_environ(CONTENT_TYPE=f"{content_type}; charset={charset}", **asked)
        statuses.add(application.get_response(application.request_class(environ)).status_code)

    assert statuses == {400}


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_is_understood_however_it_is_named(as_member, asker, charset):
    form = f"application/x-www-form-urlencoded; charset={charset}"

    assert as_member(asker).generic("POST", "/ask/", b"title=a", form).status_code == 422


def test_files_are_refused_before_they_are_stored(client):
    file = SimpleUploadedFile("x.bin", b"a" * 70_000)

    assert client.post("/accounts/login/", {"login": "a", "file": file}).status_code == 413


def test_a_body_that_says_it_is_too_large_is_not_read(client):
    class Unread(BytesIO):
        def read(self, *args):
            pytest.fail("the body was read")

    response = client.generic(
        "POST",
        "/accounts/login/",
        content_type="multipart/form-data; boundary=B",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**9)},
    )

    assert response.status_code == 413
    assert "Content-Security-Policy" in response.headers


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


def production(*arguments, **changes):
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a production key of more than fifty characters, 0123456789",
        "ALLOWED_HOSTS": "rounds.example",
        "SITE_URL": "https://rounds.example",
        "CONTACT_EMAIL": "help@rounds.example",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
        "VAR_DIR": str(settings.VAR_DIR),
    } | changes
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:forum", "manage.py", *arguments],
        env={name: value for name, value in environment.items() if value},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_deployment_check_is_clean():
    done = production("check", "--deploy", "--fail-level", "WARNING")

    assert done.stderr.strip() in ("", "System check identified no issues (0 silenced).")
    assert done.returncode == 0


def test_production_cookies_are_secure_and_bound_to_the_host():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS"
    code = f"from django.conf import settings; print(*[getattr(settings, n) for n in '{names}'.split()])"

    done = production("shell", "-v0", "-c", code)

    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "31536000"]


def setting(name, **changes):
    code = f"from django.conf import settings; print(repr(settings.{name}))"
    return production("shell", "-v0", "-c", code, **changes).stdout.strip()


def test_signing_out_does_not_depend_on_redis():
    code = (
        "from importlib import import_module; from django.conf import settings; "
        "from django.contrib.sessions.backends import cached_db, db; "
        "store = import_module(settings.SESSION_ENGINE).SessionStore; "
        "print(issubclass(store, db.SessionStore), issubclass(store, cached_db.SessionStore))"
    )

    done = production("shell", "-v0", "-c", code, REDIS_URL="redis://127.0.0.1:6379/0")

    assert done.stdout.strip() == "True False"


def test_what_the_address_of_the_database_says_is_kept():
    url = "postgres://rounds@db.example/rounds?sslmode=verify-full"

    options = setting("DATABASES['default']['OPTIONS']", DATABASE_URL=url)

    assert "'sslmode': 'verify-full'" in options
    assert "statement_timeout" in options


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "CONTACT_EMAIL", "EMAIL_URL"]
)
def test_production_does_not_start_without(name):
    done = production("check", **{name: ""})

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


def test_no_migration_is_missing():
    assert production("makemigrations", "--check", "--dry-run").returncode == 0


def test_large_counts_have_commas(client):
    make_topic(name="Video", slug="video")
    Topic.objects.update(thread_count=12_345)

    for path in ("/", "/topics/", "/topics/video/"):
        assert "12,345" in client.get(path).content.decode()
