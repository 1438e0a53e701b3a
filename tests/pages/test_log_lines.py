"""What the log says of requests that are refused, and of those that break."""

import json
import logging
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.core.logs import LineFormatter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(monkeypatch):
    """The lines that are logged, as they are written."""
    written = StringIO()
    handler = next(
        found for found in logging.root.handlers if isinstance(found.formatter, LineFormatter)
    )
    monkeypatch.setattr(handler, "stream", written)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


REFUSED = {
    "a host": lambda client: client.get("/", headers={"host": "evil.example"}),
    "a long host": lambda client: client.get("/", headers={"host": "evil" * 2000 + "/"}),
    "too many fields": lambda client: client.post("/accounts/login/", dict.fromkeys(range(201), "a")),
    "a file": lambda client: client.post(
        "/accounts/login/", {"file": SimpleUploadedFile("x.txt", b"a" * 70_000)}
    ),
    "a filter": lambda client: client.get("/admin/accounts/user/?password__startswith=a"),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_request_is_a_short_line(client, settings, administrator, lines, act):
    settings.ADMIN_NEEDS_SECOND_FACTOR = False
    client.force_login(administrator)

    response = act(client)

    assert response.status_code in (400, 413)
    assert [(line["level"], "exception" in line) for line in lines()] == [("WARNING", False)]
    assert len(json.dumps(lines())) < 600


def test_what_is_our_fault_keeps_its_traceback(client, monkeypatch, lines):
    monkeypatch.setattr("forum.pages.lists.articles.rows", lambda *args, **kwargs: 1 / 0)
    client.raise_request_exception = False

    client.get("/")

    assert [line["level"] for line in lines()] == ["ERROR"]
    assert "ZeroDivisionError" in lines()[0]["exception"]
