"""Signing in tells nobody which addresses are known, whatever was signed up for or added before."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, confirm_password, is_signed_in, sign_in, text_of
from tests.accounts.joining import NEW, confirm, sign_up
from tests.accounts.test_sign_in import hashes  # noqa: F401

NEW_ONE, KNOWN = "new@county.example", "maya@lakeshore.example"
OWN = NEW["password1"]


def answer_to(email, password) -> tuple:
    cache.clear()
    answer = sign_in(Client(), email, password)
    return answer.status_code, answer.headers.get("Location"), text_of(answer).replace(email, "…")


def test_whoever_signed_up_with_an_address_learns_nothing_by_signing_in(member):
    for email in (NEW_ONE, KNOWN):
        sign_up(Client(), email=email)

    of_new, of_known, of_nobody = [
        answer_to(email, OWN) for email in (NEW_ONE, KNOWN, "nobody@county.example")
    ]

    assert of_new[:2] == (422, None)
    assert of_new == of_known == of_nobody


def test_whoever_asked_to_change_to_an_address_learns_nothing_by_signing_in(at_home, member, peer):
    for email in (NEW_ONE, peer.email):
        confirm_password(at_home)
        at_home.post("/accounts/email/", {"email": email, "action_add": ""})
        assert answer_to(email, PASSWORD) == answer_to("nobody@county.example", PASSWORD)


@pytest.mark.parametrize("email", [NEW_ONE, KNOWN])
@pytest.mark.parametrize("password", [OWN, PASSWORD[::-1]])
def test_sign_ups_cost_signing_in_no_hash_more(member, hashes, email, password):  # noqa: F811
    for _time in range(3):
        sign_up(Client(), email=email)
    hashes.clear()

    answer_to(email, password)

    assert len(hashes) == 1


def test_the_stand_in_for_a_handle_opens_nothing():
    sign_up(Client())
    assert answer_to(User.objects.get().handle, OWN)[:2] == (422, None)


def test_the_page_for_the_code_stays_with_the_browser_that_signed_up(visitor):
    sign_up(visitor)
    stranger = Client()
    sign_in(stranger, "dana@county.example", OWN)

    assert stranger.get("/accounts/confirm-email/").status_code == 302
    assert visitor.get("/accounts/confirm-email/").status_code == 200


def test_whoever_closed_the_browser_signs_up_again(visitor):
    sign_up(Client())
    cache.clear()

    sign_up(visitor)
    confirm(visitor)

    assert is_signed_in(visitor)
    assert sign_in(Client(), "dana@county.example", OWN)["Location"] == "/"
