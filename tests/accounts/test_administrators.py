"""Who looks after an organization: the first by a moderator's word, the last cannot leave."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.queries import standing_of
from accounts.services import (
    agree_to_proposal,
    ask_to_administer,
    ask_to_join,
    join_by_email,
    leave_organization,
    make_administrator,
    offboard_colleague,
    renew_membership,
)
from forum.core.errors import Refused
from forum.threads.models import Post
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in
from tests.make import make_organization, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def administrator(lakeshore):
    return make_verified(organization=lakeshore, is_administrator=True)


@pytest.fixture
def colleague(lakeshore):
    return make_verified(organization=lakeshore, email="maya@lakeshore.example")


def membership_of(member):
    return member.memberships.get(ended_at=None)


def stands(member):
    return standing_of(member).organization is not None


def two_years_from_now():
    return time_machine.travel(timezone.now() + timedelta(days=730))


def test_the_first_administrator_is_agreed_by_a_moderator(colleague, lakeshore):
    proposal = ask_to_administer(member=colleague, organization=lakeshore, note="I run our channels.")
    before = standing_of(colleague).is_administrator

    agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))

    assert (before, standing_of(colleague).is_administrator) == (False, True)
    assert mail.outbox[-1].to == [colleague.email]


def test_only_a_verified_colleague_asks_to_administer(lakeshore):
    waiting = make_user()
    ask_to_join(user=waiting, organization=lakeshore)

    for member in (waiting, make_verified(), make_user(role="moderator")):
        with pytest.raises(PermissionDenied):
            ask_to_administer(member=member, organization=lakeshore)


def test_where_there_is_an_administrator_they_make_the_next(administrator, colleague, lakeshore):
    with pytest.raises(Refused, match="has an administrator, who can make you one"):
        ask_to_administer(member=colleague, organization=lakeshore)

    make_administrator(membership=membership_of(colleague), by=administrator)

    assert standing_of(colleague).is_administrator


def test_an_administrator_whose_verification_ran_out_stands_in_nobodys_way(administrator, lakeshore):
    with two_years_from_now():
        newcomer = make_verified(organization=lakeshore)
        proposal = ask_to_administer(member=newcomer, organization=lakeshore)
        agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))

        assert standing_of(newcomer).is_administrator
        assert not standing_of(administrator).is_administrator


def test_an_administrator_is_one_again_after_renewing(administrator):
    with two_years_from_now():
        renew_membership(membership=membership_of(administrator))

        assert standing_of(administrator).is_administrator


def test_only_administrators_and_moderators_make_administrators(colleague, lakeshore):
    elsewhere = make_verified(is_administrator=True)
    second = make_verified(organization=lakeshore)

    for by in (colleague, second, elsewhere):
        with pytest.raises(PermissionDenied):
            make_administrator(membership=membership_of(colleague), by=by)
    make_administrator(membership=membership_of(colleague), by=make_user(role="moderator"))

    assert standing_of(colleague).is_administrator


def test_only_a_verified_colleague_becomes_administrator(administrator, lakeshore):
    waiting = ask_to_join(user=make_user(), organization=lakeshore)

    with pytest.raises(Refused, match="Only a verified colleague"):
        make_administrator(membership=waiting, by=administrator)


def test_made_twice_is_made_once(administrator, colleague):
    make_administrator(membership=membership_of(colleague), by=administrator)
    since = membership_of(colleague).administrator_since

    make_administrator(membership=membership_of(colleague), by=administrator)

    assert membership_of(colleague).administrator_since == since


def test_who_left_is_no_administrator_when_they_come_back(administrator, colleague, lakeshore):
    make_administrator(membership=membership_of(colleague), by=administrator)
    leave_organization(user=administrator)

    join_by_email(user=administrator, email="back@lakeshore.example")

    standing = standing_of(administrator)
    assert (standing.is_verified, standing.is_administrator) == (True, False)


def test_the_last_administrator_cannot_leave(administrator, colleague):
    with pytest.raises(Refused, match="make a colleague administrator first"):
        leave_organization(user=administrator)

    assert standing_of(administrator).is_administrator


def test_the_last_administrator_cannot_be_offboarded(administrator, colleague):
    for by in (administrator, make_user(role="moderator")):
        with pytest.raises(Refused, match="make a colleague administrator first"):
            offboard_colleague(membership=membership_of(administrator), by=by)

    assert standing_of(administrator).is_administrator


def test_an_administrator_who_made_another_may_leave(administrator, colleague):
    make_administrator(membership=membership_of(colleague), by=administrator)

    leave_organization(user=administrator)

    assert not stands(administrator)


def test_one_who_cannot_act_any_more_is_no_other_administrator(administrator, lakeshore):
    with two_years_from_now():
        acting = make_verified(organization=lakeshore, is_administrator=True)

        with pytest.raises(Refused, match="make a colleague administrator first"):
            leave_organization(user=acting)


def test_an_administrator_without_colleagues_may_leave(administrator, lakeshore):
    ask_to_join(user=make_user(), organization=lakeshore)

    leave_organization(user=administrator)

    assert not stands(administrator)


def test_a_colleague_who_is_no_administrator_leaves_at_any_time(administrator, colleague):
    leave_organization(user=colleague)

    assert (stands(colleague), stands(administrator)) == (False, True)


def test_offboarding_ends_sessions_and_keeps_posts(administrator, lakeshore):
    leaver = make_verified(organization=lakeshore, handle="leaver", password=PASSWORD)
    other = make_verified(organization=lakeshore, handle="stays-here", password=PASSWORD)
    browsers = [Client(), Client(), Client()]
    for browser, handle in zip(browsers, ["leaver", "leaver", "stays-here"], strict=True):
        sign_in(browser, handle)
    assert [is_signed_in(browser) for browser in browsers] == [True, True, True]
    make_thread(author=leaver)

    offboard_colleague(membership=membership_of(leaver), by=administrator)

    assert [is_signed_in(browser) for browser in browsers] == [False, False, True]
    assert list(UserSession.objects.values_list("user", flat=True)) == [other.pk]
    assert not stands(leaver)
    line = Post.objects.get(author=leaver)
    assert (line.organization_name, line.verification) == ("Lakeshore Health", "verified")


def test_offboarding_twice_is_offboarding_once(administrator, colleague):
    membership = membership_of(colleague)
    offboard_colleague(membership=membership, by=administrator)
    membership.refresh_from_db()
    ended_at = membership.ended_at

    offboard_colleague(membership=membership, by=administrator)

    membership.refresh_from_db()
    assert membership.ended_at == ended_at


def test_offboarding_ends_nothing_elsewhere(administrator, colleague):
    old = membership_of(colleague)
    make_organization("Summit Health", domain="summit.example")
    join_by_email(user=colleague, email="maya@summit.example")

    offboard_colleague(membership=old, by=administrator)

    assert standing_of(colleague).name == "Summit Health"


def test_only_administrators_and_moderators_offboard(colleague, lakeshore):
    elsewhere = make_verified(is_administrator=True)

    for by in (make_verified(organization=lakeshore), elsewhere):
        with pytest.raises(PermissionDenied):
            offboard_colleague(membership=membership_of(colleague), by=by)
    assert stands(colleague)

    offboard_colleague(membership=membership_of(colleague), by=make_user(role="moderator"))
    assert not stands(colleague)


def test_an_administrator_whose_verification_ran_out_offboards_nobody(administrator, lakeshore):
    with two_years_from_now():
        newcomer = make_verified(organization=lakeshore)

        with pytest.raises(PermissionDenied):
            offboard_colleague(membership=membership_of(newcomer), by=administrator)
