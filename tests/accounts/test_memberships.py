"""How members come to speak for an organization, move, and stop."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Proposal
from accounts.queries import standing_of
from accounts.services import (
    agree_to_proposal,
    approve_colleague,
    ask_to_join,
    end_membership,
    erase_member,
    join_by_email,
    leave_organization,
    set_joining,
    set_listed,
    vouch_for_colleague,
)
from accounts.signals import member_changed
from forum.core.errors import Refused
from tests.make import make_organization, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


def facts(member):
    """Where ``member`` stands: the organization's name, and how sure it is."""
    standing = standing_of(member)
    return standing.name, standing.verification


def memberships_of(member):
    rows = member.memberships.order_by("pk").select_related("organization")
    return [(row.organization.name, "ended" if row.ended_at else "stands") for row in rows]


def test_a_work_address_makes_a_verified_colleague_at_once(lakeshore):
    member = make_user()

    membership = join_by_email(user=member, email="Maya@Mail.Lakeshore.example")

    assert facts(member) == ("Lakeshore Health", "verified")
    assert (membership.how, membership.email_domain) == ("email", "lakeshore.example")
    assert (membership.expires_at - membership.verified_at).days == 365


def test_whoever_shows_pages_of_the_member_hears_of_it(lakeshore, django_capture_on_commit_callbacks):
    member, heard = make_user(), []

    def changed(user, **kwargs):
        heard.append(user)

    member_changed.connect(changed)
    with django_capture_on_commit_callbacks(execute=True):
        join_by_email(user=member, email="maya@lakeshore.example")
    member_changed.disconnect(changed)

    assert heard == [member]


def test_an_address_that_nobody_owns_makes_no_colleague():
    member = make_user(organization_name="Piedmont Valley", organization_kind="hospital")

    assert join_by_email(user=member, email="maya@gmail.com") is None

    assert facts(member) == ("Piedmont Valley", "")


def test_the_same_address_again_counts_from_today(lakeshore):
    member = make_verified(organization=lakeshore)

    again = join_by_email(user=member, email=member.email)

    assert memberships_of(member) == [("Lakeshore Health", "stands")]
    assert again.is_verified


def test_a_new_address_moves_the_member(lakeshore, summit):
    member = make_verified(organization=lakeshore)
    set_listed(user=member, listed=True)

    join_by_email(user=member, email="maya@summit.example")

    assert memberships_of(member) == [("Lakeshore Health", "ended"), ("Summit Health", "stands")]
    assert not member.memberships.filter(is_listed=True).exists()


def test_a_new_address_that_nobody_owns_ends_what_an_address_had_shown(lakeshore):
    member = make_verified(organization=lakeshore)

    join_by_email(user=member, email="maya@elsewhere.example")

    assert memberships_of(member) == [("Lakeshore Health", "ended")]


def test_an_address_that_an_administrator_approved_counts_only_while_it_is_ones_own(lakeshore):
    administrator = make_verified(organization=lakeshore, is_administrator=True)
    set_joining(organization=lakeshore, approves_colleagues=True)
    member = make_user()
    waiting = join_by_email(user=member, email="maya@lakeshore.example")
    approve_colleague(membership=waiting, by=administrator)

    join_by_email(user=member, email="maya@elsewhere.example")

    assert memberships_of(member) == [("Lakeshore Health", "ended")]


def test_a_new_address_ends_nothing_that_a_colleague_had_vouched_for(lakeshore):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    proposal = vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))
    agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))

    join_by_email(user=member, email="maya@gmail.com")

    assert facts(member) == ("Lakeshore Health", "verified")


def test_where_colleagues_are_approved_a_work_address_waits(lakeshore):
    administrator = make_verified(organization=lakeshore, is_administrator=True)
    set_joining(organization=lakeshore, approves_colleagues=True)
    member = make_user()

    waiting = join_by_email(user=member, email="maya@lakeshore.example")
    before = facts(member)
    approve_colleague(membership=waiting, by=administrator)

    assert before == (member.organization_name, "")
    assert facts(member) == ("Lakeshore Health", "verified")
    waiting.refresh_from_db()
    assert (waiting.how, waiting.verified_by) == ("administrator", administrator)


def test_without_a_work_address_one_waits_for_a_colleague_and_a_moderator(lakeshore):
    member, colleague = make_user(email="maya@gmail.com"), make_verified(organization=lakeshore)
    waiting = ask_to_join(user=member, organization=lakeshore)
    states = [facts(member)[1]]

    proposal = vouch_for_colleague(membership=waiting, by=colleague)
    states.append(facts(member)[1])
    agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))
    states.append(facts(member)[1])

    assert states == ["", "", "verified"]
    membership = member.memberships.get()
    assert (membership.how, membership.email_domain) == ("colleague", "")


def test_asking_twice_is_asking_once(lakeshore):
    member = make_user()

    asked = [ask_to_join(user=member, organization=lakeshore) for _ in range(2)]

    assert asked == [member.memberships.get()] * 2


def test_asking_elsewhere_takes_the_first_question_back(lakeshore, summit):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))

    ask_to_join(user=member, organization=summit)

    assert memberships_of(member) == [("Lakeshore Health", "ended"), ("Summit Health", "stands")]
    assert not Proposal.objects.exists()


def test_whoever_is_verified_leaves_before_asking_elsewhere(lakeshore, summit):
    member = make_verified(organization=lakeshore)

    with pytest.raises(Refused, match="You are verified at Lakeshore Health"):
        ask_to_join(user=member, organization=summit)

    assert facts(member) == ("Lakeshore Health", "verified")


def test_a_declared_contractor_is_labelled_as_a_vendor_however_they_join(lakeshore):
    by_address = make_verified(organization=lakeshore, organization_kind="vendor")
    vouched = make_user(organization_kind="vendor")
    waiting = ask_to_join(user=vouched, organization=lakeshore)
    proposal = vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))
    agree_to_proposal(proposal=proposal, by=make_user(role="moderator"))

    for member in (by_address, vouched):
        standing = standing_of(member)
        assert (standing.is_verified, standing.is_vendor, standing.can_answer) == (True, True, False)


def test_everyone_at_a_vendor_is_labelled_and_nobody_there_is_a_contractor():
    member = make_verified(organization=make_organization(kind="vendor"), organization_kind="vendor")

    standing = standing_of(member)
    assert (standing.is_vendor, standing.can_answer) == (True, False)
    assert not standing.membership.is_contractor


def test_a_member_who_says_so_is_labelled_as_a_vendor_before_anything_is_confirmed():
    assert standing_of(make_user(organization_kind="vendor")).is_vendor


def test_one_membership_stands_at_a_time(lakeshore, summit):
    member = make_verified(organization=lakeshore)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=member, organization=summit, how="moderator")


def test_leaving_ends_the_membership_and_what_it_waited_for(lakeshore):
    member = make_user()
    waiting = ask_to_join(user=member, organization=lakeshore)
    vouch_for_colleague(membership=waiting, by=make_verified(organization=lakeshore))

    leave_organization(user=member)
    leave_organization(user=member)

    assert memberships_of(member) == [("Lakeshore Health", "ended")]
    assert not Proposal.objects.exists()


def test_old_posts_keep_their_author_lines_when_a_member_moves(lakeshore, summit):
    member = make_verified(organization=lakeshore, job_title="Social media manager")
    old = make_thread(author=member).posts.get()

    join_by_email(user=member, email="maya@summit.example")
    new = make_thread(author=member).posts.get()

    old.refresh_from_db()
    lines = [(post.organization_name, post.organization, post.verification) for post in (old, new)]
    assert lines == [
        ("Lakeshore Health", lakeshore, "verified"),
        ("Summit Health", summit, "verified"),
    ]


def test_an_erased_member_speaks_for_nobody_even_the_last_administrator(lakeshore):
    member = make_verified(organization=lakeshore, is_administrator=True)
    make_verified(organization=lakeshore)

    erase_member(user=member)

    assert memberships_of(member) == [("Lakeshore Health", "ended")]


def test_ending_what_has_ended_changes_nothing(lakeshore):
    member = make_verified(organization=lakeshore)
    end_membership(user=member)
    ended_at = member.memberships.get().ended_at

    end_membership(user=member)

    assert member.memberships.get().ended_at == ended_at


def test_a_member_chooses_whether_to_be_listed(lakeshore):
    member = make_verified(organization=lakeshore)
    states = []

    for listed in (True, False):
        set_listed(user=member, listed=listed)
        states.append(member.memberships.get().is_listed)

    assert states == [True, False]
