"""Addresses that may not join again: only what is made of them is kept."""

import hashlib
import unicodedata

from django.conf import settings


def digest(email: str) -> str:
    """What is kept of a blocked address: enough to know it again, not to read it."""
    return digests(email)[0]


def digests(email: str) -> list[str]:
    """The digest of ``email`` by the present secret key, and by each former one."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    box = mailbox(email)
    return [hashlib.sha256(f"blocked:{key}:{box}".encode()).hexdigest() for key in keys]


def mailbox(email: str) -> str:
    """Whose box ``email`` leads to: in small letters, without what follows a plus."""
    name, _at, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain.rstrip('.')}"
