"""Nobody goes by a name that the forum itself speaks by."""

import time

import pytest

from accounts.models import User
from accounts.names import is_voice
from tests.accounts.conftest import text_of
from tests.accounts.joining import sign_up

VOICES = [
    "The moderators",
    "THE MODERATORS",
    "Moderator",
    "Former member",
    "former-member 12",
    "Rounds",
    "Rounds™",
    "Rounds Team",
    "R0unds",
    "Rоunds",  # its second letter is Cyrillic
    "Ｒｏｕｎｄｓ",
    "Adm1nistrator",
    "A d m i n",
    "Rounds moderation",
    "RoundsTeam",
    "A Moderator",
    "Head moderator",
    "moderator jane",
    "Rounds HQ",
    "1 Rounds",
]
REFUSED = "This could be taken for the forum itself."


@pytest.mark.parametrize("name", VOICES)
def test_nobody_signs_up_as_the_forum(visitor, name):
    page = sign_up(visitor, display_name=name)

    assert page.status_code == 422
    assert REFUSED in text_of(page)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", VOICES)
def test_nobody_becomes_the_forum_in_the_settings(at_home, member, name):
    form = {"display_name": name, "job_title": "Nurse", "time_zone": "UTC"}
    page = at_home.post("/accounts/settings/", form)

    assert page.status_code == 422
    assert REFUSED in text_of(page)
    member.refresh_from_db()
    assert member.display_name == "Maya Okafor"


@pytest.mark.parametrize(
    "name",
    [
        *("Emily Rounds", "Mark Staff", "Adina Modi", "Theo Formann", "李", "Ann Member-Lee", "🙂", "7"),
        *("Theo F.", "Mo D.", "Ad Min", "Bo Tat", "Thea T.", "A. T.", "O. F.", "Hel P.", "Tea M."),
    ],
)
def test_names_of_people_are_welcome(visitor, name):
    assert sign_up(visitor, display_name=name).status_code == 302


def test_a_name_made_to_take_long_takes_no_time():
    begun = time.perf_counter()
    is_voice("modadmin" * 7 + "modx")
    assert time.perf_counter() - begun < 0.1
