"""What members do for their organization, each as a bare POST."""

import pytest
from django.test import Client

from accounts.models import Membership, Organization, Proposal
from accounts.services import (
    ask_to_administer,
    ask_to_join,
    choose_joining,
    choose_naming,
    create_member,
    join_by_email,
)
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in
from tests.make import make_organization, make_thread, make_user, make_verified

HERE = "/organizations/lakeshore/"
CONSOLE = f"{HERE}console/"


@pytest.fixture
def lakeshore():
    return make_organization(name="Lakeshore", slug="lakeshore", domain="lakeshore.example")


@pytest.fixture
def maya(lakeshore):
    return make_verified(organization=lakeshore, is_administrator=True)


@pytest.fixture
def sam(lakeshore):
    return make_verified(organization=lakeshore, display_name="Sam Ortiz")


@pytest.fixture
def moderator():
    return make_user(role="moderator")


def as_member(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def membership_of(user) -> Membership:
    return Membership.objects.get(user=user)


def act(client, name, user):
    return client.post(f"{HERE}colleagues/{membership_of(user).pk}/{name}/")


def with_address(lakeshore, maya):
    """A colleague who waits, because each is approved."""
    choose_joining(organization=lakeshore, approves_colleagues=True, by=maya)
    return make_verified(organization=lakeshore)


def without_address(lakeshore):
    member = make_user(display_name="Grace Lindholm")
    ask_to_join(user=member, organization=lakeshore)
    return member


def test_an_administrator_approves_a_colleague(lakeshore, maya):
    waiting = with_address(lakeshore, maya)

    response = act(as_member(maya), "approve", waiting)

    assert response.url == CONSOLE
    assert membership_of(waiting).is_verified


def test_a_colleague_without_an_address_is_not_approved_by_an_administrator(lakeshore, maya):
    grace = without_address(lakeshore)

    response = act(as_member(maya), "approve", grace)

    assert response.status_code == 422
    assert not membership_of(grace).is_verified


def test_any_verified_colleague_vouches_and_a_moderator_decides(lakeshore, sam):
    grace = without_address(lakeshore)

    response = act(as_member(sam), "vouch", grace)

    assert response.url == HERE
    assert Proposal.objects.get().voucher == sam
    assert not membership_of(grace).is_verified


def test_nobody_vouches_for_who_is_verified_already(maya, sam):
    assert act(as_member(maya), "vouch", sam).status_code == 422


def test_an_administrator_makes_another(maya, sam):
    act(as_member(maya), "promote", sam)

    assert membership_of(sam).is_administrator


def test_whoever_waits_is_not_made_administrator(lakeshore, maya):
    assert act(as_member(maya), "promote", without_address(lakeshore)).status_code == 422


def test_offboarding_is_explained_first_and_changes_nothing_then(maya, sam):
    page = as_member(maya).get(f"{HERE}colleagues/{membership_of(sam).pk}/offboard/")

    assert "They are signed out on every device, now." in page.content.decode()
    assert membership_of(sam).is_verified


def test_offboarding_ends_sessions_and_keeps_posts(lakeshore, maya):
    sam = create_member(
        handle="sortiz", display_name="Sam Ortiz", email="sam@lakeshore.example", password=PASSWORD
    )
    join_by_email(user=sam, email=sam.email)
    thread = make_thread(author=sam)
    at_home = Client()
    sign_in(at_home, "sortiz")

    response = act(as_member(maya), "offboard", sam)

    assert response.url == CONSOLE
    assert not is_signed_in(at_home)
    assert membership_of(sam).ended_at
    assert "Sam Ortiz, Lakeshore" in Client().get("/").content.decode()
    assert thread.posts.get().organization == lakeshore
    sign_in(at_home, "sortiz")
    assert is_signed_in(at_home)


def test_the_last_administrator_is_not_offboarded(maya, sam, moderator):
    response = act(as_member(moderator), "offboard", maya)

    assert response.status_code == 422
    assert "The last administrator cannot leave" in response.content.decode()
    assert membership_of(maya).is_administrator


def test_the_choices_of_an_organization_are_saved(lakeshore, maya):
    client = as_member(maya)

    client.post(f"{HERE}naming/", {"naming": "counted", "next": CONSOLE})
    response = client.post(f"{HERE}joining/", {"joining": "approval", "next": CONSOLE})

    lakeshore.refresh_from_db()
    assert response.url == CONSOLE
    assert (lakeshore.naming, lakeshore.approves_colleagues) == ("counted", True)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("naming", {"naming": "shouted"}),
        ("joining", {"joining": "never"}),
        ("domain", {"domain": "gmail.com"}),
        ("domain", {"domain": "xn--lkeshore-3za.example"}),
        ("domain", {"domain": "lakeshore.example"}),
        ("domain", {"domain": ""}),
        ("naming", {}),
    ],
)
def test_what_cannot_be_shows_the_form_with_what_was_typed(lakeshore, maya, path, data):
    response = as_member(maya).post(f"{HERE}{path}/", data)

    lakeshore.refresh_from_db()
    assert response.status_code == 422
    assert data.get("domain", "") in response.content.decode()
    assert (lakeshore.naming, lakeshore.approves_colleagues) == ("named", False)
    assert not Proposal.objects.exists()


def test_a_domain_is_asked_for_and_no_more(lakeshore, maya):
    as_member(maya).post(f"{HERE}domain/", {"domain": "https://www.lakeshorecancer.example/"})

    assert Proposal.objects.get().domain == "lakeshorecancer.example"
    assert lakeshore.domains.count() == 1


def test_a_colleague_asks_to_be_the_first_administrator(lakeshore, sam):
    client = as_member(sam)
    before = client.get(HERE).content.decode()

    response = client.post(f"{HERE}administrator/", {"note": "I run our channels."})

    assert "Ask to be its first administrator" in before
    assert response.url == HERE
    assert "You asked to be its first administrator" in client.get(HERE).content.decode()
    assert Proposal.objects.get().note == "I run our channels."


def test_where_somebody_looks_after_it_nobody_asks_to_be_the_first(maya, sam):
    client = as_member(sam)

    assert "first administrator" not in client.get(HERE).content.decode()
    assert client.post(f"{HERE}administrator/", {"note": ""}).status_code == 422


def test_asking_twice_keeps_what_was_typed(lakeshore, sam):
    ask_to_administer(member=sam, organization=lakeshore)

    response = as_member(sam).post(f"{HERE}administrator/", {"note": "Once more."})

    assert response.status_code == 422
    assert "Once more." in response.content.decode()


SIGN_IN, DONE, FORBIDDEN, MISSING = "sign in", 302, 403, 404
#            guest    stranger   colleague  elsewhere  administrator  moderator
ACTS = {
    "approve": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "vouch": (SIGN_IN, FORBIDDEN, DONE, FORBIDDEN, DONE, FORBIDDEN),
    "promote": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "offboard": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "naming": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "joining": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "domain": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE),
}
DATA = {
    "naming": {"naming": "counted"},
    "joining": {"joining": "approval"},
    "domain": {"domain": "lakeshorecancer.example"},
}
ROLES = ("guest", "stranger", "colleague", "elsewhere", "administrator", "moderator")


def rows():
    return (
        list(Membership.objects.order_by("pk").values()),
        list(Organization.objects.order_by("pk").values()),
        list(Proposal.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        (name, role, expected)
        for name, row in ACTS.items()
        for role, expected in zip(ROLES, row, strict=True)
    ],
)
def test_who_may_do_what(lakeshore, maya, sam, moderator, name, role, expected):
    people = {
        "stranger": make_user(),
        "colleague": make_verified(organization=lakeshore),
        "elsewhere": make_verified(is_administrator=True),
        "administrator": maya,
        "moderator": moderator,
    }
    client = as_member(people[role]) if role in people else Client()
    target = {
        "approve": lambda: with_address(lakeshore, maya),
        "vouch": lambda: without_address(lakeshore),
    }.get(name, lambda: sam)()
    before = rows()

    choice = name in DATA
    response = client.post(f"{HERE}{name}/", DATA[name]) if choice else act(client, name, target)

    if expected == SIGN_IN:
        assert response.url.startswith("/accounts/login/?next=")
    else:
        assert response.status_code == expected
    assert (rows() == before) == (expected != DONE)


@pytest.mark.parametrize("name", ["approve", "vouch", "promote", "offboard"])
def test_members_of_another_organization_are_out_of_reach(lakeshore, maya, name):
    other = make_verified()

    assert act(as_member(maya), name, other).status_code == 404


@pytest.mark.parametrize("name", ["approve", "vouch", "promote"])
def test_looking_changes_nothing(maya, sam, name):
    path = f"{HERE}colleagues/{membership_of(sam).pk}/{name}/"

    assert as_member(maya).get(path).status_code == 405


def test_a_counted_organization_becomes_named_again(lakeshore, maya):
    choose_naming(organization=lakeshore, naming="counted", by=maya)

    as_member(maya).post(f"{HERE}naming/", {"naming": "named"})

    lakeshore.refresh_from_db()
    assert lakeshore.is_named
