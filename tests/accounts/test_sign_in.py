from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import hashers
from accounts.models import User
from accounts.services import create_member
from tests.accounts.conftest import PASSWORD, code_in_last_mail, is_signed_in, sign_in, text_of

WRONG = "not the right password"


def counted(function, made):
    def counting(*args, **kwargs):
        made.append(function)
        return function(*args, **kwargs)

    return counting


@pytest.fixture
def hashes(monkeypatch):
    """How often a password has been hashed since the fixture began."""
    made = []
    for name in ("encode", "verify"):
        plain = getattr(hashers.Argon2Hasher, name)
        monkeypatch.setattr(hashers.Argon2Hasher, name, counted(plain, made))
    return made


@pytest.mark.parametrize(
    "login", ["mokafor", "MOkafor", "maya@lakeshore.example", " Maya@Lakeshore.example "]
)
def test_a_member_signs_in_by_handle_or_email(visitor, member, login):
    response = sign_in(visitor, login)

    assert response["Location"] == "/"
    assert is_signed_in(visitor)


def test_without_the_tick_the_session_ends_with_the_browser(visitor, member):
    sign_in(visitor, "mokafor")
    assert visitor.cookies["sessionid"]["max-age"] == ""


def test_with_the_tick_it_lasts_fourteen_days(visitor, member):
    sign_in(visitor, "mokafor", remember="on")
    assert visitor.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


@pytest.mark.parametrize(
    "login", ["mokafor", "maya@lakeshore.example", "nobody-here", "nobody@lakeshore.example"]
)
def test_a_wrong_password_costs_one_hash_and_reads_the_same_for_anyone(visitor, member, hashes, login):
    page = sign_in(visitor, login, WRONG)

    assert len(hashes) == 1
    assert page.status_code == 422
    shown = text_of(page)
    assert "The email, the handle or the password is not right." in shown
    assert "Error: Sign in" in shown
    assert not is_signed_in(visitor)


def test_six_wrong_passwords_make_a_pause(visitor, member):
    for _ in range(5):
        assert sign_in(visitor, "mokafor", WRONG).status_code == 422

    refused = sign_in(visitor, "mokafor")

    assert refused.status_code == 429
    assert "Wait a little, then try again" in text_of(refused)


def test_a_member_signs_in_by_a_code_from_the_mail(visitor, member):
    response = visitor.post("/accounts/login/code/", {"email": "maya@lakeshore.example"}, follow=True)
    assert "It works for 15 minutes" in text_of(response)

    code = code_in_last_mail()
    visitor.get("/accounts/login/code/confirm/", {"code": code})
    assert not is_signed_in(visitor)
    visitor.post("/accounts/login/code/confirm/", {"code": f" {code[:3]} {code[3:]} "})

    assert is_signed_in(visitor)


def test_asking_for_a_code_tells_nobody_who_is_a_member(visitor, member):
    known = visitor.post("/accounts/login/code/", {"email": member.email}, follow=True)
    other = Client()
    unknown = other.post("/accounts/login/code/", {"email": "nobody@lakeshore.example"}, follow=True)

    assert text_of(known).replace(member.email, "X") == text_of(unknown).replace(
        "nobody@lakeshore.example", "X"
    )
    assert mail.outbox[-1].subject == "There is no Rounds account for this email"
    assert "http://localhost:8000/accounts/signup/" in mail.outbox[-1].body


def test_an_inactive_member_learns_of_it_only_with_the_right_password(visitor, member):
    User.objects.update(is_active=False)

    assert "is not right" in text_of(sign_in(visitor, "mokafor", WRONG))
    assert sign_in(visitor, "mokafor")["Location"] == "/accounts/inactive/"
    assert "This account is closed" in text_of(visitor.get("/accounts/inactive/"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://localhost:8000@evil.example/",
        "https:///evil.example",
    ],
)
def test_next_never_leaves_the_site(visitor, member, elsewhere):
    assert sign_in(visitor, "mokafor", next=elsewhere)["Location"] == "/"


def test_next_leads_back_within_the_site(visitor, member):
    assert sign_in(visitor, "mokafor", next="/topics/")["Location"] == "/topics/"


def test_a_settings_page_asks_a_guest_to_sign_in_first(visitor):
    response = visitor.get("/accounts/settings/")
    assert response["Location"] == "/accounts/login/?next=%2Faccounts%2Fsettings%2F"


def test_signing_out_takes_a_post(at_home):
    page = at_home.get("/accounts/logout/")
    assert "Sign out" in text_of(page)
    assert is_signed_in(at_home)

    at_home.post("/accounts/logout/")
    assert not is_signed_in(at_home)


def test_the_session_key_changes_at_sign_in(visitor, member):
    visitor.cookies["sessionid"] = "attackerchosen0000000000000000aa"
    sign_in(visitor, "mokafor")
    assert visitor.cookies["sessionid"].value != "attackerchosen0000000000000000aa"


@pytest.mark.parametrize("login", ["a\x00b", "x" * 5000, "", "🙂", "a@" + "b" * 300 + ".example"])
def test_odd_logins_are_form_errors(visitor, member, login):
    assert sign_in(visitor, login).status_code == 422


def test_the_theme_comes_along_at_sign_in(visitor):
    dark = create_member(
        handle="nightowl", display_name="Nia Tal", email="n@x.example", password=PASSWORD
    )
    dark.theme = "dark"
    dark.save()

    sign_in(visitor, "nightowl")

    cookie = visitor.cookies["theme"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("dark", "Lax", True)
    assert b'data-theme="dark"' in visitor.get("/accounts/settings/").content


def test_no_page_of_entry_has_inline_code(visitor, member):
    for address in ("login/", "signup/", "password/reset/", "login/code/", "password/reset/done/"):
        body = visitor.get(f"/accounts/{address}").content.decode()
        assert "style=" not in body
        assert "onclick" not in body
        assert "<script>" not in body
        assert "placeholder=" not in body


def test_the_log_tells_who_signed_in_and_never_what_was_typed(visitor, member, caplog):
    caplog.set_level("INFO", "rounds.security")

    sign_in(visitor, "My Secret Passphrase", WRONG)
    sign_in(visitor, "mokafor", WRONG)
    sign_in(visitor, "mokafor")

    failed, failed_too, done = caplog.messages
    assert failed.startswith("Sign-in failed for ")
    assert failed != failed_too
    assert done == f"Member {member.pk} signed in"
    assert not any(typed in caplog.text.lower() for typed in ("passphrase", "mokafor", WRONG))


@pytest.mark.parametrize("page", ["login/code", "password/reset"])
def test_codes_and_links_for_one_address_are_limited_by_the_hour_and_the_day(member, page):
    def refused(moment):
        """Whether a request from somewhere, a little after the last, is one too many."""
        with time_machine.travel(moment, tick=False):
            browser = Client(REMOTE_ADDR=f"203.0.113.{len(asked)}")
            answer = browser.post(f"/accounts/{page}/", {"email": member.email})
        asked.append(moment)
        return answer.status_code != 302

    asked = []
    begun = timezone.now()
    in_an_hour = [refused(begun + timedelta(minutes=n)) for n in range(6)]
    in_a_day = [refused(begun + timedelta(minutes=61 + n * 20)) for n in range(11)]

    assert in_an_hour == [False] * 5 + [True]
    assert in_a_day == [False] * 10 + [True]
