"""A blocked address joins nobody, and nobody learns that it is blocked."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts import blocking
from accounts.models import BlockedAddress, User
from accounts.queries import is_blocked
from accounts.services import block_address, unblock_address
from tests.accounts.conftest import code_in_last_mail, text_of
from tests.accounts.joining import sign_up
from tests.accounts.test_confirming_addresses import ask_for_address, change_email
from tests.make import PASSWORD, make_user

BLOCKED = "dana@county.example"


@pytest.fixture
def blocked():
    return block_address(email=BLOCKED)


@pytest.mark.parametrize("email", [BLOCKED, " DANA@County.Example", "dana+again@county.example"])
def test_the_mailbox_is_known_in_every_spelling(blocked, email):
    assert is_blocked(email)


def test_others_are_not_and_what_is_kept_can_be_asked_for_and_not_read(blocked):
    assert not is_blocked("dan@county.example")
    assert "dana" not in blocked.digest
    assert BlockedAddress.objects.get().digest == blocking.digest(BLOCKED)


def test_it_stays_blocked_when_the_secret_key_is_replaced(blocked, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, long and random enough for a test"

    assert is_blocked(BLOCKED)


def test_blocking_twice_is_once(blocked):
    assert block_address(email=BLOCKED) == blocked
    unblock_address(address=blocked)
    assert not is_blocked(BLOCKED)


def answers_to(email):
    """What a browser is shown on the way from the sign-up form to the page for the code."""
    cache.clear()
    browser = Client()
    answer = sign_up(browser, email=email)
    page = browser.get("/accounts/confirm-email/")
    wrong = browser.post("/accounts/confirm-email/", {"code": "000000"})
    return [
        (one.status_code, one.headers.get("Location"), text_of(one).replace(email, "…"))
        for one in (answer, page, wrong)
    ]


def test_signing_up_shows_what_it_shows_anybody(blocked):
    assert answers_to(BLOCKED) == answers_to("somebody-else@county.example")


def test_signing_up_makes_no_member_and_mails_no_code(visitor, blocked):
    sign_up(visitor, email=BLOCKED)

    assert not User.objects.exists()
    assert all("your code" not in message.subject for message in mail.outbox)


def test_a_sign_up_that_waits_for_its_code_gets_no_further(visitor):
    sign_up(visitor, email=BLOCKED)
    block_address(email=BLOCKED)

    answer = visitor.post("/accounts/confirm-email/", {"code": code_in_last_mail()})

    assert answer.status_code == 422
    assert not User.objects.joined().exists()


def test_a_member_cannot_change_to_it_and_is_told_what_everybody_is_of_a_taken_one(blocked):
    taken = make_user(email="taken@county.example")
    answers = []
    for email in (BLOCKED, taken.email):
        member = make_user(password=PASSWORD)
        was = member.email
        answers.append(text_of(change_email(member, email)).replace(email, "…"))
        member.refresh_from_db()
        assert member.email == was
    names = [answer.partition("Confirm")[2] for answer in answers]
    assert names[0] == names[1]


def test_asking_to_change_shows_what_it_shows_anybody(blocked):
    shown = []
    for email in (BLOCKED, "free@county.example"):
        browser = ask_for_address(make_user(password=PASSWORD, display_name="Noor"), email)
        shown.append(text_of(browser.get("/accounts/confirm-email/")).replace(email, "…"))
    assert shown[0] == shown[1]
