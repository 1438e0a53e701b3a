"""The address that a mail about a verification carries: it renews one membership, once."""

from typing import NamedTuple

from django.core import signing
from django.db import models

from accounts.models import Membership

SALT = "membership renewal"
WORKS_FOR_SECONDS = 60 * 24 * 3600  # two weeks before, two weeks of grace, and a month away


class State(models.TextChoices):
    """What a token is good for, as the page tells."""

    OPEN = "open"
    DONE = "done"  # used, or verified anew by another way
    OLD = "old"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Renewal(NamedTuple):
    state: State
    membership: Membership | None = None


def token_for(membership: Membership) -> str:
    """A token that renews ``membership`` until it was renewed once."""
    return signing.dumps([membership.pk, str(membership.expires_at)], salt=SALT)


def read_token(token: str) -> Renewal:
    """What ``token`` is good for now, and the membership it was made for."""
    try:
        pk, expires = signing.loads(token, salt=SALT, max_age=WORKS_FOR_SECONDS)
    except signing.SignatureExpired:
        return Renewal(State.OLD)
    except (signing.BadSignature, ValueError):
        return Renewal(State.UNKNOWN)
    found = Membership.objects.filter(pk=pk).select_related("organization", "user").first()
    if found is None or found.ended_at or not found.user.is_active:
        return Renewal(State.ENDED)
    return Renewal(State.OPEN if str(found.expires_at) == expires else State.DONE, found)
