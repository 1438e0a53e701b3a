"""Forms of people who are not signed in."""

import pytest
from playwright.sync_api import expect

from tests.make import make_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("path", "name"), [("/accounts/signup/", "Join and confirm email"), ("/accounts/login/", "Sign in")]
)
def test_what_is_to_fix_has_the_focus_of_a_guest(visit, path, name):
    page = visit()
    page.goto(path)

    page.get_by_role("button", name=name, exact=True).click()

    expect(page.locator(".error-summary")).to_be_focused()


def test_a_guest_sees_that_the_form_is_on_its_way(visit):
    page = visit()
    page.goto("/accounts/login/")
    page.route("**/login/", lambda route: route.abort("aborted"))

    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("button", name="Signing in…")).to_have_attribute("aria-busy", "true")


def test_a_guest_who_only_reads_loads_no_script(visit):
    page = visit()

    for path in ("/", make_thread().get_absolute_url()):
        page.goto(path)
        expect(page.locator("script[src]")).to_have_count(0)
