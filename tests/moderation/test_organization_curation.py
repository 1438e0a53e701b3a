"""The facts of organizations, kept in order by moderators."""

import pytest

from accounts.models import Organization
from forum.adoption.models import Subject
from forum.adoption.services import report_status
from tests.make import make_organization, make_subject, make_verified
from tests.moderation.curating import logged
from tests.moderation.pages import text_of

pytestmark = pytest.mark.django_db
FACTS = {"name": "Lakeshore", "kind": "hospital", "beds": "100-199", "region": "Ohio"}


def test_the_facts_of_an_organization_are_corrected(desk):
    system = make_organization("Great Lakes Health", "health_system")
    lakeshore = make_organization("Lakeshore Hospital")
    path = f"/moderation/organizations/{lakeshore.slug}/edit/"

    assert 'value="Lakeshore Hospital"' in desk.get(path).content.decode()
    response = desk.post(path, FACTS | {"parent": "great lakes health", "note": "They wrote to us."})

    lakeshore.refresh_from_db()
    assert response.url == lakeshore.get_absolute_url()
    assert (lakeshore.name, lakeshore.parent) == ("Lakeshore", system)
    assert logged() == [
        (
            "organization",
            "Lakeshore",
            "name: Lakeshore Hospital → Lakeshore; parent: None → Great Lakes Health",
            "They wrote to us.",
        )
    ]


def test_saving_an_organization_unchanged_is_no_act(desk):
    lakeshore = make_organization("Lakeshore")

    desk.post(f"/moderation/organizations/{lakeshore.slug}/edit/", FACTS)

    assert logged() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parent": "Nowhere Health"}, "No organization is called so."),
        ({"parent": "Lakeshore"}, "cannot belong to itself"),
        ({"website": "javascript:alert(1)"}, "Enter the address of its website"),
        ({"beds": "many"}, "Select a valid choice"),
    ],
)
def test_refused_facts_change_nothing(desk, changed, said):
    lakeshore = make_organization("Lakeshore")
    was = Organization.objects.values().get()

    page = desk.post(f"/moderation/organizations/{lakeshore.slug}/edit/", FACTS | changed)

    assert page.status_code == 422
    assert said in text_of(page)
    assert Organization.objects.values().get() == was


def test_an_organization_that_turns_vendor_is_counted_no_more(desk):
    lakeshore = make_organization("Lakeshore")
    report_status(subject=make_subject(), by=make_verified(organization=lakeshore), status="using")

    desk.post(f"/moderation/organizations/{lakeshore.slug}/edit/", FACTS | {"kind": "vendor"})

    assert Subject.objects.get().using_count == 0
