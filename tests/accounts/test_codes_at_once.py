"""A mailed code takes three tries, however many come at once."""

import pytest

from tests.accounts.conftest import code_in_last_mail, is_signed_in

CONFIRM = "/accounts/login/code/confirm/"


def as_if_at_once(browser, codes) -> list[int]:
    """Try ``codes``, each with the session as it was before any of them."""
    before, answers = dict(browser.session.items()), []
    for code in codes:
        session = browser.session
        session.update(before)
        session.save()
        answers.append(browser.post(CONFIRM, {"code": code}).status_code)
    return answers


@pytest.mark.parametrize(("wrong", "opens"), [(2, True), (3, False)])
def test_tries_at_once_are_counted_as_those_one_by_one(visitor, member, wrong, opens):
    visitor.post("/accounts/login/code/", {"email": member.email})

    as_if_at_once(visitor, ["12345x"] * wrong + [code_in_last_mail()])

    assert is_signed_in(visitor) == opens


def test_a_new_code_has_tries_of_its_own(visitor, member):
    visitor.post("/accounts/login/code/", {"email": member.email})
    as_if_at_once(visitor, ["12345x"] * 4)

    visitor.post(CONFIRM, {"action": "resend"})
    visitor.post(CONFIRM, {"code": code_in_last_mail()})

    assert is_signed_in(visitor)
