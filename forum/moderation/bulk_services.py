"""One decision about several cases: each in a transaction of its own, and each with its result."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.errors import Refused
from forum.moderation import decision_services as decisions
from forum.moderation.models import Case
from forum.moderation.permissions import can_decide

Kind = Case.Kind
KEEP, REMOVE = "keep", "remove"


class Result(NamedTuple):
    """What became of one case, or why nothing did."""

    case: Case | None
    words: str
    is_done: bool = False


def decide_many(
    *,
    cases: Collection[int],
    moderator: User,
    decision: str,
    rule: str = "",
    note: str = "",
    message: str = "",
) -> list[Result]:
    """Keep or approve (``KEEP``), or ``REMOVE``, what ``cases`` (ids) are about.

    Raises PermissionDenied where one of them is not for ``moderator`` to decide; then none is.
    """
    found = {case.pk: case for case in _cases(cases)}
    if not all(can_decide(moderator, case) for case in found.values()):
        raise PermissionDenied
    facts = {"moderator": moderator, "note": note, "message": message}
    if decision == REMOVE:
        facts["rule"] = rule
    gone = [Result(None, _("It is not asked for any more."))] * (len(set(cases)) - len(found))
    return [_decided(case, decision, facts) for case in found.values()] + gone


def _cases(ids: Collection[int]):
    rows = Case.objects.filter(pk__in=ids).order_by("harm", "opened_at", "pk")
    return rows.select_related("post__thread", "proposal", "appeal__action")


def _decided(case: Case, decision: str, facts: dict) -> Result:
    service = SERVICES.get((case.kind, decision)) if case.post else None
    if service is None:
        return Result(case, _("This cannot be decided with others. Open it alone."))
    try:
        closed = service(case=case, **facts)
    except Refused as refusal:
        return Result(case, str(refusal))
    except PermissionDenied:
        return Result(case, _("You may not decide this any more."))
    return Result(case, closed.get_outcome_display(), is_done=True)


SERVICES: dict[tuple[str, str], Callable[..., Case]] = {
    (Kind.FLAGS, KEEP): decisions.keep,
    (Kind.FLAGS, REMOVE): decisions.remove,
    (Kind.HELD, KEEP): decisions.approve,
    (Kind.HELD, REMOVE): decisions.remove,
}
