"""Members without a name who meet in one thread, and must not be taken for each other."""

import re

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.threads.models import Post, Thread

_NUMBER = re.compile(r"\d+")


def tell_apart(posts: QuerySet[Post], thread: Thread) -> dict[str, str]:
    """Give the nameless authors of ``posts``, which come to ``thread``, pseudonyms of their own there.

    "Asker" stays with who asked there. Returns the new pseudonyms, each with what it was.
    """
    there = dict(_nameless(Post.objects.filter(thread=thread)))
    coming = list(_nameless(posts))
    names = {*there, *(name for name, _author in coming)}
    last = max((int(n) for name in names for n in _NUMBER.findall(name)), default=1)
    was: dict[str, str] = {}
    for name, author in coming:
        if _NUMBER.search(name) and there.get(name, author) == author:
            continue
        last += 1
        new = _("Member %d") % last
        posts.filter(author=author, pseudonym=name).update(pseudonym=new)
        was[new] = name
    return was


def restore_pseudonyms(posts: QuerySet[Post], was: dict[str, str]) -> None:
    for new, name in was.items():
        posts.filter(pseudonym=new).update(pseudonym=name)


def _nameless(posts: QuerySet[Post]):
    rows = posts.exclude(pseudonym="").order_by("pseudonym", "author").distinct()
    return rows.values_list("pseudonym", "author")
