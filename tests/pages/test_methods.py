"""Every address: HEAD is GET without the page, OPTIONS says what there is, and nothing else is taken."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver

from tests.make import (
    make_organization,
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_verified,
)

pytestmark = pytest.mark.django_db
ENDS = re.compile(r"logout|/sessions/")
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
VARYING = {"Content-Length", "Expires", "Last-Modified"}  # tokens and moments are in them


def addresses(patterns, before=""):
    for pattern in patterns:
        path = before + str(pattern.pattern).lstrip("^").rstrip("$\\Z")
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


@pytest.fixture
def paths(asker):
    """One address for each pattern, of things that are there where that is easy."""
    topic = make_topic(name="Video", slug="video")
    post = make_reply(thread=make_thread(topic=topic, author=asker))
    organization = make_organization()
    make_verified(organization=organization)
    known = {
        "thread_id": post.thread_id,
        "post_id": post.pk,
        "handle": asker.handle,
        "object_id": asker.pk,
        "slug": organization.slug,
        "app_label": "accounts",
    }
    make_subject()
    found = {
        "/" + PART.sub(lambda part: str(known.get(part[1] or part[2], 1)), path).replace("\\", "")
        for path in addresses(get_resolver().url_patterns)
    }
    return sorted(path for path in found if not re.search(r"[()|?*<>]", path))


def headers(response):
    return {name: value for name, value in response.headers.items() if name not in VARYING}


@pytest.mark.parametrize("is_guest", [True, False])
def test_head_answers_every_address_as_get_does_without_the_page(client, administrator, paths, is_guest):
    if not is_guest:
        client.force_login(administrator)
    different = []
    for path in paths:
        if ENDS.search(path):
            continue
        page, head = client.get(path), client.head(path)
        if (page.status_code, headers(page)) != (head.status_code, headers(head)) or head.getvalue():
            different.append((path, page.status_code, head.status_code))

    assert len(paths) > 200
    assert different == []


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_methods_that_nothing_takes_are_405(client, paths, method):
    answers = {path: client.generic(method, path) for path in paths}

    assert {path for path, answer in answers.items() if answer.status_code != 405} == set()
    assert {answer.headers["Allow"] for answer in answers.values()} == {"GET, HEAD, OPTIONS, POST"}


def test_options_says_what_there_is_and_shows_nothing(client, paths):
    answers = [client.options(path) for path in paths]

    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert {answer.headers["Allow"] for answer in answers} == {"GET, HEAD, OPTIONS, POST"}


def test_signing_in_leads_to_no_address_without_a_page(client, administrator, paths):
    acts = [path for path in paths if not ENDS.search(path)]
    asked = [client.generic(method, path) for path in acts for method in ("GET", "POST")]
    nexts = {
        parse_qs(urlsplit(answer.url).query).get("next", ["/"])[0]
        for answer in asked
        if answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    }
    client.force_login(administrator)

    assert len(nexts) > 30
    assert {path for path in nexts if client.get(path).status_code == 405} == set()
