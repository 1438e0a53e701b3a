"""Colleagues are approved and vouched for: by whom, and only while they wait."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Proposal
from accounts.queries import standing_of
from accounts.services import (
    approve_colleague,
    ask_to_join,
    join_by_email,
    leave_organization,
    set_joining,
    vouch_for_colleague,
)
from forum.core.errors import Refused
from tests.make import make_user, make_verified

pytestmark = pytest.mark.django_db


def test_a_moderator_may_approve_a_colleague_too(lakeshore):
    set_joining(organization=lakeshore, approves_colleagues=True)
    member = make_user()
    waiting = join_by_email(user=member, email="maya@lakeshore.example")

    approve_colleague(membership=waiting, by=make_user(role="moderator"))

    assert standing_of(member).is_verified


def test_only_administrators_of_the_organization_approve(lakeshore, summit):
    set_joining(organization=lakeshore, approves_colleagues=True)
    member = make_user()
    waiting = join_by_email(user=member, email="maya@lakeshore.example")
    set_joining(organization=lakeshore, approves_colleagues=False)
    colleague = make_verified(organization=lakeshore)
    stranger = make_verified(organization=summit, is_administrator=True)

    for by in (member, colleague, stranger):
        with pytest.raises(PermissionDenied):
            approve_colleague(membership=waiting, by=by)

    assert not standing_of(member).is_verified


def test_approving_twice_or_without_a_work_address_is_refused(lakeshore):
    moderator = make_user(role="moderator")
    verified = make_verified(organization=lakeshore).memberships.get()
    without = ask_to_join(user=make_user(), organization=lakeshore)

    with pytest.raises(Refused, match="does not wait any more"):
        approve_colleague(membership=verified, by=moderator)
    with pytest.raises(Refused, match="needs somebody to vouch"):
        approve_colleague(membership=without, by=moderator)


def test_two_who_vouch_ask_once(lakeshore):
    waiting = ask_to_join(user=make_user(), organization=lakeshore)

    proposals = [
        vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))
        for _ in range(2)
    ]

    assert proposals == [Proposal.objects.get()] * 2


def test_only_a_verified_colleague_vouches(lakeshore, summit):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    other = make_user()
    ask_to_join(user=other, organization=lakeshore)

    for by in (member, other, make_verified(organization=summit), make_user(role="moderator")):
        with pytest.raises(PermissionDenied):
            vouch_for_colleague(membership=waiting, by=by)

    assert not Proposal.objects.exists()


def test_nobody_vouches_for_who_does_not_wait(lakeshore):
    colleague = make_verified(organization=lakeshore)
    verified = make_verified(organization=lakeshore).memberships.get()
    gone = make_user()
    ended = ask_to_join(user=gone, organization=lakeshore)
    leave_organization(user=gone)

    for membership in (verified, ended):
        with pytest.raises(Refused, match="does not wait any more"):
            vouch_for_colleague(membership=membership, by=colleague)
