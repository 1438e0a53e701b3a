from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Membership
from accounts.services import ask_to_join
from forum.adoption.models import StatusReport
from forum.adoption.services import merge_subjects, report_status
from tests.make import make_organization, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db
STATUS, CONFIRM = "/subjects/tiktok/status/", "/subjects/tiktok/confirm/"


@pytest.fixture
def tiktok():
    return make_subject()


@pytest.fixture
def organization():
    return make_organization(name="Lakeshore Cancer Institute", slug="lakeshore")


@pytest.fixture
def maya(organization):
    return make_verified(organization=organization, display_name="Maya Okafor")


def said() -> list[tuple]:
    return list(StatusReport.objects.order_by("pk").values_list("status", "since", "note"))


def test_a_status_is_said_and_leads_back_to_where_the_form_stood(as_member, tiktok, maya):
    data = {
        "status": "using",
        "since": "2023-08",
        "note": "Two a week.",
        "next": "/organizations/lakeshore/",
    }

    response = as_member(maya).post(STATUS, data)

    assert response.url == "/organizations/lakeshore/"
    assert said() == [("using", date(2023, 8, 1), "Two a week.")]


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "javascript:alert(1)", ""],
)
def test_no_form_leads_to_another_site(as_member, tiktok, maya, path):
    response = as_member(maya).post(STATUS, {"status": "using", "next": path})

    assert response.url == tiktok.get_absolute_url()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"status": ""}, "Choose a status"),
        ({"status": "loving"}, "Select a valid choice"),
        ({"since": "Aug 2023"}, "Enter a month, like 2023-08"),
        ({"since": "2023-13"}, "Enter a month, like 2023-08"),
        ({"since": "0001-01"}, "Enter a month, like 2023-08"),
        ({"since": "٢٠٢٣-٠٨"}, "Enter a month, like 2023-08"),
        ({"since": "2999-01"}, "Choose a month that has begun."),
        ({"note": "n" * 281}, "Keep it to 280 characters"),
    ],
)
def test_a_form_with_errors_keeps_what_was_typed(as_member, tiktok, maya, wrong, message):
    data = {
        "status": "using",
        "since": "2023-08",
        "note": "Two a week.",
        "next": "/organizations/lakeshore/",
    }

    response = as_member(maya).post(STATUS, data | wrong)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert (data | wrong)["note"] in page
    assert 'value="/organizations/lakeshore/"' in page
    assert said() == []


def test_only_a_platform_has_a_name_to_reserve(as_member, maya):
    make_subject("Podcast", "practice")

    response = as_member(maya).post("/subjects/podcast/status/", {"status": "reserved"})

    assert response.status_code == 422


def test_the_form_shows_what_was_said_last(as_member, tiktok, maya, organization):
    colleague = make_verified(organization=organization, display_name="Sam Ortiz")
    report_status(subject=tiktok, by=colleague, status="considering")

    response = as_member(maya).get(STATUS)

    assert "Sam Ortiz said Considering" in response.content.decode()
    assert response.context["form"]["status"].value() == "considering"


def test_the_form_does_not_name_who_answered_without_a_name(as_member, tiktok, maya, organization):
    colleague = make_verified(organization=organization, display_name="Sam Ortiz")
    report_status(subject=tiktok, by=colleague, status="considering", is_unnamed=True)

    page = as_member(maya).get(STATUS).content.decode()

    assert "A colleague said Considering" in page
    assert "Sam Ortiz" not in page


def test_one_click_confirms_what_was_said(as_member, tiktok, maya, organization):
    report_status(
        subject=tiktok, by=maya, status="using", reported_at=timezone.now() - timedelta(days=400)
    )

    response = as_member(maya).post(CONFIRM, {"status": "using", "next": "/organizations/lakeshore/"})

    assert response.url == "/organizations/lakeshore/"
    assert StatusReport.objects.current().get().is_confirmation


def test_a_confirmation_that_comes_too_late_shows_what_is_said_now(as_member, tiktok, maya):
    report_status(subject=tiktok, by=maya, status="stopped")

    response = as_member(maya).post(CONFIRM, {"status": "using"})

    assert response.status_code == 422
    assert "A colleague has changed this meanwhile" in response.content.decode()
    assert len(said()) == 1


def test_nothing_said_yet_is_nothing_to_confirm(as_member, tiktok, maya):
    response = as_member(maya).post(CONFIRM)

    assert response.status_code == 422
    assert said() == []


def unverified(organization):
    member = make_user()
    ask_to_join(user=member, organization=organization)
    return member


def lapsed(organization):
    member = make_verified(organization=organization)
    Membership.objects.filter(user=member).update(expires_at=timezone.now() - timedelta(days=20))
    return member


def vendor(organization):
    return make_verified(organization=make_organization(kind="vendor"))


def contractor(organization):
    member = make_verified(organization=organization)
    Membership.objects.filter(user=member).update(is_contractor=True)
    return member


@pytest.mark.parametrize("who", [unverified, lapsed, vendor, contractor])
@pytest.mark.parametrize(("method", "path"), [("get", STATUS), ("post", STATUS), ("post", CONFIRM)])
def test_whoever_does_not_speak_for_an_organization_is_told_why(
    as_member, tiktok, organization, who, method, path
):
    response = getattr(as_member(who(organization)), method)(path, {"status": "using"})

    assert response.status_code == 403
    assert said() == []


@pytest.mark.parametrize("path", [STATUS, CONFIRM])
def test_guests_are_led_to_sign_in(client, tiktok, path):
    assert client.post(path, {"status": "using"}).url.startswith("/accounts/login/?next=")


def test_a_subject_that_is_not_there_is_a_404(as_member, maya):
    assert as_member(maya).get("/subjects/nowhere/status/").status_code == 404
    assert as_member(maya).post("/subjects/nowhere/confirm/").status_code == 404


def test_a_merged_subject_takes_the_answer_for_what_it_became(as_member, tiktok, maya, moderator):
    merge_subjects(source=make_subject("Tik Tok Shop"), target=tiktok, by=moderator)

    as_member(maya).post("/subjects/tik-tok-shop/status/", {"status": "using"})

    assert StatusReport.objects.get().subject == tiktok


def test_looking_is_not_confirming(as_member, tiktok, maya):
    assert as_member(maya).get(CONFIRM).status_code == 405


def test_statuses_are_rate_limited(as_member, tiktok, maya, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"mark": "1/m/user"}
    client = as_member(maya)
    client.post(STATUS, {"status": "using"})

    assert client.post(STATUS, {"status": "stopped"}).status_code == 429
    assert client.post(CONFIRM).status_code == 429
    assert len(said()) == 1


def test_a_colleague_hears_of_a_change_and_not_who_made_it_without_a_name(tiktok, maya, organization):
    colleague = make_verified(organization=organization, display_name="Sam Ortiz")
    report_status(subject=tiktok, by=maya, status="using")

    report_status(subject=tiktok, by=colleague, status="stopped", is_unnamed=True)

    told = mail.outbox[-1]
    assert told.to == [maya.email]
    assert "A colleague changed what Lakeshore Cancer Institute says of TikTok" in told.body
    assert "Sam Ortiz" not in told.body
