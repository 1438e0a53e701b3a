"""Addresses, cursors and bodies that nobody should send: each is refused, and nothing breaks."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.wsgi import application
from tests.make import make_thread

pytestmark = pytest.mark.django_db


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


def multipart(value):
    head = b'--B\r\nContent-Disposition: form-data; name="body"\r\n\r\n'
    return head + value + b"\r\n--B--\r\n"


@pytest.mark.parametrize(
    ("value", "status"),
    [(b"Bad \xff\xfe bytes", 400), (b"\xed\xa0\x80", 400), ("Ünïcode 🧪 � %ff".encode(), 422)],
)
def test_a_form_in_parts_is_utf8_too(as_member, asker, value, status):
    response = as_member(asker).post(
        "/ask/", multipart(value), content_type="multipart/form-data; boundary=B"
    )

    assert response.status_code == status
