"""Taking the handle of an erased member out of what others wrote."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from forum.core.markup.mentions import mention_of

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

    A row is held from then until the transaction ends, so that no edit of the same moment is
    lost. ``most`` is how long a text may be where the column does not say it.
    """
    mentions = Q()
    for field in fields:
        mentions |= Q(**{f"{field}__icontains": f"@{handle}"})
    for pk in list(rows.filter(mentions).order_by("pk").values_list("pk", flat=True)):
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
        changes = {}
        for field in fields:
            text = getattr(row, field)
            longest = rows.model._meta.get_field(field).max_length or most
            changes[field] = without_mentions(text, handle, most=longest)
        changed = {name: text for name, text in changes.items() if text != getattr(row, name)}
        if changed:
            yield row, changed


def rewrite(rows: QuerySet, handle: str, *fields: str) -> None:
    """Store what ``rewritten`` finds."""
    for row, changes in rewritten(rows, handle, *fields):
        rows.model._default_manager.filter(pk=row.pk).update(**changes)
