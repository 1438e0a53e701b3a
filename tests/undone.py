"""Many acts on one and the same scene: each is taken back before the next."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.labels import forget_labels
from forum.adoption.snapshots import forget_snapshots
from forum.conduct.queries import forget as forget_rules
from forum.core import guest_pages
from forum.guard import watch_list

SIGN_IN = "sign in"


def forget() -> None:
    """What a process remembers of the database, which is another one now."""
    cache.clear()
    guest_pages.kept.clear()
    forget_snapshots()
    watch_list.forget()
    forget_rules()
    forget_labels()


@contextmanager
def undone():
    """Nothing that is done inside is there afterwards, in the database or remembered."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


def answers(roles: Iterable[str], people: dict, post: Callable, rows: Callable) -> tuple[dict, set]:
    """What ``post(client, role)`` is answered for each of ``roles``, and whose post changed ``rows()``.

    A role that is nobody of ``people`` is a guest.
    """
    answered, changed = {}, set()
    before = rows()
    for role in roles:
        with undone():
            client = Client()
            if role in people:
                client.force_login(people[role])
            response = post(client, role)
            asked_in = response.headers.get("Location", "").startswith("/accounts/login/?next=%2F")
            answered[role] = SIGN_IN if asked_in else response.status_code
            if rows() != before:
                changed.add(role)
    return answered, changed
