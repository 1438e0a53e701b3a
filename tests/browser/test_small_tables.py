"""Tables of acts on a phone: nothing is out of sight, and a screen reader still hears a table."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import faults
from tests.make import make_subject, make_watched

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("path", "act"), [("words", "Edit buy followers"), ("subjects", "Merge TikTok")]
)
def test_a_row_shows_its_acts_and_says_what_its_cells_are(signed_in, moderator, path, act):
    make_subject("TikTok", aliases=["Tik Tok"])
    make_watched("buy followers")
    page = signed_in(moderator, width=390)
    page.goto(f"/moderation/{path}/")

    link = page.get_by_role("row").nth(1).get_by_role("link", name=act)
    box = link.bounding_box()

    assert box["x"] + box["width"] <= 390
    expect(page.get_by_role("columnheader").first).to_be_attached()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    assert faults(page, path) == []
