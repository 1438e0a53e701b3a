"""A verification lasts a year, and two weeks of grace follow."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.queries import standing_of
from accounts.services import (
    ask_to_join,
    join_by_email,
    leave_organization,
    mail_renewals,
    renew_membership,
)
from forum.core.errors import Refused
from tests.make import make_organization, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_verified(organization=make_organization("Lakeshore Health", domain="lakeshore.example"))


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def state(member):
    standing = standing_of(member)
    membership = standing.membership
    return standing.verification, standing.can_answer, membership.has_lapsed, membership.is_renewable


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (350, ("verified", True, False, False)),
        (352, ("verified", True, False, True)),
        (366, ("verified", True, False, True)),
        (378, ("verified", True, False, True)),
        (380, ("lapsed", False, True, True)),
        (3650, ("lapsed", False, True, True)),
    ],
)
def test_a_verification_lasts_a_year_and_two_weeks(member, days, expected):
    with later(days=days):
        assert state(member) == expected


def test_the_database_counts_the_same_days_as_the_page(member):
    memberships = member.memberships
    found = []

    for days in (378, 380):
        with later(days=days):
            found.append((memberships.verified().exists(), memberships.standing().exists()))

    assert found == [(True, True), (False, True)]


def test_new_posts_of_a_lapsed_member_say_so_and_old_ones_stay(member):
    old = make_thread(author=member).posts.get()

    with later(days=380):
        new = make_thread(author=member).posts.get()

    old.refresh_from_db()
    assert [post.verification for post in (old, new)] == ["verified", "lapsed"]
    assert [post.organization_name for post in (old, new)] == ["Lakeshore Health"] * 2


def test_renewing_counts_from_that_day(member):
    with later(days=380):
        renewed = renew_membership(membership=member.memberships.get())

        assert state(member) == ("verified", True, False, False)
        assert renewed.expires_at.date() == (timezone.now() + timedelta(days=365)).date()
    assert renewed.how == "email"


def test_a_lapsed_member_is_verified_again_by_the_same_address(member):
    with later(days=500):
        join_by_email(user=member, email=member.email)

        assert standing_of(member).is_verified
    assert member.memberships.count() == 1


def test_a_lapsed_member_may_ask_to_join_another_organization(member):
    summit = make_organization("Summit Health")

    with later(days=380):
        ask_to_join(user=member, organization=summit)

    assert member.memberships.get(ended_at=None).organization == summit


def test_what_has_ended_or_never_began_cannot_be_renewed(member):
    waiting = ask_to_join(user=make_user(), organization=make_organization())
    ended = member.memberships.get()
    leave_organization(user=member)

    for membership in (ended, waiting):
        with pytest.raises(Refused, match="has ended"):
            renew_membership(membership=membership)


def test_whoever_renewed_is_mailed_again_a_year_later(member):
    with later(days=352):
        mail_renewals()
        renew_membership(membership=member.memberships.get())
    sent = []

    for days in (353, 352 + 352):
        with later(days=days):
            sent.append(mail_renewals())

    assert sent == [0, 1]
