"""What a member without a name stands for: five organizations at least, whatever a reader puts together."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.labels import FEWEST, Parts, label_now, parts_said, words_of
from accounts.models import Beds, Kind, Membership, Organization
from accounts.queries import standing_of
from accounts.services import end_membership, erase_member
from tests.make import label_of, make_organization, make_peers, make_user, make_verified

PLACES = st.builds(
    Parts,
    kind=st.sampled_from(Kind.values[:4]),
    beds=st.sampled_from([*Beds.values[:3], Beds.NONE]),
    region=st.sampled_from(["Ohio", "Iowa", "Utah"]),
)
COMMUNITIES = st.dictionaries(PLACES, st.integers(1, 9), max_size=24)


@given(COMMUNITIES)
def test_all_parts_shown_are_shared_by_five_organizations(counts):
    for parts, said in parts_said(counts).items():
        shown = parts[:said]
        sharing = sum(count for other, count in counts.items() if other[:said] == shown)
        assert said == 0 or sharing >= FEWEST


@given(COMMUNITIES)
def test_what_is_left_out_tells_no_more(counts):
    """Whoever knows the rule and every organization still has five to choose from, if there are five."""
    behind = Counter()
    for parts, said in parts_said(counts).items():
        behind[words_of(parts, said)] += counts[parts]

    total = sum(counts.values())
    assert all(count >= min(FEWEST, total) for count in behind.values())


@given(COMMUNITIES)
def test_parts_are_dropped_from_the_last_to_the_first_and_always_alike(counts):
    said = parts_said(counts)

    assert set(said) == set(counts)
    assert parts_said(dict(reversed(counts.items()))) == said


def test_a_part_is_said_where_five_share_it():
    counts = {
        Parts("hospital", "25-49", "Ohio"): 5,
        Parts("hospital", "25-49", "Iowa"): 5,
        Parts("hospital", "400+", "Ohio"): 5,
        Parts("clinic", "none", "Utah"): 9,
        Parts("health_plan", "none", "Utah"): 2,
        Parts("association", "none", "Utah"): 3,
    }

    labels = {words_of(parts, said) for parts, said in parts_said(counts).items()}

    assert labels == {
        "Member at a hospital, 25 to 49 beds, Ohio",
        "Member at a hospital, 25 to 49 beds, Iowa",
        "Member at a hospital, 400 beds or more, Ohio",
        "Member at a clinic or physician group, Utah",
        "Member at a health organization",
    }


@pytest.fixture
def member(db):
    lakeshore = make_organization(kind="cancer_center", beds="200-299", region="Ohio")
    return make_verified(organization=lakeshore)


def test_alone_nothing_is_said_of_a_member(member):
    assert label_of(member) == "Member at a health organization"


def test_five_like_it_are_named_to_the_region(member):
    make_peers(standing_of(member).organization)

    assert label_of(member) == "Member at a cancer center, 200 to 299 beds, Ohio"


@pytest.mark.parametrize("way", ["left", "erased", "locked out", "lapsed"])
def test_an_organization_without_an_active_verified_member_does_not_count(member, way):
    make_peers(standing_of(member).organization)
    last = Membership.objects.order_by("pk").last()
    if way == "left":
        end_membership(user=last.user)
    elif way == "erased":
        erase_member(user=last.user)
    elif way == "locked out":
        last.user.is_active = False
        last.user.save()
    else:
        Membership.objects.filter(pk=last.pk).update(
            verified_at="2020-01-01T00:00Z", expires_at="2021-01-01T00:00Z"
        )

    assert label_of(member) == "Member at a health organization"
    assert Organization.objects.count() == 5


def test_who_is_not_verified_has_no_label(db):
    assert label_now(standing_of(make_user())) == ""


def test_a_contractor_stands_for_an_agency_not_for_the_hospital(member):
    make_peers(standing_of(member).organization)
    Membership.objects.filter(user=member).update(is_contractor=True)
    assert label_of(member) == "Member at a health organization"

    for _agency in range(5):
        make_verified(organization=make_organization(kind="vendor", beds="none"))

    assert label_of(member) == "Member at a vendor or agency"
