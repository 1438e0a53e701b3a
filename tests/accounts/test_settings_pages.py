import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import is_signed_in, sign_in, text_of

PROFILE = {
    "display_name": "Maya Okafor-Lind",
    "job_title": "Director of digital",
    "organization_name": "Lakeshore Cancer Center",
    "about": "Patient stories, TikTok.\r\nAsk me about consent forms.",
    "time_zone": "America/Chicago",
}


def test_the_profile_is_changed_and_shown_again(at_home, member):
    page = at_home.post("/accounts/settings/", PROFILE, follow=True)

    assert "Saved." in text_of(page)
    assert 'value="Maya Okafor-Lind"' in page.content.decode()
    member.refresh_from_db()
    assert member.about == "Patient stories, TikTok.\nAsk me about consent forms."
    assert member.time_zone == "America/Chicago"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("display_name", "", "Enter your name"),
        ("display_name", "\u200b\u202e", "Enter your name"),
        ("display_name", "x" * 61, "Keep it to 60 characters; this has 61"),
        ("job_title", "", "Enter your job title"),
        ("about", "y" * 1_601, "Keep it to 600 characters; this has 1,601"),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list"),
        ("job_title", "nul\x00", "Leave out the characters that are not text"),
    ],
)
def test_a_refused_profile_keeps_what_was_typed(at_home, member, name, typed, said):
    page = at_home.post("/accounts/settings/", PROFILE | {name: typed})

    assert page.status_code == 422
    assert "Error: Profile" in text_of(page)
    assert said in text_of(page)
    assert "Director of digital" in page.content.decode() or name == "job_title"
    assert "This field" not in text_of(page)
    member.refresh_from_db()
    assert member.display_name == "Maya Okafor"


def test_other_columns_cannot_be_set_through_the_profile(at_home, member):
    smuggled = {"role": "administrator", "handle": "root", "is_active": ""}
    at_home.post("/accounts/settings/", PROFILE | smuggled)

    member.refresh_from_db()
    assert (member.role, member.handle, member.is_active) == ("member", "mokafor", True)


def test_the_united_states_come_first_among_time_zones(at_home):
    page = text_of(at_home.get("/accounts/settings/"))
    assert page.index("Eastern Time (New York)") < page.index("Europe/Berlin")


@pytest.mark.parametrize(("theme", "cookie"), [("dark", "dark"), ("light", "light"), ("system", "")])
def test_the_theme_is_kept_for_the_member_and_in_a_cookie(at_home, member, theme, cookie):
    page = at_home.post("/accounts/settings/appearance/", {"theme": theme}, follow=True)

    member.refresh_from_db()
    assert member.theme == theme
    assert at_home.cookies["theme"].value == cookie
    assert (f'data-theme="{theme}"' in page.content.decode()) == bool(cookie)


def test_the_theme_cookie_is_secure_outside_a_persons_own_machine(at_home, settings):
    settings.LOCAL = False
    at_home.post("/accounts/settings/appearance/", {"theme": "dark"})
    assert at_home.cookies["theme"]["secure"]


def test_there_is_no_fourth_theme(at_home):
    assert at_home.post("/accounts/settings/appearance/", {"theme": "neon"}).status_code == 422


@pytest.mark.parametrize("page", ["", "all/", "appearance/", "security/", "data/", "erase/"])
def test_settings_are_for_members_and_never_cached(visitor, at_home, page):
    address = f"/accounts/settings/{page}"

    assert visitor.get(address)["Location"].startswith("/accounts/login/")
    assert "no-store" in at_home.get(address)["Cache-Control"]


def test_the_pages_of_settings_mark_where_one_is(at_home):
    for address, name in [
        ("", "Profile"),
        ("appearance/", "Appearance"),
        ("security/", "Password and sign-in"),
        ("data/", "Your data"),
    ]:
        body = at_home.get(f"/accounts/settings/{address}").content.decode()
        assert f'aria-current="page">{name}</a>' in body
        assert "style=" not in body


def test_the_page_about_security_leads_to_every_way_of_signing_in(at_home):
    body = at_home.get("/accounts/settings/security/").content.decode()
    for address in ("password/change/", "email/", "2fa/", "2fa/webauthn/", "sessions/"):
        assert f'href="/accounts/{address}"' in body


def test_sessions_are_listed_and_the_others_signed_out(at_home, member):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; like Mac OS X) Safari/604.1"})
    sign_in(elsewhere, "mokafor")
    page = text_of(at_home.get("/accounts/sessions/"))
    assert "Firefox on Windows This one" in page
    assert "Safari on iPhone" in page

    page = at_home.post("/accounts/sessions/", follow=True)

    assert "Every other device is signed out." in text_of(page)
    assert "Safari" not in text_of(page)
    assert is_signed_in(at_home)
    assert not is_signed_in(elsewhere)


def test_one_other_browser_is_signed_out(at_home, member):
    elsewhere, third = Client(headers={"user-agent": "Firefox; iPhone"}), Client()
    for browser in (elsewhere, third):
        sign_in(browser, "mokafor")
    session = UserSession.objects.get(session_key=elsewhere.session.session_key)
    address = f"/accounts/sessions/{session.pk}/end/"
    assert address in at_home.get("/accounts/sessions/").content.decode()

    page = at_home.post(address, follow=True)

    assert "That browser is signed out." in text_of(page)
    assert [is_signed_in(browser) for browser in (at_home, elsewhere, third)] == [True, False, True]


def test_neither_this_session_nor_that_of_another_member_is_ended(at_home, visitor, administrator):
    sign_in(visitor, "pryor")
    here, theirs = (
        UserSession.objects.get(session_key=browser.session.session_key)
        for browser in (at_home, visitor)
    )

    answers = [at_home.post(f"/accounts/sessions/{one.pk}/end/") for one in (here, theirs)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (
        f"/accounts/sessions/{here.pk}/end/" not in at_home.get("/accounts/sessions/").content.decode()
    )
    assert is_signed_in(at_home)
    assert is_signed_in(visitor)


def test_a_session_is_ended_by_post_only(at_home):
    assert at_home.get("/accounts/sessions/1/end/").status_code == 405


def test_the_list_of_settings_is_a_page_that_the_breadcrumb_leads_to(at_home):
    index = at_home.get("/accounts/settings/all/").content.decode()
    page = at_home.get("/accounts/settings/data/").content.decode()

    assert '<a href="/accounts/settings/all/">Settings</a>' in page
    for address in ("", "appearance/", "security/", "data/"):
        assert f'href="/accounts/settings/{address}"' in index


def test_a_member_never_sees_the_sessions_of_another(at_home, administrator):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (X11; CrOS) Chrome/140.0 Safari/537.36"})
    sign_in(elsewhere, "pryor")

    assert "Chrome on ChromeOS" not in text_of(at_home.get("/accounts/sessions/"))


def test_times_show_in_the_members_zone_and_a_lost_zone_breaks_nothing(at_home, member):
    User.objects.update(time_zone="Gone/Zone")
    assert at_home.get("/accounts/sessions/").status_code == 200


def test_no_mail_leaves_for_looking_around(at_home):
    at_home.get("/accounts/settings/")
    assert not mail.outbox
