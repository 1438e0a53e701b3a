"""Joining: the form, the code from the mail, and the handle that is proposed."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts import handles
from accounts.models import RetiredHandle, User
from accounts.queries import proposed_handle
from tests.accounts.conftest import code_in_last_mail, is_signed_in, text_of
from tests.accounts.joining import NEW, confirm, sign_up
from tests.make import make_version


def test_someone_new_joins_with_the_code_from_the_mail(visitor):
    response = sign_up(visitor)
    assert response["Location"] == "/accounts/confirm-email/"

    page = visitor.get("/accounts/confirm-email/")
    assert "We sent a six-digit code to dana@county.example" in text_of(page)
    response = visitor.post("/accounts/confirm-email/", {"code": code_in_last_mail()})

    assert response["Location"] == "/"
    member = User.objects.get()
    assert (member.handle, member.display_name, member.job_title, member.organization_name) == (
        "druiz",
        "Dana Ruiz",
        "Social media manager",
        "County Hospital",
    )
    assert EmailAddress.objects.get(user=member).verified
    assert is_signed_in(visitor)


def test_the_form_shows_its_labels_hints_and_no_inline_style(visitor):
    page = visitor.get("/accounts/signup/")

    shown = text_of(page)
    assert "We use it to confirm it is you and never show it." in shown
    assert "12 characters or more" in shown
    assert "I will follow the code of conduct and never post patient information" in shown
    assert b"style=" not in page.content
    assert b"placeholder=" not in page.content


def test_the_code_is_sent_to_the_address_and_names_the_site(visitor):
    sign_up(visitor)

    (message,) = mail.outbox
    assert message.to == ["dana@county.example"]
    assert message.subject == f"{code_in_last_mail()} is your code to join Rounds"
    assert "http://localhost:8000" in message.body
    assert "&" not in message.body


def test_looking_at_the_page_with_the_code_confirms_nothing(visitor):
    sign_up(visitor)

    visitor.get("/accounts/confirm-email/", {"code": code_in_last_mail()})

    assert not EmailAddress.objects.get().verified
    assert not is_signed_in(visitor)


def test_a_wrong_code_is_refused_and_the_title_says_so(visitor):
    sign_up(visitor)

    page = visitor.post("/accounts/confirm-email/", {"code": "000000x"})

    assert page.status_code == 422
    assert "<title>Error: Check your email" in page.content.decode()
    assert "This code is not right" in text_of(page)


def test_three_wrong_codes_end_the_attempt(visitor):
    sign_up(visitor)

    for _ in range(3):
        response = visitor.post("/accounts/confirm-email/", {"code": "wrong"})

    assert response["Location"] == "/accounts/login/"
    assert "Too many wrong tries" in text_of(visitor.get("/accounts/login/"))


def test_a_known_email_gets_the_same_answer_and_its_owner_a_mail(visitor, member, client):
    unknown = sign_up(visitor)
    unknown_page = visitor.get("/accounts/confirm-email/")
    known = sign_up(client, email=member.email, handle="someone-else")
    known_page = client.get("/accounts/confirm-email/")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert text_of(known_page) == text_of(unknown_page).replace("dana@county.example", member.email)
    assert mail.outbox[-1].to == [member.email]
    assert mail.outbox[-1].subject == "You already have a Rounds account"
    assert User.objects.filter(email=member.email).count() == 1


@pytest.mark.parametrize(
    "handle",
    [
        "mokafor",
        "MOkafor",
        "m0kafor",
        "mok-afor",
        "admin",
        "rounds",
        "r0unds",
        "settings",
        "former-member-9",
    ],
)
def test_a_taken_reserved_or_confusable_handle_is_refused(visitor, member, handle):
    page = sign_up(visitor, handle=handle)

    assert page.status_code == 422
    assert "This handle is taken, or reads like one that is" in text_of(page)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "handle", ["ab", "9lives", "mäya", "a b c", "-abc", "a" * 31, "abc-", "a\u0430bc"]
)
def test_a_handle_of_another_form_is_refused(visitor, handle):
    page = sign_up(visitor, handle=handle)

    assert page.status_code == 422
    assert not User.objects.exists()


def test_the_handle_of_an_erased_member_stays_out_of_reach(visitor):
    RetiredHandle.objects.create(digest=handles.digest("druiz"))

    assert sign_up(visitor, handle="DRUIZ").status_code == 422
    sign_up(visitor)
    confirm(visitor)

    assert User.objects.get().handle == "druiz2"


def test_the_conduct_must_be_ticked(visitor):
    page = sign_up(visitor, conduct="")

    assert page.status_code == 422
    assert "Tick this box to join" in text_of(page)
    assert 'value="Dana Ruiz"' in page.content.decode()


@pytest.mark.parametrize("password", ["short", "Dana Ruiz 1", "password1234", "x" * 300])
def test_a_weak_password_is_refused(visitor, password):
    assert sign_up(visitor, password1=password).status_code == 422
    assert not User.objects.exists()


def test_a_robot_in_the_trap_joins_nothing_and_learns_nothing(visitor):
    response = sign_up(visitor, website="https://spam.example")

    assert response["Location"] == "/accounts/confirm-email/"
    assert not User.objects.exists()
    assert not mail.outbox


def test_names_are_brought_to_one_line(visitor):
    sign_up(visitor, display_name="  Dana\u202e\n Ruiz ")

    assert User.objects.get().display_name == "Dana Ruiz"


def test_over_the_limit_nothing_is_written_and_others_can_still_join(visitor):
    answers = [sign_up(Client()).status_code for _ in range(4)]
    elsewhere = visitor.post("/accounts/signup/", NEW, REMOTE_ADDR="203.0.113.9")

    assert answers == [302, 302, 302, 429]
    assert elsewhere.status_code == 302
    assert User.objects.count() == 4


@pytest.mark.parametrize("page", ["signup", "password/reset"])
def test_an_address_too_long_to_keep_is_refused(visitor, page):
    email = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".org"

    response = visitor.post(f"/accounts/{page}/", NEW | {"email": email})

    assert response.status_code == 422
    assert not User.objects.exists()


def test_the_code_can_be_sent_again(visitor):
    sign_up(visitor)
    cache.clear()
    first = code_in_last_mail()

    visitor.post("/accounts/confirm-email/", {"action": "resend"})

    assert len(mail.outbox) == 2
    visitor.post("/accounts/confirm-email/", {"code": first})
    visitor.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    assert is_signed_in(visitor)


def test_a_free_handle_is_proposed_while_typing(visitor, member):
    fresh = visitor.get("/accounts/handle/", {"display_name": "Dana Ruiz"})
    taken = visitor.get("/accounts/handle/", {"display_name": "Mia Okafor"})

    assert text_of(fresh) == "From your name: @druiz"
    assert text_of(taken) == "From your name: @mokafor2"


@pytest.mark.parametrize(
    ("handle", "is_proposed"), [("", True), ("dana-r", False)], ids=["left empty", "chosen"]
)
def test_a_refused_sign_up_still_shows_the_proposed_handle(visitor, handle, is_proposed):
    page = sign_up(visitor, password1="short", handle=handle)

    assert page.status_code == 422
    assert ("From your name: @druiz" in text_of(page)) is is_proposed


@pytest.mark.parametrize("name", ["", "   ", "李雷", "X", "Admin", "<b>Bo</b> Li", "a" * 500, "0 0"])
def test_any_name_gets_a_proposal_that_the_form_takes(visitor, name):
    assert visitor.get("/accounts/handle/", {"display_name": name}).status_code == 200
    handle = proposed_handle(name)
    assert handles.FORM.fullmatch(handle)
    assert not handles.is_reserved(handle)


def test_proposals_are_limited(visitor):
    answers = [visitor.get("/accounts/handle/", {"display_name": "Dana"}) for _ in range(61)]

    assert answers[-1].status_code == 429


def test_whoever_joins_has_accepted_the_rules_of_the_day_they_signed_up(visitor):
    make_version()
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False):
        sign_up(visitor)
    unfinished = User.objects.get(display_name="Dana Ruiz")
    assert (unfinished.rules_accepted, unfinished.acceptances.count()) == (2, 0)

    with time_machine.travel("2026-11-23 09:05:00+00:00", tick=False):
        confirm(visitor)

    accepted = unfinished.acceptances.values_list("version__number", "accepted_at")
    assert [(number, at.isoformat()) for number, at in accepted] == [(2, "2026-11-23T09:00:00+00:00")]


def test_a_sign_up_from_before_there_were_versions_accepted_the_first(visitor):
    sign_up(visitor)
    User.objects.update(rules_accepted=0)

    confirm(visitor)

    assert User.objects.get().rules_accepted == 1
