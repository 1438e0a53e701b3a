"""A form whose token is too old gives back what was typed into it, and no secret."""

import pytest
from django.test import Client

from tests.make import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale(asker):
    """Send a form without its token; answers with the page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(asker)

    def send(path, fields):
        response = client.post(path, fields)
        assert response.status_code == 403
        return response.content.decode()

    return send


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("words", "Words"),
        ("message", "Message"),
        ("text", "Text"),
        ("display_name", "Your name"),
        ("job_title", "Job title"),
        ("organization_name", "Organization"),
        ("subject_name", "Status of what?"),
        ("public_reason", "Reason"),
        ("private_reason", "For moderators"),
        ("website", "Website"),
        ("name", "Name"),
        ("what_changed", "What changed"),
        ("guard_reason", "Reason"),
        ("since", "Since"),
        ("a_field_of_tomorrow", "A field of tomorrow"),
    ],
)
def test_whatever_was_typed_comes_back_under_its_label(stale, name, label):
    page = stale("/accounts/settings/", {name: "Typed for an hour."})

    assert f">{label}</label>" in page
    assert "readonly>Typed for an hour.</textarea>" in page


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "oldpassword",
        "password1",
        "new_password2",
        "code",
        "otp_token",
        "csrfmiddlewaretoken",
        "credential",
        "submission_key",
        "next",
        "guard_ok",
        "status-12",
        "_save",
    ],
)
def test_secrets_and_what_nobody_typed_are_not_shown(stale, name):
    page = stale("/accounts/login/", {name: PASSWORD, "note": "Mine"})

    assert PASSWORD not in page
    assert "readonly>Mine</textarea>" in page


def test_what_comes_back_is_bounded(stale):
    page = stale("/ask/", {f"field{number}": "a" * 30_000 for number in range(30)})

    assert page.count("<textarea") == 25
    assert len(page) < 700_000
