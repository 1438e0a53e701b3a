"""What confirming an address says of where a member works: at sign-up, and when it changes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Proposal, User
from accounts.queries import standing_of
from accounts.services import (
    agree_to_proposal,
    ask_to_join,
    propose_organization,
    set_joining,
    vouch_for_colleague,
)
from tests.accounts.conftest import browser_of, code_in_last_mail, text_of
from tests.accounts.joining import sign_up
from tests.make import PASSWORD, make_organization, make_user, make_verified

ADDRESS = "/accounts/settings/organization/"


def join(visitor, email, **fields) -> User:
    sign_up(visitor, email=email, **fields)
    visitor.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    return User.objects.get(email=email)


def ask_for_address(member, email) -> Client:
    """As members do it: with their password. A code goes to the new address."""
    cache.clear()
    browser = browser_of(member)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"action_add": "", "email": email})
    return browser


def change_email(member, email):
    browser = ask_for_address(member, email)
    return browser.post("/accounts/confirm-email/", {"code": code_in_last_mail()}, follow=True)


def vouched_for(organization, **fields) -> User:
    member = make_user(**fields)
    membership = ask_to_join(user=member, organization=organization)
    proposal = vouch_for_colleague(membership=membership, by=make_verified(organization=organization))
    agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))
    return member


def test_confirming_an_address_at_an_owned_domain_verifies_at_once(visitor, lakeshore):
    member = join(visitor, "maya@mail.lakeshore.example")

    assert standing_of(member).is_verified
    assert "You are verified at Lakeshore Cancer Institute." in text_of(visitor.get("/"))
    shown = text_of(visitor.get(ADDRESS))
    until = (timezone.now() + timedelta(days=365)).strftime("%Y")
    assert "Verified at Lakeshore Cancer Institute until" in shown
    assert until in shown
    assert "by a work address" in shown


def test_an_address_of_an_unknown_domain_shows_the_way_to_propose(visitor):
    member = join(visitor, "dana@county.example")

    page = visitor.get("/")
    assert not standing_of(member).is_verified
    assert (
        "We do not know yet whose domain county.example is, so it does not show that you work at "
        "County Hospital. Show where you work"
    ) in text_of(page)
    assert f'href="{ADDRESS}"' in page.content.decode()
    assert "Propose your organization" in text_of(visitor.get(ADDRESS))


def test_free_mail_shows_nothing_and_says_why(visitor):
    member = join(visitor, "dana.ruiz@gmail.com")

    assert not standing_of(member).is_verified
    assert "Anybody can have an address at gmail.com" in text_of(visitor.get("/"))
    assert "a colleague vouches for you" in text_of(visitor.get(ADDRESS))


def test_where_colleagues_are_approved_a_new_one_waits_for_an_administrator(visitor, lakeshore):
    set_joining(organization=lakeshore, approves_colleagues=True)
    member = join(visitor, "maya@lakeshore.example")

    assert not standing_of(member).is_verified
    assert "An administrator of Lakeshore Cancer Institute approves each colleague" in text_of(
        visitor.get("/")
    )
    shown = text_of(visitor.get(ADDRESS))
    assert "Waiting for an administrator of Lakeshore Cancer Institute" in shown
    assert "It has no administrator at present" in shown


def test_a_vendor_with_a_mailbox_at_a_hospital_is_labelled(visitor, lakeshore):
    member = join(visitor, "craig@lakeshore.example", organization_kind="vendor")

    assert standing_of(member).is_verified
    assert standing_of(member).is_vendor


def test_a_new_address_moves_the_member(lakeshore):
    summit = make_organization("Summit Health", domain="summit.example")
    member = make_verified(organization=lakeshore, password=PASSWORD)

    page = change_email(member, "maya@summit.example")

    assert "You are verified at Summit Health." in text_of(page)
    assert standing_of(member).organization == summit
    former = member.memberships.get(organization=lakeshore)
    assert former.ended_at is not None


@pytest.mark.parametrize("email", ["maya@elsewhere.example", "maya@gmail.com"])
def test_an_address_elsewhere_ends_what_an_address_had_shown(lakeshore, email):
    member = make_verified(organization=lakeshore, password=PASSWORD)

    change_email(member, email)

    assert standing_of(User.objects.get(pk=member.pk)).organization is None
    assert "Not verified yet" in text_of(browser_of(member).get(ADDRESS))


def test_an_address_elsewhere_ends_what_an_administrator_approved_by_address(lakeshore):
    member = make_verified(organization=lakeshore, password=PASSWORD)
    member.memberships.update(how=Membership.How.ADMINISTRATOR)

    change_email(member, "maya@gmail.com")

    assert standing_of(member).organization is None


def test_another_address_of_the_same_organization_changes_nothing(lakeshore):
    member = make_verified(organization=lakeshore, password=PASSWORD)

    change_email(member, "maya.o@research.lakeshore.example")

    assert member.memberships.count() == 1
    assert standing_of(member).is_verified


def test_until_the_code_is_entered_the_old_address_counts(lakeshore):
    member = make_verified(organization=lakeshore, password=PASSWORD)

    ask_for_address(member, "maya@gmail.com")

    assert standing_of(member).organization == lakeshore


def test_whoever_a_colleague_vouched_for_may_use_any_address(lakeshore):
    member = vouched_for(lakeshore, email="maya@gmail.com", password=PASSWORD)

    change_email(member, "maya.okafor@outlook.com")

    assert standing_of(member).organization == lakeshore


def test_what_was_asked_for_is_moot_once_the_member_is_verified_elsewhere(lakeshore):
    member = make_user(email="dana@county.example", password=PASSWORD)
    facts = {"kind": "hospital", "website": "https://county.example", "region": "Ohio"}
    propose_organization(member=member, name="County Hospital", **facts)

    change_email(member, "dana@lakeshore.example")

    assert Proposal.objects.filter(decided_at=None).count() == 0
    assert standing_of(member).organization == lakeshore
