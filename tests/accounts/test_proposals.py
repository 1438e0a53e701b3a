"""What members ask the moderators to agree to, and what they are told."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.models import Organization, Proposal
from accounts.queries import organization_for_email, proposals_of, standing_of
from accounts.services import (
    agree_to_proposal,
    ask_to_administer,
    ask_to_join,
    decline_proposal,
    erase_member,
    leave_organization,
    propose_domain,
    propose_organization,
    vouch_for_colleague,
)
from forum.core.errors import Outdated, Refused
from tests.make import make_organization, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def member():
    return make_user(email="maya@summit.example")


def propose(member, **facts):
    defaults = {
        "name": "Summit Cancer Center",
        "kind": "cancer_center",
        "website": "https://summit.example/",
        "region": "Utah",
    }
    return propose_organization(member=member, **defaults | facts)


def waiting():
    """What no moderator has answered yet."""
    return list(Proposal.objects.filter(decided_at=None).order_by("pk"))


def told(member):
    """The last mail to ``member``, as one text."""
    message = [message for message in mail.outbox if message.to == [member.email]][-1]
    return f"{message.subject}\n{message.body}"


def test_an_agreed_organization_is_there_and_the_proposer_works_there(member, moderator):
    proposal = propose(member, note="We opened last year.")

    agree_to_proposal(proposal=proposal, by=moderator, reason="Welcome to Rounds.")

    organization = Organization.objects.get()
    facts = (organization.name, organization.kind, organization.website, organization.region)
    assert facts == ("Summit Cancer Center", "cancer_center", "https://summit.example/", "Utah")
    assert organization_for_email("others@mail.summit.example") == (organization, "summit.example")
    standing = standing_of(member)
    assert (standing.organization, standing.is_verified) == (organization, True)
    assert (standing.membership.how, standing.membership.verified_by) == ("email", moderator)
    proposal.refresh_from_db()
    assert (proposal.is_agreed, proposal.decided_by) == (True, moderator)
    assert proposal.organization == organization


def test_whoever_is_agreed_to_is_mailed(member, moderator):
    agree_to_proposal(proposal=propose(member), by=moderator, reason="Welcome to Rounds.")

    assert [message.to for message in mail.outbox] == [["maya@summit.example"]]
    assert "Summit Cancer Center" in told(member)
    assert "Welcome to Rounds." in told(member)


def test_whoever_is_declined_is_mailed_the_reason_and_nothing_is_made(member, moderator):
    proposal = propose(member)

    decline_proposal(proposal=proposal, by=moderator, reason="It closed in 2019 & merged.")

    assert [message.to for message in mail.outbox] == [["maya@summit.example"]]
    assert "It closed in 2019 & merged." in told(member)
    assert not Organization.objects.exists()
    assert not standing_of(member).is_verified
    proposal.refresh_from_db()
    assert (proposal.is_agreed, proposal.reason) == (False, "It closed in 2019 & merged.")


def test_a_double_is_answered_with_the_organization_that_is_there(member, moderator, lakeshore):
    agree_to_proposal(proposal=propose(member), by=moderator, existing=lakeshore)

    assert standing_of(member).organization == lakeshore
    assert Organization.objects.get() == lakeshore
    assert "Lakeshore Health" in told(member)


@pytest.mark.parametrize("email", ["maya@gmail.com", "maya@ny.gov", "maya@lakesh0re.example"])
def test_a_domain_that_cannot_be_the_organizations_is_not_made_its_own(email, moderator, lakeshore):
    member = make_user(email=email)

    agree_to_proposal(proposal=propose(member), by=moderator)

    standing = standing_of(member)
    assert (standing.name, standing.is_verified) == ("Summit Cancer Center", True)
    assert (standing.membership.how, standing.membership.email_domain) == ("moderator", "")
    assert not standing.organization.domains.exists()


def test_a_domain_that_is_anothers_stays_anothers(moderator, lakeshore):
    member = make_user(email="maya@cancer.lakeshore.example")

    agree_to_proposal(proposal=propose(member), by=moderator)

    assert standing_of(member).membership.how == "moderator"
    assert organization_for_email(member.email) == (lakeshore, "lakeshore.example")


def test_a_declared_contractor_stays_labelled_at_the_organization_they_proposed(moderator):
    member = make_user(email="maya@summit.example", organization_kind="vendor")

    agree_to_proposal(proposal=propose(member), by=moderator)

    standing = standing_of(member)
    assert (standing.is_verified, standing.is_vendor, standing.can_answer) == (True, True, False)


def test_a_verified_member_proposes_no_organization(lakeshore):
    with pytest.raises(Refused, match="You are verified already"):
        propose(make_verified(organization=lakeshore))


def test_one_proposal_of_a_sort_is_open_at_a_time(member, moderator):
    first = propose(member)

    with pytest.raises(Refused, match="You have asked already"):
        propose(member, name="Another")

    assert Proposal.objects.get() == first
    decline_proposal(proposal=first, by=moderator, reason="No.")
    assert propose(member).name == "Summit Cancer Center"


def test_two_members_may_propose_the_same(member):
    proposals = [propose(member), propose(make_user())]

    assert waiting() == proposals


@pytest.mark.parametrize("decide", [agree_to_proposal, decline_proposal])
def test_the_second_moderator_is_told_that_it_is_decided(decide, member, moderator):
    proposal = propose(member)
    decline_proposal(proposal=proposal, by=moderator, reason="No.")

    with pytest.raises(Outdated):
        decide(proposal=proposal, by=make_user(role="moderator"), reason="Yes.")

    proposal.refresh_from_db()
    assert (proposal.is_agreed, proposal.reason, proposal.decided_by) == (False, "No.", moderator)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("decide", [agree_to_proposal, decline_proposal])
def test_nobody_decides_their_own_proposal(decide, moderator):
    proposal = propose(moderator)

    with pytest.raises(PermissionDenied):
        decide(proposal=proposal, by=moderator, reason="Me.")

    assert waiting() == [proposal]


@pytest.mark.parametrize("decide", [agree_to_proposal, decline_proposal])
def test_only_moderators_decide(decide, member, lakeshore):
    proposal = propose(member)

    with pytest.raises(PermissionDenied):
        decide(
            proposal=proposal,
            by=make_verified(organization=lakeshore, is_administrator=True),
            reason="Hm.",
        )

    assert waiting() == [proposal]


@pytest.mark.parametrize("decide", [agree_to_proposal, decline_proposal])
def test_what_is_not_asked_any_more_is_outdated(decide, moderator, lakeshore):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    proposal = vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))
    leave_organization(user=member)

    with pytest.raises(Outdated):
        decide(proposal=proposal, by=moderator, reason="Yes.")

    assert standing_of(member).organization is None


def test_a_declined_colleague_goes_on_waiting(moderator, lakeshore):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    colleague = make_verified(organization=lakeshore)
    proposal = vouch_for_colleague(membership=waiting, by=colleague)

    decline_proposal(proposal=proposal, by=moderator, reason="We could not reach you.")

    assert not standing_of(member).is_verified
    assert vouch_for_colleague(membership=waiting, by=colleague) != proposal


def test_administrators_propose_a_domain_and_a_moderator_agrees(moderator, lakeshore):
    administrator = make_verified(organization=lakeshore, is_administrator=True)
    proposal = propose_domain(
        member=administrator, organization=lakeshore, domain="www.LakeshoreKids.example"
    )
    before = organization_for_email("a@lakeshorekids.example")

    agree_to_proposal(proposal=proposal, by=moderator)

    assert before == (None, "")
    assert organization_for_email("a@lakeshorekids.example") == (lakeshore, "lakeshorekids.example")
    assert "lakeshorekids.example" in told(administrator)


def test_only_administrators_propose_a_domain(lakeshore):
    for by in (make_verified(organization=lakeshore), make_verified(is_administrator=True)):
        with pytest.raises(PermissionDenied):
            propose_domain(member=by, organization=lakeshore, domain="lakeshorekids.example")


@pytest.mark.parametrize(
    "domain", ["gmail.com", "xn--lkeshore-g2a.org", "lakeshore.example", "summit.example"]
)
def test_a_domain_that_cannot_be_is_refused_at_once(domain, lakeshore):
    make_organization("Summit Health", domain="summit.example")
    administrator = make_verified(organization=lakeshore, is_administrator=True)

    with pytest.raises(Refused):
        propose_domain(member=administrator, organization=lakeshore, domain=domain)

    assert not Proposal.objects.exists()


def test_a_part_of_anothers_domain_may_be_proposed(lakeshore):
    part = make_organization("Lakeshore Cancer Center")
    administrator = make_verified(organization=part, is_administrator=True)

    proposal = propose_domain(member=administrator, organization=part, domain="cancer.lakeshore.example")

    assert proposal.domain == "cancer.lakeshore.example"


def test_agreement_that_cannot_be_kept_leaves_the_question_open_and_mails_nobody(moderator, lakeshore):
    administrator = make_verified(organization=lakeshore, is_administrator=True)
    proposal = propose_domain(
        member=administrator, organization=lakeshore, domain="lakeshorekids.example"
    )
    make_organization("Kids by the Lake", domain="lakeshorekids.example")

    with pytest.raises(Refused, match="belongs to Kids by the Lake"):
        agree_to_proposal(proposal=proposal, by=moderator)

    assert waiting() == [proposal]
    assert mail.outbox == []


def test_who_left_does_not_become_administrator(moderator, lakeshore):
    member = make_verified(organization=lakeshore)
    proposal = ask_to_administer(member=member, organization=lakeshore)
    leave_organization(user=member)

    with pytest.raises(Refused):
        agree_to_proposal(proposal=proposal, by=moderator)

    assert not lakeshore.memberships.administrators().exists()


def test_members_see_their_newest_first(member, moderator):
    first = propose(member)
    decline_proposal(proposal=first, by=moderator, reason="No.")
    second = propose(member)

    assert list(proposals_of(member)) == [second, first]


def test_an_erased_member_asks_for_nothing(member):
    propose(member)

    erase_member(user=member)

    assert not Proposal.objects.exists()
