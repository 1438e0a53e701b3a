"""Who is suspended cannot sign in by any way, and learns why only after the right credential."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.adapter import send_notice
from accounts.services import remove_second_factor
from forum.moderation.standing_services import lift, suspend
from tests.accounts.conftest import (
    code_in_last_mail,
    is_signed_in,
    link_in_last_mail,
    sign_in,
    text_of,
)
from tests.accounts.test_second_factor import digits_of, secret  # noqa: F401
from tests.make import make_thread, make_user

WHY = "Named a colleague in three complaints."
WRONG = "not the right password"


@pytest.fixture
def moderator():
    return make_user(display_name="Helen Brandt", role="moderator")


@pytest.fixture
def sanction(member, moderator):
    return suspended(member, moderator)


def suspended(member, moderator):
    until = timezone.now() + timedelta(days=7)
    return suspend(
        member=member, moderator=moderator, until=until, public_reason=WHY, private_reason="Ask Helen."
    )


def is_told_why(browser) -> bool:
    page = browser.get("/suspended/")
    return page.status_code == 403 and WHY in text_of(page)


def test_the_right_password_opens_the_reason_and_nothing_else(visitor, member, sanction):
    response = sign_in(visitor, "mokafor")

    assert response["Location"] == "/suspended/"
    page = text_of(visitor.get("/suspended/"))
    assert "You are suspended until" in page
    assert WHY in page
    assert "Ask Helen." not in page
    assert not is_signed_in(visitor)


def test_the_wrong_password_tells_as_little_as_ever(visitor, member, sanction):
    response = sign_in(visitor, "mokafor", WRONG)
    stranger = sign_in(Client(), "nobody-here", WRONG)

    assert response.status_code == stranger.status_code == 422
    assert text_of(response).replace("mokafor", "") == text_of(stranger).replace("nobody-here", "")
    assert visitor.get("/suspended/").status_code == 404


def test_a_code_by_mail_opens_no_more(visitor, member, sanction):
    visitor.post("/accounts/login/code/", {"email": member.email})
    assert visitor.get("/suspended/").status_code == 404

    visitor.post("/accounts/login/code/confirm/", {"code": code_in_last_mail()})

    assert is_told_why(visitor)
    assert not is_signed_in(visitor)


def test_a_new_password_opens_no_more(visitor, member, sanction):
    visitor.post("/accounts/password/reset/", {"email": member.email})
    path = link_in_last_mail().removeprefix("http://localhost:8000")
    form = visitor.get(path, follow=True).redirect_chain[-1][0]
    visitor.post(
        form, {"password1": "another corridor at noon", "password2": "another corridor at noon"}
    )
    assert not is_signed_in(visitor)

    sign_in(visitor, "mokafor", "another corridor at noon")

    assert is_told_why(visitor)
    assert not is_signed_in(visitor)


def test_with_two_steps_both_are_asked_for_first(visitor, member, moderator, secret):  # noqa: F811
    suspended(member, moderator)
    assert sign_in(visitor, "mokafor")["Location"] == "/accounts/2fa/authenticate/"
    assert visitor.get("/suspended/").status_code == 404

    visitor.post("/accounts/2fa/authenticate/", {"code": digits_of(secret)})

    assert is_told_why(visitor)
    assert not is_signed_in(visitor)


def test_one_who_stands_between_the_steps_when_it_begins_gets_no_further(
    visitor,
    member,
    moderator,
    secret,  # noqa: F811
):
    sign_in(visitor, "mokafor")
    suspended(member, moderator)

    visitor.post("/accounts/2fa/authenticate/", {"code": digits_of(secret)})

    assert not is_signed_in(visitor)


def test_open_sessions_end_at_once(at_home, member, moderator):
    assert UserSession.objects.filter(user=member).exists()

    suspended(member, moderator)

    assert not UserSession.objects.filter(user=member).exists()
    assert not is_signed_in(at_home)


def test_a_session_that_outlived_it_is_a_guests(at_home, member):
    """Begun in the very moment of the suspension, say."""
    thread = make_thread()
    members_only = make_thread(sharing="members")
    member.suspended_until = timezone.now() + timedelta(days=1)
    member.save(update_fields=["suspended_until"])

    assert at_home.get(thread.get_absolute_url()).status_code == 200
    assert at_home.get(members_only.get_absolute_url()).status_code == 404
    assert not is_signed_in(at_home)
    posted = at_home.post(f"/t/{thread.pk}/reply/", {"body": "Still here."})
    assert posted.url.startswith("/accounts/login/")
    assert thread.posts.count() == 1


def test_it_ends_by_the_clock(visitor, member, sanction):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        cache.clear()
        sign_in(visitor, "mokafor")
        assert is_signed_in(visitor)


def test_it_is_lifted(visitor, member, moderator, sanction):
    lift(sanction=sanction, moderator=moderator)

    sign_in(visitor, "mokafor")

    assert is_signed_in(visitor)


def test_nobody_else_sees_that_page(visitor, member, sanction):
    assert visitor.get("/suspended/").status_code == 404
    sign_in(visitor, "mokafor")
    sign_in_again = Client()
    assert sign_in_again.get("/suspended/").status_code == 404


def test_after_it_the_page_is_gone(visitor, member, moderator, sanction):
    sign_in(visitor, "mokafor")
    lift(sanction=sanction, moderator=moderator)

    assert visitor.get("/suspended/").status_code == 404


def test_posts_stay_and_the_page_of_the_member_says_nothing(visitor, member, moderator):
    thread = make_thread(author=member)
    suspended(member, moderator)

    assert visitor.get(thread.get_absolute_url()).status_code == 200
    page = visitor.get("/members/mokafor/")
    assert page.status_code == 200
    assert "uspen" not in text_of(page)


def test_mail_about_content_stops_and_mail_about_the_account_does_not(
    at_home,
    member,
    moderator,
    administrator,
    secret,  # noqa: F811
):
    suspended(member, moderator)
    (told,) = [message for message in mail.outbox if "suspended" in message.subject]
    assert told.to == [member.email]
    member.refresh_from_db()
    mail.outbox.clear()

    send_notice("accounts/email/proposal_declined", member, {"proposal": None})
    assert mail.outbox == []

    remove_second_factor(factor=member.authenticator_set.first(), by=administrator)
    assert len(mail.outbox) == 1
