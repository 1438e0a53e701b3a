"""Requests that brought nothing: what the page says, and where."""

import re

import pytest
from playwright.sync_api import expect

from tests.make import make_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reading(signed_in, peer):
    page = signed_in(peer)
    page.goto(make_thread(replies=1).get_absolute_url())
    return page


def mark_helpful(page):
    page.locator("#reply-1").get_by_role("button", name=re.compile("^Helpful")).click()


def test_a_mark_from_a_page_that_is_out_of_date_says_so_beside_it(reading):
    reading.context.clear_cookies()

    mark_helpful(reading)

    said = reading.locator("#reply-1").get_by_role("alert")
    expect(said).to_contain_text("Not saved: this page is out of date")
    again = said.get_by_role("link", name="Load the page again")
    expect(again).to_have_attribute("href", re.compile(r"^/t/\d+/$"))
    expect(reading.locator("form [role=status]")).to_have_text("")


def test_a_mark_without_an_answer_names_the_connection_until_it_is_tried_again(reading):
    reading.context.set_offline(True)
    mark_helpful(reading)
    said = reading.locator("#reply-1").get_by_role("alert")
    expect(said).to_contain_text("Check your connection")

    reading.context.set_offline(False)
    mark_helpful(reading)

    expect(reading.get_by_role("button", name=re.compile("^Helpful 1"))).to_be_visible()
    expect(said).to_have_count(0)
