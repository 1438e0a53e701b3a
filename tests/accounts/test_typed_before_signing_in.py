"""A session may end while a member types: signing in leads back to the form, with what was typed in it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from forum.conduct.queries import draft
from forum.conduct.services import save_rule, seen_now
from forum.core.http import TYPED
from tests.make import (
    make_held,
    make_organization,
    make_reply,
    make_subject,
    make_thread,
    make_user,
    make_verified,
    make_watched,
    take_name_off,
)

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


def all_shown(client, member, forms):
    """What ``shown_after_signing_in`` gives for each of ``forms``, by its address."""
    shown = {}
    for address, typed in forms.items():
        client.logout()
        shown[address] = shown_after_signing_in(client, member, address, typed)
    return shown


def test_what_a_moderator_typed_about_a_post_or_a_member_is_back(client, moderator):
    thread, member, case = make_thread(), make_user(), make_held()
    nameless = take_name_off(make_reply())
    forms = {
        f"/t/{thread.pk}/hide/": {"rule": "4", "message": "It sells.", "note": "The third time."},
        f"/t/{thread.pk}/owner/": {"member": "@praman", "note": "She looks after it."},
        f"/t/{thread.pk}/closing/": {"closes_at": "2027-01-30T17:00", "note": "Then it is over."},
        f"/posts/{thread.posts.get().pk}/hide/": {"rule": "4", "message": "It sells."},
        f"/posts/{nameless.pk}/reveal/": {"reason": "A threat."},
        f"/moderation/members/{member.handle}/warn/": {
            "rule": "4",
            "public_reason": "Two sales pitches.",
        },
        f"/moderation/cases/{case.pk}/edit/": {"body": "Another text."},
        f"/moderation/cases/{case.pk}/ask/": {"note": "Is it a quote?"},
    }

    assert all_shown(client, moderator, forms) == forms


def test_what_a_moderator_typed_into_a_list_is_back(client, moderator):
    subject, word, organization = make_subject(), make_watched("viral growth"), make_organization()
    forms = {
        "/moderation/subjects/new/": {"name": "Mastodon", "kind": "platform", "aliases": "Fediverse"},
        f"/moderation/subjects/{subject.slug}/edit/": {"name": "TikTok for work", "note": "Renamed."},
        "/moderation/words/new/": {"words": "buy * followers", "message": "Nobody buys them."},
        f"/moderation/words/{word.pk}/edit/": {"words": "growth hack", "version": "1"},
        reverse("organization_edit", args=[organization.slug]): {"about": "Two sites."},
    }

    assert all_shown(client, moderator, forms) == forms


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
