"""Finding one's organization, and proposing one that is not there."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Proposal
from accounts.queries import standing_of
from accounts.services import (
    ask_to_join,
    decline_proposal,
    join_by_email,
    leave_organization,
    offboard_colleague,
    propose_organization,
    vouch_for_colleague,
)
from tests.accounts.conftest import browser_of, text_of
from tests.make import make_organization, make_user, make_verified

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


def test_the_search_begins_with_what_was_said_at_sign_up(newcomer):
    make_organization("County Hospital of Ohio")
    make_organization("Somewhere Else Clinic")

    page = page_of(newcomer)

    assert "I work here : County Hospital of Ohio" in page
    assert "Somewhere Else" not in page


def test_the_search_finds_similar_names_and_htmx_gets_the_results_alone(newcomer):
    make_organization("Lakeshore Cancer Institute")
    browser = browser_of(newcomer)

    page = browser.get(ADDRESS, {"q": "Lake Shore Cancer Centre"})
    part = browser.get(ADDRESS, {"q": "lakeshore"}, headers={"HX-Request": "true"})
    nothing = browser.get(ADDRESS, {"q": "Atlantis Dental"})

    assert "I work here : Lakeshore Cancer Institute" in text_of(page)
    assert "I work here : Lakeshore Cancer Institute" in text_of(part)
    assert "<html" not in part.content.decode()
    assert "No organization here is called “Atlantis Dental”." in text_of(nothing)


def test_without_an_address_there_a_colleague_must_vouch(newcomer, lakeshore):
    browser = browser_of(newcomer)

    page = browser.post(f"{ADDRESS}join/", {"organization": lakeshore.slug}, follow=True)

    assert "Waiting for a colleague at Lakeshore Cancer Institute to vouch for you" in text_of(page)
    assert "No colleague of yours is verified yet" in text_of(page)
    assert not standing_of(newcomer).is_verified


def test_a_colleague_who_vouched_is_shown_while_a_moderator_decides(newcomer, lakeshore):
    membership = ask_to_join(user=newcomer, organization=lakeshore)
    colleague = make_verified(organization=lakeshore, display_name="Sam Ortiz")

    vouch_for_colleague(membership=membership, by=colleague)

    assert "Sam Ortiz vouches for you" in page_of(newcomer)


def test_an_address_confirmed_before_its_domain_was_owned_is_enough(newcomer):
    county = make_organization("County Hospital", domain="county.example")
    browser = browser_of(newcomer)
    assert "Your address at county.example belongs to County Hospital" in text_of(browser.get(ADDRESS))

    page = browser.post(f"{ADDRESS}join/", {"organization": county.slug}, follow=True)

    assert "You are verified at County Hospital." in text_of(page)
    assert standing_of(newcomer).is_verified


def test_an_address_nobody_confirmed_or_confirmed_long_ago_is_not_enough(newcomer):
    county = make_organization("County Hospital", domain="county.example")
    old = make_user(email="old@county.example", joined_at=timezone.now() - timedelta(days=366))
    EmailAddress.objects.filter(user=newcomer).update(verified=False)

    waiting = [ask_to_join(user=member, organization=county) for member in (newcomer, old)]

    assert [(one.how, one.is_verified) for one in waiting] == [("colleague", False)] * 2


def test_whoever_left_or_was_offboarded_does_not_come_back_by_a_click(lakeshore):
    administrator = make_verified(organization=lakeshore, is_administrator=True)
    left, offboarded = (make_verified(organization=lakeshore) for _ in range(2))
    leave_organization(user=left)
    offboard_colleague(membership=offboarded.memberships.get(), by=administrator)

    again = [ask_to_join(user=member, organization=lakeshore) for member in (left, offboarded)]

    assert [one.is_verified for one in again] == [False, False]


def test_a_verified_member_leaves_before_joining_another(lakeshore):
    member = make_verified()

    page = browser_of(member).post(f"{ADDRESS}join/", {"organization": lakeshore.slug})

    assert page.status_code == 422
    assert "Leave it first." in text_of(page)


def test_joining_what_is_not_there_says_so(newcomer):
    page = browser_of(newcomer).post(f"{ADDRESS}join/", {"organization": "nowhere"})

    assert page.status_code == 422
    assert "This organization is not here any more." in text_of(page)


def test_a_proposal_waits_for_a_moderator(newcomer):
    page = browser_of(newcomer).post(f"{ADDRESS}propose/", PROPOSAL, follow=True)

    proposal = Proposal.objects.get()
    assert (proposal.name, proposal.website, proposal.member) == (
        "County Hospital",
        "https://countyhospital.example",
        newcomer,
    )
    assert "Waiting for a moderator New organization: County Hospital" in text_of(page)


def test_similar_organizations_are_shown_once_before_a_proposal_is_sent(newcomer):
    make_organization("County Hospital of Ohio")
    browser = browser_of(newcomer)

    shown = browser.post(f"{ADDRESS}propose/", PROPOSAL)
    assert shown.status_code == 422
    assert "Is it one of these?" in text_of(shown)
    assert "I work here : County Hospital of Ohio" in text_of(shown)
    assert "None of these: send the proposal" in text_of(shown)
    assert not Proposal.objects.exists()
    browser.post(f"{ADDRESS}propose/", PROPOSAL | {"seen": "County Hospital"})

    assert Proposal.objects.get().name == "County Hospital"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter the name of the organization"),
        ({"kind": "spaceship"}, "Select a valid choice"),
        ({"region": ""}, "Choose where it is"),
        ({"website": "javascript:alert(1)"}, "Enter the address of its website"),
        ({"website": "ftp://county.example"}, "Enter the address of its website"),
        ({"website": ""}, "Enter the address of its website"),
        ({"note": "x" * 301}, "Keep it to 300 characters"),
    ],
)
def test_a_refused_proposal_keeps_what_was_typed(newcomer, changed, said):
    page = browser_of(newcomer).post(f"{ADDRESS}propose/", PROPOSAL | changed)

    assert page.status_code == 422
    assert said in text_of(page)
    assert "countyhospital.example" in page.content.decode() or "website" in changed
    assert not Proposal.objects.exists()


def test_the_second_proposal_waits_for_the_first(newcomer):
    browser = browser_of(newcomer)
    browser.post(f"{ADDRESS}propose/", PROPOSAL)

    page = browser.post(f"{ADDRESS}propose/", PROPOSAL | {"name": "Another Hospital"})

    assert page.status_code == 422
    assert "You have asked already." in text_of(page)


def test_a_proposal_is_withdrawn_by_its_member_alone(newcomer, lakeshore):
    browser = browser_of(newcomer)
    browser.post(f"{ADDRESS}propose/", PROPOSAL)

    browser_of(make_user()).post(f"{ADDRESS}withdraw/")
    assert Proposal.objects.filter(decided_at=None).count() == 1
    browser.post(f"{ADDRESS}withdraw/")

    assert Proposal.objects.filter(decided_at=None).count() == 0


def test_a_declined_proposal_shows_the_reason(newcomer, moderator):
    proposal = propose_organization(member=newcomer, **PROPOSAL)
    decline_proposal(proposal=proposal, by=moderator, reason="We found no such hospital in Ohio.")

    page = page_of(newcomer)

    assert "The moderators declined New organization: County Hospital" in page
    assert "We found no such hospital in Ohio." in page


def test_a_reason_from_before_a_verification_is_not_shown_after_it(newcomer, moderator, lakeshore):
    proposal = propose_organization(member=newcomer, **PROPOSAL)
    decline_proposal(proposal=proposal, by=moderator, reason="We found no such hospital in Ohio.")
    with time_machine.travel("2024-01-10 12:00Z"):
        join_by_email(user=newcomer, email="dana@lakeshore.example")

    page = page_of(newcomer)

    assert "Your verification at Lakeshore Cancer Institute ran out" in page
    assert "We found no such hospital" not in page
