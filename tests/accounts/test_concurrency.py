"""Members, administrators and moderators who act in the same instant."""

import pytest
from django.core import mail

from accounts.models import Membership, Organization, Proposal
from accounts.queries import standing_of
from accounts.services import (
    agree_to_proposal,
    ask_to_join,
    decline_proposal,
    join_by_email,
    leave_organization,
    offboard_colleague,
    propose_organization,
    vouch_for_colleague,
)
from forum.core.errors import Outdated, Refused
from tests.make import make_organization, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(5)


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


def administrators(organization):
    return organization.memberships.administrators()


def propose(member):
    return propose_organization(
        member=member, name="Summit", kind="hospital", website="https://summit.example", region="Utah"
    )


def raised(outcomes, error):
    return sum(isinstance(outcome, error) for outcome in outcomes)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_administrators_who_leave_at_once_one_stays(lakeshore, _round):
    both = [make_verified(organization=lakeshore, is_administrator=True) for _ in range(2)]
    make_verified(organization=lakeshore)

    outcomes = at_once(lambda member: leave_organization(user=member), both)

    assert (raised(outcomes, Refused), outcomes.count(None)) == (1, 1)
    assert administrators(lakeshore).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_administrators_who_offboard_each_other_at_once_one_stays(lakeshore, _round):
    both = [make_verified(organization=lakeshore, is_administrator=True) for _ in range(2)]
    make_verified(organization=lakeshore)
    memberships = [member.memberships.get() for member in both]

    outcomes = at_once(
        lambda pair: offboard_colleague(membership=pair[0], by=pair[1]),
        list(zip(memberships, reversed(both), strict=True)),
    )

    assert outcomes.count(None) == 1
    assert administrators(lakeshore).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_administrator_who_leaves_while_offboarded_is_gone_once(lakeshore, _round):
    leaver, other = (make_verified(organization=lakeshore, is_administrator=True) for _ in range(2))
    membership = leaver.memberships.get()

    outcomes = at_once(
        lambda act: act(),
        [
            lambda: leave_organization(user=leaver),
            lambda: offboard_colleague(membership=membership, by=other),
        ],
    )

    assert outcomes == [None, None]
    assert standing_of(leaver).organization is None
    assert standing_of(other).is_administrator


def test_addresses_confirmed_at_once_leave_one_membership(lakeshore):
    member = make_user()
    names = ["lakeshore.example", "summit.example", "county.example"]
    for name in names[1:]:
        make_organization(domain=name)

    at_once(lambda domain: join_by_email(user=member, email=f"a@{domain}"), names * 2)

    assert Membership.objects.filter(user=member, ended_at=None).count() == 1
    assert standing_of(member).is_verified


def test_a_proposal_sent_twice_at_once_is_made_once():
    member = make_user()

    outcomes = at_once(lambda _: propose(member), range(4))

    assert raised(outcomes, Refused) == 3
    assert Proposal.objects.count() == 1


def test_colleagues_who_vouch_at_once_ask_once(lakeshore):
    waiting = ask_to_join(user=make_user(), organization=lakeshore)
    colleagues = [make_verified(organization=lakeshore) for _ in range(4)]

    outcomes = at_once(lambda by: vouch_for_colleague(membership=waiting, by=by), colleagues)

    assert outcomes == [Proposal.objects.get()] * 4


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_moderators_who_decide_at_once_the_second_is_told(_round):
    proposal = propose(make_user(email="maya@summit.example"))
    moderators = [make_user(role="moderator") for _ in range(2)]
    decisions = zip([agree_to_proposal, decline_proposal], moderators, strict=True)

    outcomes = at_once(
        lambda pair: pair[0](proposal=proposal, by=pair[1], reason="So."), list(decisions)
    )

    proposal.refresh_from_db()
    assert raised(outcomes, Outdated) == 1
    assert Organization.objects.exists() == proposal.is_agreed
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_stops_waiting_while_a_moderator_agrees_keeps_nobody_waiting(lakeshore, _round):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    proposal = vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))
    moderator = make_user(role="moderator")

    left, agreed = at_once(
        lambda act: act(),
        [
            lambda: leave_organization(user=member),
            lambda: agree_to_proposal(proposal=proposal, by=moderator),
        ],
    )

    assert left is None
    assert isinstance(agreed, Proposal | Outdated)
    assert not member.memberships.waiting().exists()
