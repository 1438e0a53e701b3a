"""What somebody typed before signing in: kept, or said to be lost."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from forum.moderation.standing_services import suspend
from tests.accounts.conftest import is_signed_in, sign_in, text_of
from tests.make import make_thread, make_user

SAFE = "Your text is safe. Sign in and it is back in the form."


def typed(browser, thread, body="We print ours."):
    return browser.post(f"/t/{thread.pk}/reply/", {"body": body}, follow=True)


def test_a_whole_hospital_behind_one_address_keeps_its_texts(member):
    thread = make_thread()
    pages = [text_of(typed(Client(), thread)) for _colleague in range(30)]
    assert all(SAFE in page for page in pages)


def test_what_is_not_kept_is_never_said_to_be_safe(visitor, member, settings):
    thread = make_thread()
    typed(visitor, thread, "An older one.")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"keep_typed": "1/10m/ip"}
    cache.clear()
    typed(Client(), thread)

    page = text_of(typed(visitor, thread))

    assert SAFE not in page
    assert "Your text could not be kept. Go back to it and copy it before you sign in." in page
    sign_in(visitor, "mokafor")
    assert is_signed_in(visitor)


def test_who_is_suspended_while_writing_finds_the_text_beside_the_reason(at_home, member):
    thread, later = make_thread(), timezone.now() + timedelta(days=7)
    moderator = make_user(role="moderator")
    suspend(member=member, moderator=moderator, until=later, public_reason="Three complaints.")
    assert SAFE in text_of(typed(at_home, thread))

    sign_in(at_home, "mokafor")
    page = at_home.get("/suspended/")

    assert "Your text is kept: it is below." in text_of(page)
    assert ">We print ours.</textarea>" in page.content.decode()
