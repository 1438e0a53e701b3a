"""A draft keeps what its writer says that their organization does, with the month, whatever kept it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.services import accept_rules
from forum.adoption.services import report_status
from forum.moderation.standing_services import pause_posting
from forum.replies.queries import drafts_data
from forum.replies.services import save_draft
from tests.make import make_subject, make_thread, make_verified, make_version

pytestmark = pytest.mark.django_db
SAID = {"body": "Half a reply", "status": "using", "since": "2024-03"}


@pytest.fixture
def thread():
    return make_thread(subject=make_subject())


@pytest.fixture
def member():
    return make_verified()


def keeps_the_answer(response):
    """Whether the composer of a page holds the answer of ``SAID``."""
    page = response.content.decode()
    return 'value="using" checked' in page and 'id="id_since" value="2024-03"' in page


@pytest.mark.parametrize("page", ["/t/{}/", "/t/{}/reply/"])
def test_both_come_back_in_the_composer(as_member, member, thread, page):
    client = as_member(member)
    client.post(f"/t/{thread.pk}/reply/", SAID | {"draft": "1"})

    assert keeps_the_answer(client.get(page.format(thread.pk)))


def test_an_autosave_keeps_both(as_member, member, thread):
    client = as_member(member)
    client.post(f"/drafts/save/?thread={thread.pk}", SAID)

    assert keeps_the_answer(client.get(f"/t/{thread.pk}/"))


def test_over_a_limit_both_are_kept(as_member, member, thread, settings):
    settings.ACCOUNT_RATE_LIMITS = {"preview": "1/m/user"}
    client = as_member(member)
    answers = [client.post(f"/t/{thread.pk}/reply/", SAID | {"preview": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert keeps_the_answer(client.get(f"/t/{thread.pk}/"))


def test_both_outlast_a_pause(as_member, member, moderator, thread):
    until = timezone.now() + timedelta(days=2)
    pause_posting(member=member, moderator=moderator, until=until, public_reason="Pitches.", rule="4")

    refused = as_member(member).post(f"/t/{thread.pk}/reply/", SAID)

    assert "we saved it as a draft" in refused.content.decode()
    with time_machine.travel(until + timedelta(days=1)):
        assert keeps_the_answer(as_member(member).get(f"/t/{thread.pk}/"))


def test_both_outlast_the_rules_that_have_to_be_accepted_first(as_member, member, thread):
    version, client = make_version(), as_member(member)
    client.post(f"/t/{thread.pk}/reply/", SAID)
    accept_rules(user=member, version=version.number)

    assert keeps_the_answer(client.get(f"/t/{thread.pk}/"))


def test_a_draft_without_a_status_leaves_the_answer_of_the_organization(as_member, member, thread):
    report_status(subject=thread.subject, by=member, status="using")
    save_draft(user=member, thread=thread, body="Half", submission_key=uuid.uuid4())

    page = as_member(member).get(f"/t/{thread.pk}/").content.decode()

    assert 'value="using" checked' in page


def test_no_status_may_be_chosen(as_member, member, thread):
    report_status(subject=thread.subject, by=member, status="using")
    client = as_member(member)
    client.post(f"/drafts/save/?thread={thread.pk}", SAID | {"status": ""})

    page = client.get(f"/t/{thread.pk}/").content.decode()

    assert 'name="status" value="" checked' in page


def test_both_are_in_the_download_of_ones_data(as_member, member, thread):
    as_member(member).post(f"/drafts/save/?thread={thread.pk}", SAID)

    [draft] = drafts_data(member)

    assert (draft["status"], draft["since"]) == ("using", "2024-03")
