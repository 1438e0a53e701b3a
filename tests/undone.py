"""Many acts on one and the same scene: each is taken back before the next."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from copy import copy

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.labels import forget_labels
from forum.adoption.snapshots import forget_snapshots
from forum.conduct.queries import forget as forget_rules
from forum.core import editions, guest_pages
from forum.guard import watch_list

SIGN_IN = "sign in"
FIRST_RULES = 1  # are the same in every test


def forget() -> None:
    """What a process remembers of the database, which is another one now."""
    cache.clear()
    guest_pages.kept.clear()
    forget_snapshots()
    watch_list.forget()
    if editions.latest() in (None, FIRST_RULES):
        editions.tell(None)
    else:
        forget_rules()
    forget_labels()


@contextmanager
def undone():
    """Nothing that is done inside is there afterwards, in the database or remembered."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


def signed_in(people: dict) -> dict[str, Client]:
    """A browser for each of ``people``, by their roles."""
    browsers = {role: Client() for role in people}
    for role, browser in browsers.items():
        browser.force_login(people[role])
    return browsers


def answers(roles: Iterable[str], browsers: dict, post: Callable, rows: Callable) -> tuple[dict, set]:
    """What ``post(browser, role)`` is answered for each of ``roles``, and whose post changed ``rows()``.

    A role without one of ``browsers`` is a guest.
    """
    answered, changed = {}, set()
    before = rows()
    for role in roles:
        browser = browsers.get(role) or Client()
        cookies = copy(browser.cookies)
        with undone():
            response = post(browser, role)
            asked_in = response.headers.get("Location", "").startswith("/accounts/login/?next=%2F")
            answered[role] = SIGN_IN if asked_in else response.status_code
            if rows() != before:
                changed.add(role)
        browser.cookies = cookies
    return answered, changed
