"""Rows whose texts change one by one, each held while it does: for redactions and erasures."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet


def changes_in(
    rows: QuerySet,
    worth_a_look: Q,
    change: Callable[..., str],
    *fields: str,
    most: int | None = None,
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each of ``rows`` that ``change`` changes in ``fields``, and the fields as they shall read.

    A row is held from then until the transaction ends, so that no edit of the same moment is lost or
    brings words back. One that has gone meanwhile, as a draft does that is posted, is passed over.
    ``most`` is how long a text may be where the column does not say it.
    """
    for pk in list(rows.filter(worth_a_look).order_by("pk").values_list("pk", flat=True)):
        row = rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
        changes = {} if row is None else _changes_in(row, change, fields, most)
        if changes:
            yield row, changes


def _changes_in(
    row: Any, change: Callable[..., str], fields: tuple[str, ...], most: int | None
) -> dict[str, str]:
    changes = {}
    for field in fields:
        longest = row._meta.get_field(field).max_length or most
        text = change(getattr(row, field), most=longest)
        if text != getattr(row, field):
            changes[field] = text
    return changes
