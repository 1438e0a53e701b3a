"""Signing up and confirming the address, as somebody new does it."""

from tests.accounts.conftest import code_in_last_mail

NEW = {
    "email": "Dana@County.example",
    "display_name": "Dana Ruiz",
    "handle": "",
    "job_title": "Social media manager",
    "organization_name": "County Hospital",
    "organization_kind": "hospital",
    "password1": "rain on the helipad roof",
    "conduct": "on",
    "website": "",
}


def sign_up(browser, **changes):
    return browser.post("/accounts/signup/", NEW | changes)


def confirm(browser, code=""):
    return browser.post("/accounts/confirm-email/", {"code": code or code_in_last_mail()})
