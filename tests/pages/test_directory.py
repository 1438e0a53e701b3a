"""The directory of organizations: found by name, kind, beds and region, and paged by name."""

import pytest

from accounts.services import ask_to_join, leave_organization
from tests.make import make_organization, make_user, make_verified
from tests.pages.organization_pages import statements, text_of

pytestmark = pytest.mark.django_db
MOST_DIRECTORY = 6


def names(response) -> list[str]:
    return [organization.name for organization in response.context["page"].rows]


def test_the_directory_finds_by_name_kind_beds_and_region(client, lakeshore):
    make_organization(name="Summit Ridge Cancer Center", kind="cancer_center", region="Colorado")
    make_organization(name="Lakeshore General", kind="hospital", beds="50-99", region="Ohio")

    for query, found in {
        "": ["Lakeshore Cancer Institute", "Lakeshore General", "Summit Ridge Cancer Center"],
        "name=lakeshore": ["Lakeshore Cancer Institute", "Lakeshore General"],
        "name=cancer+ridge": ["Summit Ridge Cancer Center"],
        "kind=cancer_center": ["Lakeshore Cancer Institute", "Summit Ridge Cancer Center"],
        "beds=50-99&region=Ohio": ["Lakeshore General"],
        "kind=hospital&region=Michigan": [],
    }.items():
        assert names(client.get(f"/organizations/?{query}")) == found


@pytest.mark.parametrize("query", ["kind=castle", "beds=-1", "region=Atlantis", "name=" + "x" * 200])
def test_filters_that_there_are_not_are_none(client, lakeshore, query):
    assert names(client.get(f"/organizations/?{query}")) == [lakeshore.name]


@pytest.mark.parametrize("query", ["after=x", "after=-", "before=99999999999999999999-a", "after=1"])
def test_a_broken_cursor_breaks_nothing(client, lakeshore, query):
    assert client.get(f"/organizations/?{query}").status_code in (200, 404)


def test_the_directory_pages_by_name_and_keeps_its_filters(client):
    for n in range(60):
        make_organization(name=f"Hospital {n // 2:02}", region="Ohio")
    make_organization(name="Hospital 00", region="Texas")

    first = client.get("/organizations/?region=Ohio")
    second = client.get(f"/organizations/{first.context['page'].older}")
    third = client.get(f"/organizations/{second.context['page'].older}")
    back = client.get(f"/organizations/{third.context['page'].newer}")

    pages = [names(first), names(second), names(third)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [*pages[0], *pages[1], *pages[2]] == [f"Hospital {n // 2:02}" for n in range(60)]
    assert names(back) == names(second)
    assert (first.context["page"].newer, third.context["page"].older) == ("", "")


def test_the_directory_counts_those_who_stand(client, lakeshore, maya):
    ask_to_join(user=make_user(), organization=lakeshore)
    leave_organization(user=make_verified(organization=lakeshore))

    assert "1 member" in text_of(client.get("/organizations/"))


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_directory_takes_few_statements_whatever_its_length(client, lakeshore, maya, signed_in):
    if signed_in:
        client.force_login(maya)

    short = statements(client, "/organizations/")
    for n in range(30):
        make_verified(organization=make_organization(name=f"Hospital number {n}"))
    long = statements(client, "/organizations/")

    assert short == long
    assert long <= MOST_DIRECTORY
