"""Organizations: their facts, the domains that show who works there, and how they are found."""

import pytest
from django.db import IntegrityError

from accounts.models import Organization, OrganizationDomain
from accounts.queries import (
    colleagues_of,
    directory,
    organization_for_email,
    organizations_like,
    roster_of,
    similar_organizations,
    standing_of,
)
from accounts.queries.organizations import beds_near
from accounts.services import (
    add_domain,
    ask_to_join,
    erase_member,
    join_by_email,
    remove_domain,
    save_organization,
    set_joining,
    set_listed,
    set_naming,
)
from accounts.signals import organization_changed, organization_reclassified
from forum.core.errors import Refused
from tests.make import make_organization, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def heard():
    """What was announced of organizations, in order."""
    news = []

    def changed(organization, **kwargs):
        news.append(("changed", organization.name))

    def reclassified(organization, **kwargs):
        news.append(("reclassified", organization.kind))

    organization_changed.connect(changed)
    organization_reclassified.connect(reclassified)
    yield news
    organization_changed.disconnect(changed)
    organization_reclassified.disconnect(reclassified)


def test_two_of_one_name_have_two_addresses(lakeshore):
    other = make_organization("Lakeshore Health")

    assert (lakeshore.slug, other.slug) == ("lakeshore-health", "lakeshore-health-2")


def test_a_name_without_latin_letters_has_an_address_too():
    assert make_organization("病院").slug == "organization"


def test_a_new_name_keeps_the_address_and_is_announced(
    lakeshore, heard, django_capture_on_commit_callbacks
):
    lakeshore.name = "Lakeshore and Summit"

    with django_capture_on_commit_callbacks(execute=True):
        save_organization(organization=lakeshore)

    lakeshore.refresh_from_db()
    assert (lakeshore.name, lakeshore.slug) == ("Lakeshore and Summit", "lakeshore-health")
    assert heard == [("changed", "Lakeshore and Summit")]


def test_another_kind_is_announced_within_and_a_new_organization_is_not(heard):
    organization = make_organization("Brightline", kind="hospital")
    assert heard == []

    organization.kind = "vendor"
    save_organization(organization=organization)

    assert heard == [("reclassified", "vendor")]


def test_an_organization_never_stands_above_itself(lakeshore):
    system = make_organization("Great Lakes")
    lakeshore.parent = system
    save_organization(organization=lakeshore)
    region = make_organization("Great Lakes East", parent=lakeshore)
    system.parent = region

    with pytest.raises(Refused, match="cannot belong to itself"):
        save_organization(organization=system)

    system.refresh_from_db()
    assert system.parent is None


def test_the_database_too_keeps_an_organization_from_being_its_parent(lakeshore):
    with pytest.raises(IntegrityError):
        Organization.objects.filter(pk=lakeshore.pk).update(parent=lakeshore)


def test_an_organization_has_several_domains(lakeshore):
    add_domain(organization=lakeshore, domain="https://www.LakeshoreChildrens.example/")

    owned = lakeshore.domains.order_by("domain").values_list("domain", flat=True)
    assert list(owned) == ["lakeshore.example", "lakeshorechildrens.example"]


def test_a_domain_added_twice_is_there_once(lakeshore):
    again = add_domain(organization=lakeshore, domain="lakeshore.example")

    assert again == lakeshore.domains.get()


def test_a_domain_belongs_to_one_organization(lakeshore):
    other = make_organization()

    with pytest.raises(Refused, match=r"lakeshore\.example belongs to Lakeshore Health\."):
        add_domain(organization=other, domain="lakeshore.example")

    assert OrganizationDomain.objects.get(domain="lakeshore.example").organization == lakeshore


def test_a_domain_that_reads_like_anothers_is_refused(lakeshore):
    other = make_organization()

    with pytest.raises(Refused, match=r"reads like lakeshore\.example"):
        add_domain(organization=other, domain="lakesh0re.example")

    assert not other.domains.filter(domain="lakesh0re.example").exists()


def test_ones_own_domains_may_look_alike(lakeshore):
    add_domain(organization=lakeshore, domain="lake-shore.example")

    assert lakeshore.domains.count() == 2


@pytest.mark.parametrize("domain", ["gmail.com", "xn--lkeshore-g2a.org", "nhs.uk", "not a domain"])
def test_what_can_be_nobodys_is_refused(lakeshore, domain):
    with pytest.raises(Refused):
        add_domain(organization=lakeshore, domain=domain)

    assert lakeshore.domains.count() == 1


def test_an_address_below_a_domain_counts(lakeshore):
    assert organization_for_email("a@mail.er.Lakeshore.example") == (lakeshore, "lakeshore.example")


def test_the_longest_domain_wins(lakeshore):
    part = make_organization("Lakeshore Cancer Center", domain="cancer.lakeshore.example")

    assert organization_for_email("a@x.cancer.lakeshore.example") == (part, "cancer.lakeshore.example")
    assert organization_for_email("a@lakeshore.example") == (lakeshore, "lakeshore.example")


@pytest.mark.parametrize(
    "email", ["a@notlakeshore.example", "a@lakeshore.example.evil.example", "a@example"]
)
def test_an_address_elsewhere_belongs_to_nobody(lakeshore, email):
    assert organization_for_email(email) == (None, "")


def test_who_was_verified_by_a_domain_stays_so_when_it_is_taken_away(lakeshore):
    member = make_verified(organization=lakeshore)

    remove_domain(organization=lakeshore, domain="lakeshore.example")

    assert standing_of(member).is_verified
    assert organization_for_email(member.email) == (None, "")


def test_only_ones_own_domain_is_taken_away(lakeshore):
    remove_domain(organization=make_organization(), domain="lakeshore.example")

    assert lakeshore.domains.count() == 1


def test_an_organization_can_be_counted_only(lakeshore, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_naming(organization=lakeshore, naming="counted")

    lakeshore.refresh_from_db()
    assert not lakeshore.is_named
    assert heard == [("changed", "Lakeshore Health")]
    assert list(Organization.objects.named()) == []


def test_another_way_of_naming_is_refused(lakeshore):
    with pytest.raises(ValueError):
        set_naming(organization=lakeshore, naming="shouted")


def test_an_organization_can_approve_its_colleagues(lakeshore):
    set_joining(organization=lakeshore, approves_colleagues=True)

    lakeshore.refresh_from_db()
    assert lakeshore.approves_colleagues


def test_the_directory_filters_by_every_filter_given(lakeshore):
    make_organization("Lakeshore Clinic", kind="clinic")
    make_organization("Summit Health", region="Utah")
    make_organization("Lakeshore Health West", beds="400+")

    found = directory(kind="hospital", beds="100-199", region="Ohio", name="HEALTH lake")

    assert list(found) == [lakeshore]


def test_the_directory_counts_members_who_stand(lakeshore):
    make_verified(organization=lakeshore)
    ask_to_join(user=make_user(), organization=lakeshore)
    erase_member(user=make_verified(organization=lakeshore))

    assert directory().get().member_count == 1


def test_similar_names_are_found_the_likest_first(lakeshore):
    make_organization("Summit Medical Center")
    near = make_organization("Lakeshore Health System")
    make_organization("The Lakeshore Podiatry Group of Greater Toledo")

    found = similar_organizations("Lakeshore Health Systems")

    assert found[:2] == [near, lakeshore]
    assert len(found) == 3


@pytest.mark.parametrize("name", ["", "The Hospital of", "% _ '", "St"])
def test_words_that_all_share_are_like_nothing(lakeshore, name):
    assert similar_organizations(name) == []


def test_organizations_like_one_are_of_its_kind_nearest_first(lakeshore):
    make_organization("Brightline", kind="vendor")
    far = make_organization("A far one", region="Utah", beds="400+")
    here = make_organization("B here", beds="400+")
    sized = make_organization("C as large", region="Utah")
    same = make_organization("D same")

    assert list(organizations_like(lakeshore)) == [same, sized, here, far]


@pytest.mark.parametrize(
    ("beds", "near"),
    [
        ("6-24", ["6-24", "25-49"]),
        ("100-199", ["50-99", "100-199", "200-299"]),
        ("400+", ["300-399", "400+"]),
        ("none", ["none"]),
    ],
)
def test_sizes_like_ones_own_are_the_bands_beside_it(beds, near):
    assert beds_near(beds) == near


def test_the_roster_shows_those_who_wait_first_and_nobody_who_left(lakeshore):
    stands = make_verified(organization=lakeshore)
    waits = make_user()
    ask_to_join(user=waits, organization=lakeshore)
    gone = make_verified(organization=lakeshore)
    join_by_email(user=gone, email="gone@nowhere.example")

    assert [row.user for row in roster_of(lakeshore)] == [waits, stands]


def test_the_page_lists_only_colleagues_who_agreed(lakeshore):
    make_verified(organization=lakeshore)
    listed = make_verified(organization=lakeshore)
    waits = make_user()
    ask_to_join(user=waits, organization=lakeshore)

    for member in (listed, waits):
        set_listed(user=member, listed=True)

    assert [row.user for row in colleagues_of(lakeshore)] == [listed]
