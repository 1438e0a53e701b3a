from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from accounts import handles
from accounts.models import User
from accounts.queries import handles_of_members, member_by_handle, profile_data, proposed_handle
from accounts.services import create_member, erase_member, record_visit, set_theme


def test_handles_lead_to_the_pages_of_current_members_in_one_query(
    member, administrator, django_assert_num_queries
):
    erase_member(user=create_member(handle="gone-one", display_name="G", email="g@x.example"))

    with django_assert_num_queries(1):
        found = handles_of_members(["MOkafor", "pryor", "gone-one", "nobody"])

    assert found == {
        "mokafor": member.get_absolute_url(),
        "pryor": administrator.get_absolute_url(),
    }


def test_no_handles_are_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert handles_of_members([]) == {}


def test_a_member_is_found_by_handle_in_any_case_while_here(member):
    assert member_by_handle("MOKAFOR") == member
    erase_member(user=member)
    assert member_by_handle("mokafor") is None
    assert member_by_handle(member.handle) is None


def test_proposals_are_numbered_past_handles_that_look_alike(member):
    create_member(handle="mokafor2", display_name="M", email="m2@x.example")

    assert proposed_handle("Mo Okafor") == "mokafor3"


def test_a_proposal_is_never_longer_than_a_handle():
    long_name = "Q " + "wolfeschlegelsteinhausenberger" * 2
    first = proposed_handle(long_name)
    create_member(handle=first, display_name="Q", email="q@x.example")

    assert len(proposed_handle(long_name)) <= handles.LONGEST
    assert proposed_handle(long_name) != first


def test_the_copy_of_ones_data_holds_profile_and_addresses(member):
    data = profile_data(member)

    assert data["display_name"] == "Maya Okafor"
    assert data["email_addresses"] == [
        {"email": "maya@lakeshore.example", "verified": True, "primary": True}
    ]


def test_two_members_never_share_the_look_of_a_handle(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        create_member(handle="m0kafor", display_name="Imp", email="imp@x.example")


def test_the_database_refuses_a_handle_of_another_form(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=member.pk).update(handle="No Handle")


def test_a_first_visit_has_none_before_it(member):
    record_visit(user=member)

    member.refresh_from_db()
    assert member.seen_at is not None
    assert member.previous_visit_at is None


def test_a_visit_is_written_every_five_minutes_at_most(member, django_assert_num_queries):
    record_visit(user=member)

    with django_assert_num_queries(0):
        record_visit(user=member)


def test_after_half_an_hour_away_a_new_visit_begins(member):
    left = timezone.now() - timedelta(minutes=31)
    member.seen_at = left
    member.save()

    record_visit(user=member)

    member.refresh_from_db()
    assert member.previous_visit_at == left
    assert member.seen_at > left


def test_a_short_absence_is_the_same_visit(member):
    member.seen_at = timezone.now() - timedelta(minutes=10)
    member.save()

    record_visit(user=member)

    member.refresh_from_db()
    assert member.previous_visit_at is None


def test_a_busy_database_costs_nobody_the_page(member, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", busy)

    record_visit(user=member)

    assert member.seen_at is None


def test_a_theme_must_be_one_of_three(member):
    with pytest.raises(ValueError, match="neon"):
        set_theme(user=member, theme="neon")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Maya Okafor", "MO"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", "")],
)
def test_initials_are_of_the_first_and_the_last_word(name, initials):
    assert User(display_name=name).initials == initials
