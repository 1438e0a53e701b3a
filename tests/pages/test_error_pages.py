"""Pages for when something is not right: what they say, and to whom."""

import pytest
from django.test import RequestFactory

from forum.pages.errors import server_error
from tests.accounts.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["queue", "log", "words"])
def test_a_page_for_moderators_says_so_and_names_nobody_else(as_member, peer, path):
    page = as_member(peer).get(f"/moderation/{path}/")

    assert page.status_code == 403
    assert "It is for moderators. If you think" in text_of(page)


def test_a_member_is_led_on_from_a_page_that_is_not_there(as_member, peer):
    page = text_of(as_member(peer).get("/t/999999/"))

    assert "Start from latest questions or topics" in page
    assert "Or start from" not in page


def test_a_guest_may_sign_in_or_start_elsewhere(client):
    page = text_of(client.get("/t/999999/"))

    assert "Sign in Or start from latest questions or topics" in page


def test_a_fault_says_where_to_send_its_number(settings):
    page = server_error(RequestFactory().get("/"))

    assert "write to the moderators at help@rounds.example and give this number" in text_of(page)
    assert 'href="mailto:help@rounds.example"' in page.content.decode()
