"""A session may end while a member types: signing in leads back to the form, with what was typed in it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from forum.conduct.queries import draft
from forum.conduct.services import save_rule, seen_now
from forum.core.http import TYPED
from tests.make import make_held, make_organization, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db
PROFILE = {"display_name": "Dana W.", "job_title": "Lead", "about": "I run our newsletters."}
PROPOSAL = {
    "name": "Lakeshore Clinics",
    "kind": "hospital",
    "website": "lakeshore.org",
    "region": "Ohio",
    "note": "Their page names me.",
}
RULE = {"title": "No sales", "noun": "a sales pitch", "text": "We are peers."}


def shown_after_signing_in(client, member, address, typed):
    """The values in the form at ``address``, to which ``typed`` was sent without a session."""
    sent = client.post(address, typed)
    [back] = parse_qs(urlsplit(sent.url).query)["next"]
    client.force_login(member)
    form = client.get(back).context["form"]
    return {name: str(form[name].value()) for name in typed}


@pytest.mark.parametrize(
    ("address", "typed"),
    [("/accounts/settings/", PROFILE), (reverse("organization_propose"), PROPOSAL)],
)
def test_what_a_member_typed_in_settings_is_back(client, asker, address, typed):
    assert shown_after_signing_in(client, asker, address, typed) == typed


def test_a_domain_that_was_typed_is_back(client):
    organization = make_organization()
    administrator = make_verified(organization=organization, is_administrator=True)
    address, typed = f"/organizations/{organization.slug}/domain/", {"domain": "lakeshore.org"}

    assert shown_after_signing_in(client, administrator, address, typed) == typed


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/conduct/edit/new/", RULE),
        ("/conduct/edit/4/", RULE),
        ("/conduct/edit/publish/", {"what_changed": "Offers are out."}),
    ],
)
def test_a_rule_that_was_typed_is_back(client, administrator, address, typed):
    save_rule(by=administrator, seen=seen_now(draft()), number=4, **RULE | {"text": "Offers are out."})

    assert shown_after_signing_in(client, administrator, address, typed) == typed


def test_what_a_moderator_typed_is_back(client, moderator):
    thread, member = make_thread(), make_user()
    case = make_held()
    forms = {
        f"/t/{thread.pk}/hide/": {"rule": "4", "message": "It sells.", "note": "The third time."},
        f"/posts/{thread.posts.get().pk}/hide/": {"rule": "4", "message": "It sells."},
        f"/moderation/members/{member.handle}/warn/": {
            "rule": "4",
            "public_reason": "Two sales pitches.",
        },
        f"/moderation/cases/{case.pk}/edit/": {"body": "Another text."},
    }

    shown = {
        address: shown_after_signing_in(client, moderator, address, typed)
        for address, typed in forms.items()
        if not client.logout()
    }

    assert shown == forms


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/settings/",
        "/accounts/settings/erase/",
        "/accounts/password/change/",
        "/accounts/2fa/authenticate/",
    ],
)
def test_no_password_and_no_code_is_kept(client, address):
    secret = "plain tea for nine nurses"
    fields = ("password", "password1", "password2", "oldpassword", "code", "handle")

    client.post(address, dict.fromkeys(fields, secret))

    assert secret not in str(client.session.get(TYPED))


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/settings/",
        "/accounts/settings/appearance/",
        "/accounts/settings/all/",
        "/accounts/settings/security/",
        "/accounts/settings/data/",
        "/accounts/settings/erase/",
    ],
)
def test_a_guest_is_led_to_sign_in_and_back(client, address):
    response = client.get(address)

    assert parse_qs(urlsplit(response.url).query) == {"next": [address]}
