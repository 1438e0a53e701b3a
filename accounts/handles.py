"""Handles: what they look like, which are refused, and how one is proposed from a name."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from itertools import count

from django.conf import settings

FORM = re.compile(r"[a-z][a-z0-9_-]{1,28}[a-z0-9]")
_LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": None, "_": None})

RESERVED = frozenset(
    # Every first segment of an address (a test compares them with the URLs) …
    "accounts admin appeals ask drafts healthz readyz members merges moderation new unanswered mine posts preview "
    "robots search settings static tags t threads topics about conduct privacy accessibility "
    "contact favicon well-known formatting "
    # … and names that could be taken for the forum's own voice.
    "administrator all anonymous everyone former-member guest help here host info mail me member "
    "mod moderator moderators nobody null official owner postmaster root rounds security staff "
    "support system team undefined webmaster you inbox notifications organizations snapshots "
    "subjects guard".split()
)


def skeleton(handle: str) -> str:
    """``handle`` with what the eye confuses made equal: two members never share a skeleton."""
    return handle.lower().translate(_LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


RESERVED_SKELETONS = frozenset(skeleton(word) for word in RESERVED)
FORMER = "former-member-"
LONGEST = 30


def is_reserved(handle: str) -> bool:
    """Whether ``handle`` is an address or voice of the forum, or reads like one."""
    shape = skeleton(handle)
    return shape in RESERVED_SKELETONS or shape.startswith(skeleton(FORMER))


def of_former_member(pk: int) -> str:
    """The handle that stands in for an erased member's. Nobody can register one of this form."""
    return f"{FORMER}{pk}"


def of_sign_up() -> str:
    """What stands in the place of a handle until a sign-up is finished."""
    return f"joining-{secrets.token_hex(8)}"


def numbered(base: str) -> Iterator[str]:
    """``base``, then ``base2``, ``base3`` …, none longer than a handle may be."""
    yield base
    for number in count(2):
        yield f"{base[: LONGEST - len(str(number))]}{number}"


def digest(handle: str) -> str:
    """What is kept of an erased member's handle: enough to refuse it, not to read it."""
    return digests(handle)[0]


def digests(handle: str) -> list[str]:
    """The digest of ``handle`` by the present secret key, and by each former one."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"{key}:{skeleton(handle)}".encode()).hexdigest() for key in keys]


def from_name(name: str) -> str:
    """A handle for ``name``, as colleagues write it: first letter and last name ("mokafor")."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", letters)
    handle = (words[0][:1] if len(words) > 1 else "") + (words[-1] if words else "")
    handle = handle.lstrip("0123456789")[:26]
    return handle if len(handle) >= 3 else f"{handle}member"
