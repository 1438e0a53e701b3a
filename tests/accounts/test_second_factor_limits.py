"""Too many wrong tries at the second step are answered as too many wrong passwords are."""

import pytest

from tests.accounts.conftest import is_signed_in, sign_in, text_of
from tests.accounts.test_second_factor import digits_of, secret  # noqa: F401

WRONG = {"code": "000000"}


def tried_too_often(browser, address) -> list:
    return [browser.post(address, WRONG) for _try in range(6)]


def test_too_many_wrong_codes_make_a_pause_and_say_how_long(visitor, member, secret):  # noqa: F811
    sign_in(visitor, "mokafor")

    *wrong, refused = tried_too_often(visitor, "/accounts/2fa/authenticate/")

    assert [answer.status_code for answer in wrong] == [422] * 5
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "Wait a little, then try again" in text_of(refused)
    right = visitor.post("/accounts/2fa/authenticate/", {"code": digits_of(secret)})
    assert right.status_code == 429
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("address", ["2fa/authenticate/", "2fa/reauthenticate/"])
def test_a_limit_that_is_reached_holds_wherever_the_second_step_is_asked(
    visitor,
    at_home,
    member,
    secret,  # noqa: F811
    address,
):
    sign_in(visitor, "mokafor")
    tried_too_often(visitor, "/accounts/2fa/authenticate/")
    browser = visitor if address == "2fa/authenticate/" else at_home

    refused = browser.post(f"/accounts/{address}", WRONG)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
