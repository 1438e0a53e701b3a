"""The settings page "Organization": how one stands there, and leaving it."""

import pytest
import time_machine

from accounts.models import Proposal
from accounts.queries import colleagues_of, profile_data, roster_of, standing_of
from accounts.services import (
    ask_to_join,
    erase_member,
    leave_organization,
    propose_organization,
    save_organization,
    set_contractor,
)
from tests.accounts.conftest import browser_of, text_of
from tests.make import make_user, make_verified

ADDRESS = "/accounts/settings/organization/"
PROPOSAL = {
    "name": "County Hospital",
    "kind": "hospital",
    "website": "countyhospital.example",
    "region": "Ohio",
    "note": "Our page of staff names me.",
}


def page_of(member) -> str:
    return text_of(browser_of(member).get(ADDRESS))


def test_members_choose_to_be_listed(lakeshore):
    member = make_verified(organization=lakeshore)
    browser = browser_of(member)

    browser.post(f"{ADDRESS}appearance/", {"listed": "on"})
    listed = [one.user for one in colleagues_of(lakeshore)]
    browser.post(f"{ADDRESS}appearance/", {})

    assert listed == [member]
    assert list(colleagues_of(lakeshore)) == []


def test_members_say_that_they_work_there_for_an_agency_and_moderators_take_it_back(
    lakeshore, moderator
):
    member = make_verified(organization=lakeshore)
    browser = browser_of(member)

    browser.post(f"{ADDRESS}appearance/", {"for_agency": "on"})
    browser.post(f"{ADDRESS}appearance/", {})
    labelled = standing_of(member)
    set_contractor(membership=labelled.membership, by=moderator, is_contractor=False)

    assert labelled.is_vendor
    assert not standing_of(member).is_vendor


def test_the_label_of_an_agency_is_not_lost_by_leaving_and_coming_back(lakeshore):
    member = make_verified(organization=lakeshore)
    set_contractor(membership=member.memberships.get(), by=member, is_contractor=True)
    leave_organization(user=member)

    assert ask_to_join(user=member, organization=lakeshore).is_contractor


def test_leaving_is_asked_first_and_ends_the_membership(lakeshore):
    member = make_verified(organization=lakeshore)
    browser = browser_of(member)

    assert "What you posted keeps its author line" in text_of(browser.get(f"{ADDRESS}leave/"))
    assert standing_of(member).is_verified
    page = browser.post(f"{ADDRESS}leave/", follow=True)

    assert "You no longer speak for Lakeshore Cancer Institute." in text_of(page)
    assert standing_of(member).organization is None


def test_the_last_administrator_cannot_leave_colleagues_alone(lakeshore):
    member = make_verified(organization=lakeshore, is_administrator=True)
    make_verified(organization=lakeshore)

    page = browser_of(member).post(f"{ADDRESS}leave/")

    assert page.status_code == 422
    assert "The last administrator cannot leave" in text_of(page)
    assert standing_of(member).is_verified


def test_the_page_says_when_a_verification_runs_out_and_ran_out(lakeshore):
    with time_machine.travel("2026-01-10 12:00Z"):
        member = make_verified(organization=lakeshore)
    with time_machine.travel("2027-01-02 12:00Z"):
        soon = page_of(member)
    with time_machine.travel("2027-01-20 12:00Z"):
        in_grace = page_of(member)
    with time_machine.travel("2027-01-25 12:00Z"):
        lapsed = page_of(member)

    assert "Verified at Lakeshore Cancer Institute until Jan 10, 2027 To renew it" in soon
    assert "Your verification at Lakeshore Cancer Institute ran out on Jan 10, 2027 To renew" in in_grace
    assert "Until Jan 24, 2027 it counts without that." in in_grace
    assert (
        "Your verification at Lakeshore Cancer Institute ran out on Jan 10, 2027 Your posts say so"
        in lapsed
    )


@pytest.mark.parametrize("name", ["", "propose/", "leave/"])
def test_the_page_is_for_members_and_never_cached(visitor, lakeshore, name):
    answer = browser_of(make_verified(organization=lakeshore)).get(ADDRESS + name)

    assert visitor.get(ADDRESS + name)["Location"].startswith("/accounts/login/")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["join/", "withdraw/", "appearance/", "remind/"])
def test_acts_are_not_done_by_following_a_link(lakeshore, name):
    assert browser_of(make_verified(organization=lakeshore)).get(ADDRESS + name).status_code == 405


def test_acts_without_a_membership_lead_back_to_the_page(newcomer):
    browser = browser_of(newcomer)

    answers = [browser.post(ADDRESS + name) for name in ("appearance/", "leave/", "remind/")]

    assert [answer["Location"] for answer in answers] == [ADDRESS] * 3


def test_an_erased_member_is_on_no_roster_and_asks_for_nothing(lakeshore, moderator):
    member = make_verified(organization=lakeshore)
    browser_of(member).post(f"{ADDRESS}appearance/", {"listed": "on"})
    asking = make_user(email="dana@county.example")
    propose_organization(member=asking, **PROPOSAL)

    erase_member(user=member)
    erase_member(user=asking)

    assert list(roster_of(lakeshore)) == []
    assert list(colleagues_of(lakeshore)) == []
    assert Proposal.objects.count() == 0


def test_the_copy_of_ones_data_holds_what_one_asked_for(newcomer):
    propose_organization(member=newcomer, **PROPOSAL)

    (proposal,) = profile_data(newcomer)["proposals"]
    assert (proposal["about"], proposal["name"]) == ("organization", "County Hospital")


def test_an_organization_that_turns_vendor_labels_its_members(lakeshore):
    member = make_verified(organization=lakeshore)
    lakeshore.kind = "vendor"
    save_organization(organization=lakeshore)

    assert 'class="badge badge-vendor"' in browser_of(member).get(ADDRESS).content.decode()
