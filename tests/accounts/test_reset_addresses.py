"""The address of a mailed link opens the account, so no other page is told it."""

from django.test import Client

from tests.accounts.conftest import is_signed_in, link_in_last_mail, sign_in
from tests.accounts.test_passwords import NEW_PASSWORD, ask_for_link, path_of


def test_the_address_with_the_key_is_told_to_no_page(visitor, member):
    ask_for_link(visitor)
    link = path_of(link_in_last_mail())

    led_on = visitor.get(link)
    used_up = Client().get(link.replace("-", "-0", 1))

    assert (led_on.status_code, led_on.headers["Referrer-Policy"]) == (302, "no-referrer")
    assert (used_up.status_code, used_up.headers["Referrer-Policy"]) == (200, "no-referrer")


def test_the_form_at_the_address_without_it_is_sent_as_any_other(member):
    browser = Client(enforce_csrf_checks=True)
    Client().post("/accounts/password/reset/", {"email": member.email})
    page = browser.get(path_of(link_in_last_mail()), follow=True)
    address = page.redirect_chain[-1][0]
    assert page.headers["Referrer-Policy"] == "same-origin"

    token = page.context["csrf_token"]
    form = {"password1": NEW_PASSWORD, "csrfmiddlewaretoken": str(token)}
    browser.post(address, form, headers={"origin": "http://testserver"})

    assert not is_signed_in(browser)
    assert sign_in(Client(), "mokafor", NEW_PASSWORD)["Location"] == "/"
