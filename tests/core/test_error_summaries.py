"""What stands above a form that was refused: each line says by itself what to fix, and leads there."""

import re

import pytest

from tests.make import make_subject

pytestmark = pytest.mark.django_db


def lines_of(page):
    """The links of the summary, as address and words."""
    summary = page.content.decode().split('class="error-summary"')[1].split("</div>")[0]
    return re.findall(r'<a href="(.*?)">(.*?)</a>', summary)


def test_a_line_is_the_message_alone(client):
    page = client.post("/accounts/signup/", {})

    assert lines_of(page)[:2] == [
        ("#id_email", "Enter your work email, like name@hospital.org"),
        ("#id_display_name", "Enter your name"),
    ]
    assert ("#id_organization_kind", "Choose the kind of organization") in lines_of(page)


def test_a_wrong_password_is_not_said_of_the_password_alone(client):
    page = client.post("/accounts/login/", {"login": "nobody", "password": "a quiet corridor"})

    [(_address, words)] = lines_of(page)
    assert words.startswith("The email, the handle or the password is not right.")


def test_what_any_text_may_have_wrong_bears_the_name_of_its_field(client):
    page = client.post("/accounts/signup/", {"job_title": "x" * 101})

    assert ("#id_job_title", "Job title: Keep it to 100 characters; this has 101") in lines_of(page)


def test_a_line_leads_to_choices_too(as_member, peer):
    page = as_member(peer).post("/accounts/settings/appearance/", {"theme": "sepia"})

    assert lines_of(page) == [("#id_theme", "Choose light, dark or as the device has it")]


def test_words_that_are_not_ours_bear_the_name_of_their_field(as_member, moderator):
    make_subject("TikTok")

    page = as_member(moderator).post(
        "/moderation/subjects/tiktok/edit/", {"name": "", "kind": "", "half_life_days": "7"}
    )

    assert [words for _address, words in lines_of(page)] == [
        "Name: This field is required.",
        "Choose the kind of subject",
        "Half-life in days: Ensure this value is greater than or equal to 30.",
    ]
