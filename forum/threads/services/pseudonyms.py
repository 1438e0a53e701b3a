"""Members without a name: what their posts keep of them, and how they are told apart in one thread."""

import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.labels import label_now
from accounts.models import User
from accounts.queries import Standing, standing_of
from forum.core.errors import Refused
from forum.threads.models import Post, Thread
from forum.threads.nameless import own_pseudonym

_NUMBER = re.compile(r"\d+")


class LabelChanged(Refused):
    """The label that the author saw is not the one that may be shown now."""


def nameless_line(
    author: User, thread: Thread, unnamed_as: str, standing: Standing | None = None
) -> dict[str, Any]:
    """The fields of a post in ``thread``, whose row is held, that keep who it stands for, and no more.

    ``unnamed_as`` is the label that the author saw. Raises LabelChanged, and Refused for an author
    whose organization is not verified.
    """
    standing = standing or standing_of(author)
    label = label_now(standing)
    if not label:
        raise Refused(_("Only verified members can post without a name."))
    if label != unnamed_as:
        words = _("You would now be shown as “%(label)s”. Nothing has been posted: look once more.")
        raise LabelChanged(words % {"label": label})
    return {
        "unnamed_as": label,
        "pseudonym": own_pseudonym(thread, author) or next_pseudonym(thread),
        "verification": standing.verification,
        "is_vendor": standing.is_vendor,
    }


def next_pseudonym(thread: Thread) -> str:
    """What the next member without a name is called in ``thread``: "Asker", or "Member 2"."""
    is_young = thread.last_number < 2  # its first post has not been written, or alone
    if is_young and not Post.objects.filter(thread=thread).exists():
        return asker_pseudonym()
    names = Post.objects.nameless().filter(thread=thread).values_list("pseudonym", flat=True)
    return _member(_last_number(names) + 1)


def asker_pseudonym() -> str:
    return _("Asker")


def _member(number: int) -> str:
    return _("Member %d") % number


def _last_number(names) -> int:
    """The highest number among ``names``; the asker is number 1, with or without a name."""
    return max((int(number) for name in set(names) for number in _NUMBER.findall(name)), default=1)


def tell_apart(posts: QuerySet[Post], thread: Thread) -> dict[str, str]:
    """Give the nameless authors of ``posts``, which come to ``thread``, pseudonyms of their own there.

    "Asker" stays with who asked there. Returns the new pseudonyms, each with what it was.
    """
    there = dict(_nameless(Post.objects.filter(thread=thread)))
    coming = list(_nameless(posts))
    last = _last_number([*there, *(name for name, _author in coming)])
    was: dict[str, str] = {}
    for name, author in coming:
        if _NUMBER.search(name) and there.get(name, author) == author:
            continue
        last += 1
        new = _member(last)
        posts.filter(author=author, pseudonym=name).update(pseudonym=new)
        was[new] = name
    return was


def restore_pseudonyms(posts: QuerySet[Post], was: dict[str, str]) -> None:
    for new, name in was.items():
        posts.filter(pseudonym=new).update(pseudonym=name)


def _nameless(posts: QuerySet[Post]):
    rows = posts.nameless().order_by("pseudonym", "author").distinct()  # type: ignore[attr-defined]
    return rows.values_list("pseudonym", "author")
