"""With a name or without: what a composer offers, and what it warns of before a member changes it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.labels import label_shown
from accounts.models import User
from accounts.queries import Standing
from forum.threads.forms import NOT_VERIFIED
from forum.threads.models import Post, Thread
from forum.threads.nameless import own_pseudonym

NAMED, NAMELESS = "named", "nameless"


class Manner(NamedTuple):
    """What the composer says of posting without a name."""

    label: str  # what would be shown, to the letter; "" where the reply would bear a name after all
    pseudonym: str  # what this member is called in the thread, if they have posted so before
    is_nameless: bool  # whether it is chosen
    has_status: bool

    @property
    def why_named(self) -> str:
        """Why the reply would bear a name after all; "" where it need not."""
        return "" if self.label else str(NOT_VERIFIED)


def manner_of(
    standing: Standing, thread: Thread, pseudonym: str, *, chosen: bool | None
) -> Manner | None:
    """What is offered to a member; nothing where the organization is not verified.

    Who has posted here without a name goes on so, unless they have ``chosen``. Whoever is not
    verified any more is told that they cannot: a manner without a label.
    """
    label = label_shown(standing)
    is_nameless = bool(pseudonym) if chosen is None else chosen
    if not (label or is_nameless):
        return None
    return Manner(label, pseudonym, is_nameless, thread.subject_id is not None)


def warning_of_switch(user: User, thread: Thread, *, is_nameless: bool, warned_of: str) -> str:
    """What a member should know who has posted in ``thread`` in the other manner; once for each."""
    if warned_of == (NAMELESS if is_nameless else NAMED):
        return ""
    pseudonym = own_pseudonym(thread, user)
    if not is_nameless:
        return _told_with_name(pseudonym) if pseudonym else ""
    if not pseudonym and Post.objects.named().filter(thread=thread, author=user).exists():
        return _(
            "You have posted here with your name. Readers may guess from what you write, or how, that "
            "this reply is yours too."
        )
    return ""


def _told_with_name(pseudonym: str) -> str:
    words = _(
        "You have posted here as “%(pseudonym)s”, without a name. With this reply your name stands in "
        "the thread: readers may guess that “%(pseudonym)s” is you."
    )
    return words % {"pseudonym": pseudonym}
