"""The yearly question whether a member still works there: its mail, its page, its button."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail, signing
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership
from accounts.queries import standing_of
from accounts.renewals import token_for
from accounts.services import (
    erase_member,
    leave_organization,
    mail_renewals,
    remove_domain,
    renew_membership,
)
from forum.core.errors import Refused
from tests.accounts.conftest import browser_of, text_of
from tests.make import make_organization, make_verified
from tests.together import at_once

JOINED = "2026-01-10 12:00Z"
DUE = "2027-01-02 12:00Z"
LAPSED = "2027-03-01 12:00Z"


@pytest.fixture
def member(lakeshore):
    with time_machine.travel(JOINED):
        return make_verified(organization=lakeshore, email="maya@lakeshore.example")


def link_in(message) -> str:
    """The address of the page, as the mail names it."""
    return next(line for line in message.body.splitlines() if "/renew/" in line)


def page_behind(message) -> str:
    return link_in(message).removeprefix("http://localhost:8000")


@pytest.fixture
def mailed(member):
    """The page that the mail led to."""
    with time_machine.travel(DUE):
        mail_renewals()
    return page_behind(mail.outbox[-1])


def until(member):
    return Membership.objects.get(user=member).expires_at


def test_two_weeks_before_the_end_each_member_is_asked_once(member):
    sent = []
    for moment in ("2026-12-20 12:00Z", DUE, DUE, LAPSED):
        with time_machine.travel(moment):
            sent.append(mail_renewals())

    (message,) = mail.outbox
    assert sent == [0, 1, 0, 0]
    assert message.to == ["maya@lakeshore.example"]
    assert message.subject == "Do you still work at Lakeshore Cancer Institute? Renew your verification"
    assert "runs out on Jan 10, 2027" in message.body
    assert "counts until Jan 24, 2027" in message.body
    assert link_in(message).startswith("http://localhost:8000/accounts/membership/renew/")


def test_names_stand_in_mails_as_they_are():
    with time_machine.travel(JOINED):
        make_verified(organization=make_organization("St. Mary's & Sons", region="Ohio"))
    with time_machine.travel(DUE):
        mail_renewals()

    assert "St. Mary's & Sons" in mail.outbox[0].subject
    assert "Your verification at St. Mary's & Sons runs out" in mail.outbox[0].body


def test_nobody_is_asked_who_left_or_was_erased(lakeshore):
    with time_machine.travel(JOINED):
        left, erased = (make_verified(organization=lakeshore) for _ in range(2))
    leave_organization(user=left)
    erase_member(user=erased)

    with time_machine.travel(DUE):
        assert mail_renewals() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_that_ask_at_once_ask_each_member_once(lakeshore):
    with time_machine.travel(JOINED):
        for _ in range(3):
            make_verified(organization=lakeshore)
    Membership.objects.update(expires_at=timezone.now() + timedelta(days=3))

    outcomes = at_once(lambda _: mail_renewals(), range(4))

    assert sum(outcomes) == 3


def test_the_command_asks_and_says_how_many(member):
    said = StringIO()

    with time_machine.travel(DUE):
        call_command("mail_renewals", stdout=said)
        call_command("mail_renewals", stdout=said)

    assert said.getvalue().splitlines() == ["1 mails written", "0 mails written"]


def test_looking_at_the_page_changes_nothing_and_needs_no_sign_in(visitor, member, mailed):
    was = until(member)

    with time_machine.travel(DUE):
        page = visitor.get(mailed)

    assert "is verified at Lakeshore Cancer Institute until Jan 10, 2027" in text_of(page)
    assert "maya@" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert until(member) == was


def test_the_button_renews_for_a_year_from_that_day(visitor, member, mailed):
    with time_machine.travel(DUE):
        page = visitor.post(mailed, follow=True)

    assert "You are verified at Lakeshore Cancer Institute until Jan 2, 2028." in text_of(page)
    assert until(member).date().isoformat() == "2028-01-02"


def test_a_used_link_renews_nothing_more(visitor, member, mailed):
    with time_machine.travel(DUE):
        visitor.post(mailed)
    with time_machine.travel("2027-02-01 12:00Z"):
        again = visitor.post(mailed)

    assert "There is nothing more to do: this link has done its work." in text_of(again)
    assert until(member).date().isoformat() == "2028-01-02"


def test_a_link_from_long_ago_says_where_to_get_another(visitor, member, mailed):
    with time_machine.travel("2027-03-10 12:00Z"):
        page = visitor.post(mailed)

    assert "This link is too old." in text_of(page)
    assert 'href="/accounts/settings/organization/"' in page.content.decode()
    assert until(member).year == 2027


def test_a_link_that_somebody_made_up_is_refused(visitor, member):
    membership = Membership.objects.get()
    forged = signing.dumps([membership.pk, str(membership.expires_at)], salt="another salt")
    true = token_for(membership)

    for token in (forged, true[:-1], true[1:], "x", "0:0:0"):
        page = visitor.post(f"/accounts/membership/renew/{token}/")
        assert "This link is not complete, or not ours." in text_of(page)

    assert until(member) == membership.expires_at


def test_after_leaving_the_link_says_that_the_membership_has_ended(visitor, member, mailed):
    leave_organization(user=member)

    with time_machine.travel(DUE):
        page = visitor.post(mailed)

    assert "has ended, because its owner left or moved" in text_of(page)
    assert standing_of(member).organization is None


def test_the_link_of_a_member_who_was_locked_out_renews_nothing(visitor, member, mailed):
    member.is_active = False
    member.save()

    with time_machine.travel(DUE):
        visitor.post(mailed)

    assert until(member).year == 2027


def test_a_domain_that_the_organization_gave_up_renews_nobody(visitor, lakeshore, member, mailed):
    remove_domain(organization=lakeshore, domain="lakeshore.example")

    with time_machine.travel(DUE):
        page = visitor.post(mailed)

    assert page.status_code == 422
    assert "The domain of your address is no longer one of Lakeshore Cancer Institute." in text_of(page)
    assert until(member).year == 2027


def test_a_lapsed_verification_is_renewed_by_the_link_of_a_new_mail(member):
    with time_machine.travel(LAPSED):
        browser = browser_of(member)
        assert not standing_of(member).is_verified

        page = browser.post("/accounts/settings/organization/remind/", follow=True)
        assert "Sent to maya@lakeshore.example." in text_of(page)
        assert "ran out on Jan 10, 2027" in text_of(browser.get(page_behind(mail.outbox[-1])))
        browser.post(page_behind(mail.outbox[-1]))

        assert standing_of(member).is_verified


def test_the_mail_is_sent_again_three_times_an_hour_at_most(member):
    with time_machine.travel(DUE):
        browser = browser_of(member)
        answers = [browser.post("/accounts/settings/organization/remind/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_there_is_no_mail_while_nothing_runs_out(member):
    with time_machine.travel("2026-06-01 12:00Z"):
        page = browser_of(member).post("/accounts/settings/organization/remind/")

    assert page.status_code == 422
    assert "does not run out soon" in text_of(page)
    assert mail.outbox == []


def test_an_ended_membership_is_not_renewed_by_its_service(member):
    membership = Membership.objects.get()
    leave_organization(user=member)

    with pytest.raises(Refused, match="has ended"):
        renew_membership(membership=membership)
