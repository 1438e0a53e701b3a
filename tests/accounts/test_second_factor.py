import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, confirm_password, is_signed_in, sign_in, text_of


def digits_of(secret):
    before, now, after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


@pytest.fixture
def secret(member):
    """The member's account asks for the digits of an app that knows this."""
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    RecoveryCodes.activate(member)
    return secret


@pytest.mark.django_db(transaction=True)
def test_a_member_turns_the_app_on(at_home, member):
    confirm_password(at_home)
    page = at_home.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', page.content.decode()).group(1)

    done = at_home.post("/accounts/2fa/totp/activate/", {"code": digits_of(secret)}, follow=True)

    assert "Recovery codes" in text_of(done)
    assert "Your recovery codes are ready." in text_of(done)
    assert "The former ones no longer work." not in text_of(done)
    assert "Two-step sign-in is on at Rounds" in [message.subject for message in mail.outbox]
    assert "On: the app" in text_of(at_home.get("/accounts/2fa/"))


def test_turning_it_on_asks_for_the_password_first(at_home):
    response = at_home.get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_a_wrong_code_does_not_turn_it_on(at_home):
    confirm_password(at_home)
    at_home.get("/accounts/2fa/totp/activate/")

    assert at_home.post("/accounts/2fa/totp/activate/", {"code": "nope"}).status_code == 422


def test_the_password_alone_no_longer_opens_the_account(visitor, member, secret):
    response = sign_in(visitor, "mokafor")

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(visitor)
    assert "One more step" in text_of(visitor.get("/accounts/2fa/authenticate/"))


def test_the_digits_open_it_once(visitor, member, secret):
    code = digits_of(secret)
    sign_in(visitor, "mokafor")
    visitor.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_signed_in(visitor)

    second = Client()
    sign_in(second, "mokafor")
    replayed = second.post("/accounts/2fa/authenticate/", {"code": code})

    assert replayed.status_code == 422
    assert not is_signed_in(second)


def test_a_recovery_code_opens_it_once(visitor, member, secret):
    codes = RecoveryCodes.activate(member).get_unused_codes()
    sign_in(visitor, "mokafor")
    visitor.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert is_signed_in(visitor)

    second = Client()
    sign_in(second, "mokafor")
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert not is_signed_in(second)


def test_a_new_password_does_not_skip_the_second_step(visitor, member, secret):
    member.set_password("four lamps over the desk")
    member.save()

    response = sign_in(visitor, "mokafor", "four lamps over the desk")

    assert response["Location"] == "/accounts/2fa/authenticate/"


def test_a_code_by_mail_does_not_skip_the_second_step(visitor, member, secret):
    visitor.post("/accounts/login/code/", {"email": member.email})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    response = visitor.post("/accounts/login/code/confirm/", {"code": code})

    assert response["Location"] == "/accounts/2fa/authenticate/"


def test_the_app_is_turned_off_by_post_after_the_password(at_home, member):
    confirm_password(at_home)
    TOTP.activate(member, generate_totp_secret())
    page = at_home.get("/accounts/2fa/totp/deactivate/")
    assert "Turn off the authenticator app" in text_of(page)

    at_home.post("/accounts/2fa/totp/deactivate/")

    assert "Off." in text_of(at_home.get("/accounts/2fa/"))
    assert mail.outbox[-1].subject == "The authenticator app is off at Rounds"


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_shown_and_made_anew(at_home, member, secret):
    at_home.post("/accounts/2fa/reauthenticate/", {"code": digits_of(secret)})

    shown = at_home.get("/accounts/2fa/recovery-codes/")
    assert shown.content.decode().count("<code>") == 10
    warning = at_home.get("/accounts/2fa/recovery-codes/generate/")
    assert "The codes you have now stop working" in text_of(warning)
    made = at_home.post("/accounts/2fa/recovery-codes/generate/", follow=True)

    assert "New recovery codes are ready. The former ones no longer work." in text_of(made)
    assert made.content.decode().count("<code>") == 10
    assert made.content != shown.content


@pytest.mark.parametrize("address", ["2fa/webauthn/", "2fa/webauthn/add/"])
def test_passkey_pages_load_scripts_from_files_only(at_home, address):
    confirm_password(at_home)
    body = at_home.get(f"/accounts/{address}").content.decode()

    assert "passkey" in body
    assert "<script>" not in body
    assert "style=" not in body


def test_reauthentication_offers_the_other_ways(at_home, member, secret):
    page = at_home.get("/accounts/reauthenticate/")
    assert "Use a code from your app" in text_of(page)
    assert PASSWORD not in page.content.decode()


def test_secrets_are_stored_so_that_a_copy_of_the_database_opens_nothing(member, secret):
    stored = repr(list(Authenticator.objects.values_list("data")))

    assert secret not in stored
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(digits_of(secret))


def test_a_replaced_key_opens_nothing_and_breaks_no_page(visitor, member, secret, settings):
    settings.SECRET_KEY = "another-one-another-one-another-one-another-one-123456"
    sign_in(visitor, "mokafor")

    page = visitor.post("/accounts/2fa/authenticate/", {"code": digits_of(secret)})

    assert page.status_code == 422
    assert "This code is not right." in text_of(page)


def test_reauthentication_calls_a_passkey_what_the_settings_call_it(at_home, member, secret):
    Authenticator.objects.create(user=member, type="webauthn", data={"name": "Laptop"})

    page = text_of(at_home.get("/accounts/reauthenticate/"))

    assert "Or Use a code from your app Use a passkey" in page
    assert "security key" not in page
