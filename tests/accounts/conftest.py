import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.services import create_member
from tests.make import make_organization, make_user

PASSWORD = "a quiet corridor at night"


@pytest.fixture(autouse=True)
def fresh_limits_and_plain_statics(db, settings):
    """Rate limits start at zero, and pages need no collected static files."""
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def member():
    return create_member(
        handle="mokafor", display_name="Maya Okafor", email="maya@lakeshore.example", password=PASSWORD
    )


@pytest.fixture
def administrator():
    return create_member(
        handle="pryor",
        display_name="Pat Pryor",
        email="pat@lakeshore.example",
        password=PASSWORD,
        role=User.Role.ADMINISTRATOR,
    )


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def at_home(member):
    """The member's browser, signed in as people do."""
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0"})
    sign_in(browser, "mokafor")
    return browser


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Cancer Institute", "cancer_center", "lakeshore.example")


@pytest.fixture
def summit():
    return make_organization("Summit Health", domain="summit.example")


@pytest.fixture
def newcomer():
    """A member whose domain nobody owns."""
    return make_user(email="dana@county.example", organization_name="County Hospital")


def browser_of(member) -> Client:
    browser = Client()
    browser.force_login(member)
    return browser


def sign_in(browser, login, password=PASSWORD, **fields):
    return browser.post("/accounts/login/", {"login": login, "password": password, **fields})


def confirm_password(browser):
    return browser.post("/accounts/reauthenticate/", {"password": PASSWORD})


def is_signed_in(browser) -> bool:
    return browser.get("/accounts/settings/").status_code == 200


def code_in_last_mail() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def link_in_last_mail() -> str:
    return re.search(r"https?://\S+/password/reset/key/\S+", mail.outbox[-1].body).group()


def text_of(response) -> str:
    """What a person reads: no tags, no double spaces."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").split())
