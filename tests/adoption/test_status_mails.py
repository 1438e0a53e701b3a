"""A colleague whose answer another has changed hears of it."""

import pytest
from django.core import mail

from forum.adoption.services import confirm_status, report_status
from tests.make import make_organization, make_subject, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues():
    lakeshore = make_organization("St. Mary's & Sons")
    return [make_verified(organization=lakeshore, display_name=name) for name in ("Maya O", "Sam Ortiz")]


def test_whoever_answered_first_is_told_what_changed(colleagues):
    maya, sam = colleagues
    subject = make_subject()
    report_status(subject=subject, by=maya, status="considering")

    report_status(subject=subject, by=sam, status="using", note="Since the flu campaign.")

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([maya.email], "St. Mary's & Sons on TikTok: now Using")
    assert (
        "Sam Ortiz changed what St. Mary's & Sons says of TikTok from Considering to Using. "
        "Both answers stay in the history.\n\nSince the flu campaign.\n"
    ) in message.body
    assert "http://localhost:8000/organizations/st-marys-sons/" in message.body


def test_a_colleague_who_answers_without_a_name_is_not_named(colleagues):
    maya, sam = colleagues
    subject = make_subject()
    report_status(subject=subject, by=maya, status="considering")

    report_status(subject=subject, by=sam, status="using", is_unnamed=True)

    assert "A colleague changed what St. Mary's & Sons says" in mail.outbox[0].body
    assert "Ortiz" not in mail.outbox[0].body


def test_a_confirmation_and_ones_own_change_are_no_news(colleagues):
    maya, sam = colleagues
    subject = make_subject()
    report_status(subject=subject, by=maya, status="considering")

    confirm_status(subject=subject, by=sam)
    report_status(subject=subject, by=sam, status="using")

    assert mail.outbox == []
