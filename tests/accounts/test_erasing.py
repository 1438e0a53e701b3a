from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import RetiredHandle, User
from accounts.queries import is_handle_free
from accounts.services import create_member, erase_member, update_profile
from accounts.signals import member_erasing
from forum.core import markup
from forum.core.errors import Refused
from forum.core.mail import OutboxBackend
from forum.moderation.services import hide_post
from forum.replies.services import save_draft
from forum.threads.services import edit_post
from tests.accounts.conftest import PASSWORD, confirm_password, is_signed_in, sign_in, text_of
from tests.make import make_reply, make_thread, make_user


def erase(browser, handle="mokafor"):
    return browser.post("/accounts/settings/erase/", {"handle": handle}, follow=True)


def everything_stored() -> str:
    """All rows of all tables, as text, and what sessions hold."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values_list()]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return repr([rows, sessions]).lower()


def test_erasing_asks_for_the_password_first(at_home, member):
    response = at_home.get("/accounts/settings/erase/")

    assert response["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Fsettings%2Ferase%2F"
    erase(at_home)
    member.refresh_from_db()
    assert member.erased_at is None


def test_after_the_password_and_the_handle_the_account_is_gone(at_home, member):
    confirm_password(at_home)
    assert "Type mokafor to confirm." in text_of(at_home.get("/accounts/settings/erase/"))

    page = erase(at_home, "@Mokafor")

    assert "Your account is erased" in text_of(page)
    assert not is_signed_in(at_home)
    assert sign_in(Client(), "mokafor").status_code == 422


def test_another_handle_erases_nothing(at_home, member):
    confirm_password(at_home)

    page = erase(at_home, "pryor")

    assert page.status_code == 422
    assert "Nothing was erased." in text_of(page)
    assert is_signed_in(at_home)


def test_nothing_that_names_the_person_is_left(at_home, member, administrator):
    elsewhere = Client()
    sign_in(elsewhere, "maya@lakeshore.example")
    TOTP.activate(member, generate_totp_secret())
    member.job_title, member.about = "Jester", "Juggles with maya-shaped knives"
    member.organization_name = "Lakeshore"
    member.save()
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(member.pk),
        object_repr=str(member),
        action_flag=CHANGE,
    )

    erase_member(user=member)

    stored = everything_stored()
    for trace in ("okafor", "maya", "jester", "knives"):
        assert trace not in stored
    assert not EmailAddress.objects.filter(user=member).exists()
    assert not Authenticator.objects.filter(user=member).exists()
    assert not UserSession.objects.filter(user=member).exists()
    assert not Session.objects.exists()
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(at_home)
    member.refresh_from_db()
    assert member.display_name == "Former member"
    assert member.handle == f"former-member-{member.pk}"
    assert not member.has_usable_password()


def test_a_mention_is_nowhere_left(at_home, member, administrator):
    """The handle is planted in every text that others can write, and in what waits to leave."""
    said = "Ask @mokafor."
    peer = make_user(about=said)
    thread = make_thread(author=peer, title="What does @mokafor think of it?", body=said)
    post = edit_post(post=thread.posts.get(), editor=peer, body=said + "!", reason=said, version=1)
    hide_post(post=make_reply(thread=thread), moderator=administrator, rule="2", note=said)
    save_draft(
        user=peer,
        thread=thread,
        title=said,
        body="> [@mokafor wrote](/t/1/#reply-1):",
        tags="@mokafor",
        submission_key=uuid4(),
    )
    at_home.post("/ask/", {"draft": "1", "title": "By maya", "body": "maya"})
    for page in ("login/code", "password/reset"):
        Client().post(f"/accounts/{page}/", {"email": member.email})
    OutboxBackend().send_messages([EmailMessage("For maya", "123456", to=[member.email])])
    assert everything_stored().count("mokafor") > 10

    erase_member(user=member)

    stored = everything_stored()
    assert [trace for trace in ("mokafor", "maya@", "by maya", "for maya") if trace in stored] == []
    post.refresh_from_db()
    assert (post.body, post.body_html) == ("Ask @former-member.!", "<p>Ask @former-member.!</p>")


def test_addresses_with_the_same_letters_stay(member):
    body = "https://www.tiktok.com/@mokafor, help@mokafor.org, @mokafor-2, and @mokafor"
    thread = make_thread(body=body)

    erase_member(user=member)

    assert thread.posts.get().body == body.removesuffix("@mokafor") + "@former-member"


def test_a_text_too_long_for_the_new_name_keeps_nobody_in(member):
    thread = make_thread(body="@mokafor " + "x" * (markup.MAX_CHARS - 9), title="@mokafor " * 16)

    erase_member(user=member)

    thread.refresh_from_db()
    assert thread.posts.get().body.startswith("@… xxx")
    assert thread.title.startswith("@… @…")


def test_a_profile_saved_in_the_moment_of_the_erasure_is_refused(member):
    seen_before = User.objects.get()
    erase_member(user=member)

    with pytest.raises(PermissionDenied):
        update_profile(user=seen_before, display_name="Maya", job_title="", about="", time_zone="UTC")

    assert User.objects.get().display_name == "Former member"


def test_a_post_or_draft_sent_in_the_moment_of_the_erasure_is_refused(member):
    thread = make_thread()
    seen_before = User.objects.get(pk=member.pk)
    erase_member(user=member)

    for late in (
        lambda: make_reply(thread=thread, author=seen_before),
        lambda: make_thread(author=seen_before),
        lambda: save_draft(user=seen_before, thread=thread, body="x", submission_key=uuid4()),
    ):
        with pytest.raises(PermissionDenied):
            late()

    thread.refresh_from_db()
    assert thread.reply_count == 0


def test_the_handle_is_kept_from_others_as_a_hash(member):
    erase_member(user=member)

    assert RetiredHandle.objects.count() == 1
    assert not is_handle_free("mokafor")
    assert not is_handle_free("m0kafor")


def test_the_address_may_join_again(member, visitor):
    erase_member(user=member)
    again = create_member(
        handle="maya-o", display_name="Maya O", email="maya@lakeshore.example", password=PASSWORD
    )
    assert again.email == "maya@lakeshore.example"


def test_other_apps_forget_within_the_transaction(member):
    def broken(user, **kwargs):
        raise RuntimeError("cannot forget")

    member_erasing.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            erase_member(user=member)
    finally:
        member_erasing.disconnect(broken)

    member.refresh_from_db()
    assert member.handle == "mokafor"
    assert member.erased_at is None


def test_the_last_administrator_stays(administrator):
    browser = Client()
    sign_in(browser, "pryor")
    confirm_password(browser)

    page = erase(browser, "pryor")

    assert page.status_code == 422
    assert "You are the last administrator." in text_of(page)
    with pytest.raises(Refused):
        erase_member(user=administrator)


def test_erasing_twice_is_erasing_once(member):
    erase_member(user=member)
    erased_at = User.objects.get().erased_at
    erase_member(user=member)
    assert User.objects.get().erased_at == erased_at
