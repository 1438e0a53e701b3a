import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services import change_role, create_member, erase_member, set_contractor
from accounts.signals import role_changed
from forum.core.errors import Refused
from forum.moderation.models import ModerationAction
from tests.accounts.conftest import is_signed_in, sign_in, text_of
from tests.make import make_verified


@pytest.fixture
def second_administrator():
    return create_member(
        handle="sortiz", display_name="Sam Ortiz", email="sam@x.example", role=User.Role.ADMINISTRATOR
    )


def test_an_administrator_makes_a_moderator_and_the_log_has_it(member, administrator):
    change_role(member=member, role="moderator", by=administrator)

    member.refresh_from_db()
    assert member.is_moderator
    logged = ModerationAction.objects.get()
    assert (logged.member, logged.moderator, logged.detail) == (
        member,
        administrator,
        "member → moderator",
    )


def test_a_role_that_cannot_be_logged_is_not_given(member, administrator):
    def broken(**kwargs):
        raise RuntimeError("cannot log")

    role_changed.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            change_role(member=member, role="moderator", by=administrator)
    finally:
        role_changed.disconnect(broken)

    assert not User.objects.get(pk=member.pk).is_moderator


def test_members_and_moderators_change_no_role(member, administrator):
    change_role(member=member, role="moderator", by=administrator)
    for role in User.Role.values:
        with pytest.raises(Refused):
            change_role(member=administrator, role=role, by=member)


def test_nobody_changes_their_own_role(administrator, second_administrator):
    with pytest.raises(Refused):
        change_role(member=administrator, role="member", by=administrator)


def test_a_demoted_administrator_changes_nothing_with_a_form_still_open(
    member, administrator, second_administrator
):
    stale = User.objects.get(pk=second_administrator.pk)
    change_role(member=second_administrator, role="member", by=administrator)

    with pytest.raises(Refused):
        change_role(member=member, role="administrator", by=stale)


def test_a_former_member_and_an_unknown_role_are_refused(member, administrator):
    with pytest.raises(Refused):
        change_role(member=member, role="emperor", by=administrator)
    erase_member(user=member)
    with pytest.raises(Refused):
        change_role(member=member, role="moderator", by=administrator)


def test_the_administration_is_entered_through_the_sites_own_sign_in(visitor, administrator):
    response = visitor.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert visitor.post("/admin/login/", {"username": "pryor", "password": "x"}).status_code == 302

    sign_in(visitor, "pryor")

    assert visitor.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_others_do_not_enter(visitor, member, role):
    User.objects.update(role=role)
    sign_in(visitor, "mokafor")

    assert visitor.get("/admin/", follow=True).status_code == 403


def test_where_the_setting_says_so_only_a_second_factor_opens_it(visitor, administrator, settings):
    settings.ADMIN_NEEDS_SECOND_FACTOR = True
    sign_in(visitor, "pryor")

    page = visitor.get("/admin/accounts/user/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Set up a second step to enter the administration." in text_of(page)

    TOTP.activate(administrator, generate_totp_secret())
    assert visitor.get("/admin/accounts/user/").status_code == 200


def test_members_are_found_and_given_a_role(visitor, member, administrator):
    sign_in(visitor, "pryor")
    assert "Maya Okafor" in text_of(visitor.get("/admin/accounts/user/", {"q": "okaf"}))

    page = visitor.get(f"/admin/accounts/user/{member.pk}/change/")
    assert "maya@lakeshore.example" in text_of(page)
    response = visitor.post(
        f"/admin/accounts/user/{member.pk}/change/",
        {"role": "moderator", "email": "stolen@x.example", "handle": "stolen", "is_active": ""},
    )

    assert response.status_code == 302
    member.refresh_from_db()
    assert (member.role, member.email, member.handle, member.is_active) == (
        "moderator",
        "maya@lakeshore.example",
        "mokafor",
        True,
    )


def test_the_administration_says_why_a_role_stays(visitor, administrator):
    sign_in(visitor, "pryor")

    page = visitor.post(f"/admin/accounts/user/{administrator.pk}/change/", {"role": "member"})

    assert "You cannot change your own role." in text_of(page)
    administrator.refresh_from_db()
    assert administrator.is_administrator


def test_members_are_neither_added_nor_deleted_there(visitor, member, administrator):
    sign_in(visitor, "pryor")

    assert visitor.get("/admin/accounts/user/add/").status_code == 403
    assert visitor.post(f"/admin/accounts/user/{member.pk}/delete/", {"post": "yes"}).status_code == 403
    assert is_signed_in(visitor)


def test_a_lost_second_factor_is_removed_there_and_its_secret_never_shown(
    visitor, member, administrator
):
    secret = generate_totp_secret()
    lost = TOTP.activate(member, secret).instance
    sign_in(visitor, "pryor")

    page = visitor.get(f"/admin/mfa/authenticator/{lost.pk}/change/")
    assert "mokafor" in text_of(page)
    assert secret not in page.content.decode()
    visitor.post(f"/admin/mfa/authenticator/{lost.pk}/delete/", {"post": "yes"})

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].to == [member.email]
    assert mail.outbox[-1].subject == "An administrator removed your second step at Rounds"


@pytest.mark.parametrize(
    "question",
    [
        "accounts/user/?email__startswith=m",
        "accounts/user/?password__startswith=a",
        "mfa/authenticator/?data__icontains=a",
    ],
)
def test_lists_of_the_administration_answer_no_questions_about_secrets(
    visitor, member, administrator, question
):
    sign_in(visitor, "pryor")

    assert visitor.get("/admin/accounts/user/?role__exact=member").status_code == 200
    assert visitor.get(f"/admin/{question}").status_code == 400


def test_the_password_is_changed_on_the_sites_own_page(visitor, administrator):
    sign_in(visitor, "pryor")
    assert visitor.get("/admin/password_change/")["Location"] == "/accounts/password/change/"


def test_the_label_of_an_agency_is_taken_off_there_and_nothing_else_changed(
    visitor, administrator, lakeshore
):
    member = make_verified(organization=lakeshore)
    membership = member.memberships.get()
    set_contractor(membership=membership, by=member, is_contractor=True)
    sign_in(visitor, "pryor")
    assert member.handle in text_of(visitor.get("/admin/accounts/membership/", {"q": "lakeshore"}))

    path = f"/admin/accounts/membership/{membership.pk}/change/"
    visitor.post(path, {"expires_at_0": "2099-01-01", "how": "moderator"})

    was = membership.expires_at
    membership.refresh_from_db()
    assert (membership.is_contractor, membership.expires_at, membership.how) == (False, was, "email")
    assert visitor.get("/admin/accounts/membership/add/").status_code == 403


def test_the_first_administrator_is_appointed_by_a_command_and_only_the_first(member, moderator):
    call_command("appoint_administrator", "@" + member.handle)
    call_command("appoint_administrator", member.handle)

    member.refresh_from_db()
    assert member.is_administrator
    for other in (moderator.handle, "nobody-here"):
        with pytest.raises(CommandError):
            call_command("appoint_administrator", other)
