import unicodedata

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from accounts.hashers import Argon2Hasher
from tests.accounts.conftest import (
    PASSWORD,
    code_in_last_mail,
    confirm_password,
    is_signed_in,
    link_in_last_mail,
    sign_in,
    text_of,
)

NEW_PASSWORD = "four lamps over the desk"


def ask_for_link(browser, email="maya@lakeshore.example", **extra):
    return browser.post("/accounts/password/reset/", {"email": email}, follow=True, **extra)


def path_of(link):
    return link.removeprefix("http://localhost:8000")


def test_a_forgotten_password_is_set_anew_once(visitor, member):
    ask_for_link(visitor)
    link = path_of(link_in_last_mail())

    form = visitor.get(link, follow=True)
    assert "Set a new password" in text_of(form)
    address = form.redirect_chain[-1][0]
    done = visitor.post(address, {"password1": NEW_PASSWORD}, follow=True)

    assert "Your new password is set Use it from now on. Every device is signed out." in text_of(done)
    assert text_of(done).count("signed out") == 1
    assert sign_in(visitor, "mokafor", NEW_PASSWORD)["Location"] == "/"
    again = Client().get(link, follow=True)
    assert "This link no longer works" in text_of(again)


def test_the_link_begins_with_the_sites_address_whatever_the_host_header_says(visitor, member, settings):
    settings.ALLOWED_HOSTS = ["*"]

    ask_for_link(visitor, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})

    body = mail.outbox[-1].body
    assert link_in_last_mail().startswith("http://localhost:8000/accounts/password/reset/key/")
    assert "evil.example" not in body
    assert "@mokafor" in body


def test_an_unknown_address_gets_the_same_answer(visitor, member):
    known = ask_for_link(visitor)
    unknown = ask_for_link(visitor, "nobody@lakeshore.example")

    assert text_of(unknown) == text_of(known)
    assert unknown.redirect_chain == known.redirect_chain
    assert mail.outbox[-1].subject == "There is no Rounds account for this email"


def test_links_are_limited_for_each_address(visitor, member):
    for _ in range(5):
        ask_for_link(visitor)

    assert ask_for_link(visitor).status_code == 429


def test_a_new_password_ends_every_session_and_tells_the_owner(visitor, at_home):
    ask_for_link(visitor)
    form = visitor.get(path_of(link_in_last_mail()), follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD})

    assert not is_signed_in(at_home)
    assert mail.outbox[-1].subject == "Your Rounds password was changed"
    assert mail.outbox[-1].to == ["maya@lakeshore.example"]


def test_a_weak_new_password_is_refused_and_the_link_still_works(visitor, member):
    ask_for_link(visitor)
    form = visitor.get(path_of(link_in_last_mail()), follow=True)
    address = form.redirect_chain[-1][0]

    assert visitor.post(address, {"password1": "short"}).status_code == 422
    assert visitor.post(address, {"password1": NEW_PASSWORD}).status_code == 302


def test_changing_the_password_keeps_this_session_and_ends_the_others(at_home, member):
    elsewhere = Client()
    sign_in(elsewhere, "mokafor")

    page = at_home.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD},
        follow=True,
    )

    assert "Every other device is signed out." in text_of(page)
    assert is_signed_in(at_home)
    assert not is_signed_in(elsewhere)
    notice = mail.outbox[-1]
    assert notice.subject == "Your Rounds password was changed"
    assert "Browser: Firefox on Windows" in notice.body
    assert "http://localhost:8000/accounts/password/reset/" in notice.body


def test_the_current_password_is_asked(at_home):
    page = at_home.post(
        "/accounts/password/change/", {"oldpassword": "something else", "password1": NEW_PASSWORD}
    )

    assert page.status_code == 422
    assert "The current password is not right." in text_of(page)


@pytest.mark.parametrize(
    ("weak", "said"),
    [
        ("", "Enter a new password"),
        ("short", "Use a password of 12 characters or more"),
        ("maya.okafor1", "This password is too close to your name, handle or email"),
        ("password1234", "Many people use this password, so it is guessed first."),
        ("x" * 300, "Use a password of at most 256 characters"),
    ],
)
def test_a_weak_password_is_refused_in_our_words(at_home, weak, said):
    page = at_home.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": weak})

    assert page.status_code == 422
    assert said in text_of(page)
    assert "Current password" in text_of(page)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/accounts/login/", "Enter your work email or your handle"),
        ("/accounts/login/", "Enter your password"),
        ("/accounts/login/code/", "Enter your work email, like name@hospital.org"),
        ("/accounts/password/reset/", "Enter your work email, like name@hospital.org"),
        ("/accounts/signup/", "Enter your organization"),
        ("/accounts/signup/", "Enter a password"),
    ],
)
def test_an_empty_field_says_what_to_enter(visitor, address, said):
    page = visitor.post(address, {})

    assert page.status_code == 422
    assert said in text_of(page)
    assert "This field" not in text_of(page)


def change_email(browser, address):
    return browser.post("/accounts/email/", {"email": address, "action_add": ""})


def test_the_email_changes_with_a_code_and_a_notice_to_the_old_address(at_home, member):
    confirm_password(at_home)
    change_email(at_home, "Maya@New.example")
    assert mail.outbox[-1].to == ["maya@new.example"]
    member.refresh_from_db()
    assert member.email == "maya@lakeshore.example"

    done = at_home.post("/accounts/confirm-email/", {"code": code_in_last_mail()}, follow=True)

    assert done.redirect_chain == [("/accounts/email/", 302)]
    assert "Your email is confirmed." in text_of(done)
    member.refresh_from_db()
    assert member.email == "maya@new.example"
    notice = mail.outbox[-1]
    assert notice.to == ["maya@lakeshore.example"]
    assert "changed from maya@lakeshore.example to maya@new.example" in notice.body
    assert sign_in(Client(), "maya@new.example")["Location"] == "/"


def test_changing_the_email_asks_for_the_password_first(at_home):
    response = change_email(at_home, "maya@new.example")

    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox


def test_an_old_reset_link_dies_with_the_email(visitor, at_home, member):
    ask_for_link(visitor)
    link = path_of(link_in_last_mail())
    confirm_password(at_home)
    change_email(at_home, "maya@new.example")
    at_home.post("/accounts/confirm-email/", {"code": code_in_last_mail()})

    assert "This link no longer works" in text_of(visitor.get(link, follow=True))


def test_the_address_of_another_member_looks_as_any_other(at_home, administrator):
    confirm_password(at_home)

    response = change_email(at_home, "pat@lakeshore.example")

    assert response["Location"] == "/accounts/confirm-email/"
    page = at_home.get("/accounts/confirm-email/")
    assert "We sent a six-digit code to pat@lakeshore.example" in text_of(page)


@pytest.mark.parametrize("address", ["email/", "password/change/", "2fa/", "sessions/"])
def test_the_pages_of_settings_stand_in_our_layout_without_inline_code(at_home, address):
    page = at_home.get(f"/accounts/{address}")

    assert page.status_code == 200
    body = page.content.decode()
    assert 'class="columns columns-start"' in body
    assert "style=" not in body
    assert "placeholder=" not in body


def test_a_password_is_the_same_however_its_accents_are_typed(visitor, member):
    member.set_password(unicodedata.normalize("NFC", "un café très loin d’ici"))
    member.save()

    sign_in(visitor, "mokafor", unicodedata.normalize("NFD", "un café très loin d’ici"))

    assert is_signed_in(visitor)


def test_each_guess_at_a_password_costs_19_mib_and_two_passes(memory_of_a_hash, monkeypatch):
    monkeypatch.setattr(Argon2Hasher, "memory_cost", memory_of_a_hash)

    assert make_password("plain tea").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
