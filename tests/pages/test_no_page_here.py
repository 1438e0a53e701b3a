"""Addresses that show nothing: their page leads back, and signing in leads to none of them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.make import make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(peer):
    return f"/posts/{make_reply(author=peer).pk}/helpful/"


@pytest.fixture
def here(act):
    return "http://testserver/t/1/?page=2"


def test_a_405_is_a_page_that_leads_back(as_member, asker, act, here):
    response = as_member(asker).get(act, headers={"referer": here})

    page = response.content.decode()
    assert (response.status_code, response.headers["Allow"]) == (405, "OPTIONS, POST")
    assert "This cannot be done this way" in page
    assert 'href="/t/1/?page=2">Go back</a>' in page
    assert "Dana Whitfield" in page


@pytest.mark.parametrize("method", ["post", "put", "trace"])
def test_methods_that_a_page_does_not_take_are_answered_by_a_page_too(client, method):
    response = client.generic(method.upper(), "/about/")

    assert response.status_code == 405
    assert 'href="/">Go back</a>' in response.content.decode()
    assert "GET, HEAD, OPTIONS" in response.headers["Allow"]


def test_the_page_never_leads_back_to_signing_in(as_member, asker, act):
    sign_in = f"http://testserver/accounts/login/?next={act}"

    response = as_member(asker).get(act, headers={"referer": sign_in})

    assert 'href="/">Go back</a>' in response.content.decode()


@pytest.mark.parametrize(
    "path", ["act", "/moderation/words/1/retire/", "/accounts/settings/organization/join/"]
)
def test_signing_in_leads_back_from_an_act_to_the_page_it_was_on(client, act, here, path):
    response = client.get(act if path == "act" else path, headers={"referer": here})

    assert response.status_code == 302
    assert parse_qs(urlsplit(response.url).query) == {"next": ["/t/1/?page=2"]}


def test_signing_in_still_leads_back_to_a_page(client):
    assert client.get("/ask/?topic=video").url == "/accounts/login/?next=%2Fask%2F%3Ftopic%3Dvideo"


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example"])
def test_the_page_never_leads_off_the_site(as_member, asker, act, path):
    page = as_member(asker).get(act, headers={"referer": f"http://testserver{path}"}).content.decode()

    assert 'href="/">Go back</a>' in page
    assert "evil.example" not in page
