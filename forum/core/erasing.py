"""Taking the handle of an erased member out of what others wrote."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from forum.core.markup.mentions import mention_of
from forum.core.rewriting import changes_in

FORMER = "@former-member"
SHORTEST = "@…"  # no mention is shorter, so it fits wherever one stood


def without_mentions(text: str, handle: str, *, most: int | None = None) -> str:
    """``text`` with every mention of ``handle`` made one of a former member, in ``most`` characters."""
    pattern = mention_of(handle)
    renamed = pattern.sub(FORMER, text)
    if most is not None and len(renamed) > most:
        return pattern.sub(SHORTEST, text)
    return renamed


def rewritten(
    rows: QuerySet, handle: str, *fields: str, most: int | None = None
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each of ``rows`` that mentions ``handle`` in ``fields``, and the fields as they shall read.

    Rows are held as ``changes_in`` says, and so is ``most``.
    """
    mentions = Q()
    for field in fields:
        mentions |= Q(**{f"{field}__icontains": f"@{handle}"})
    return changes_in(rows, mentions, partial(without_mentions, handle=handle), *fields, most=most)


def rewrite(rows: QuerySet, handle: str, *fields: str) -> None:
    """Store what ``rewritten`` finds."""
    for row, changes in rewritten(rows, handle, *fields):
        rows.model._default_manager.filter(pk=row.pk).update(**changes)
