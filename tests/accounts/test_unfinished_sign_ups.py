"""A sign-up that is not confirmed holds nothing, tells nothing, and is forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from accounts.queries import handles_of_members, member_by_handle
from tests.accounts.conftest import code_in_last_mail, is_signed_in, text_of
from tests.accounts.joining import confirm, sign_up


def test_whoever_mistyped_the_email_begins_again_with_the_same_handle(visitor):
    sign_up(visitor, email="dnaa@county.example", handle="dana")

    visitor.post("/accounts/signup/again/")
    sign_up(visitor, handle="dana")

    assert [user.email for user in User.objects.all()] == ["dana@county.example"]


def test_an_unfinished_sign_up_holds_neither_the_address_nor_the_handle(visitor, client):
    sign_up(client, handle="squatter", display_name="Not Dana")
    sign_up(visitor, handle="squatter")
    confirm(visitor)

    member = User.objects.get()
    assert (member.display_name, member.handle) == ("Dana Ruiz", "squatter")
    assert is_signed_in(visitor)


def test_a_second_sign_up_with_the_address_does_not_spoil_the_first(visitor, client):
    sign_up(visitor)
    code = code_in_last_mail()
    sign_up(client, display_name="Not Dana")
    client.post("/accounts/signup/again/")

    confirm(visitor, code)

    assert User.objects.get().display_name == "Dana Ruiz"
    assert is_signed_in(visitor)


@pytest.mark.parametrize("email", ["new@county.example", "maya@lakeshore.example"])
def test_a_handle_tells_nobody_whether_an_address_is_known(visitor, client, member, email):
    sign_up(visitor, email=email, handle="probe")

    page = client.get("/members/probe/").status_code
    proposed = text_of(client.get("/accounts/handle/", {"display_name": "Probe"}))
    second = sign_up(client, email="third@county.example", handle="probe").status_code
    assert (page, proposed, second) == (404, "From your name: @probe", 302)


def test_who_has_not_confirmed_is_no_member(visitor, client):
    sign_up(visitor, handle="probe")
    user = User.objects.get()

    assert not User.objects.current().exists()
    assert member_by_handle(user.handle) is None
    assert handles_of_members([user.handle]) == {}
    assert client.get(f"/members/{user.handle}/").status_code == 404


def test_of_two_who_want_one_handle_the_second_to_confirm_gets_another_and_is_told(visitor, client):
    sign_up(visitor, handle="probe", email="one@county.example")
    first = code_in_last_mail()
    sign_up(client, handle="probe", email="two@county.example")
    confirm(client)

    done = visitor.post("/accounts/confirm-email/", {"code": first}, follow=True)

    handle_of = dict(User.objects.values_list("email", "handle"))
    assert handle_of == {"two@county.example": "probe", "one@county.example": "probe2"}
    assert "@probe was taken meanwhile: you are @probe2." in text_of(done)


def test_a_sign_up_is_forgotten_after_a_day(visitor, client):
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        sign_up(visitor, email="old@county.example")
    sign_up(client)

    assert list(User.objects.values_list("email", flat=True)) == ["dana@county.example"]


@pytest.mark.parametrize("page", ["password/reset", "login/code"])
def test_an_unfinished_sign_up_is_no_account_to_recover(visitor, client, page):
    sign_up(visitor)
    cache.clear()

    client.post(f"/accounts/{page}/", {"email": "dana@county.example"})

    assert mail.outbox[-1].subject == "There is no Rounds account for this email"
