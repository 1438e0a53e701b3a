"""Rows of members held for the rest of a transaction, so that a rule reads what the act changes."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from forum.core.prepared import prepared


def lock_member(pk: int) -> User:
    """The member as they are now, erased ones too; nobody else changes what hangs on them.

    It comes before any lock on their memberships and proposals, so that nobody waits in a ring.
    """
    found = next(iter(_locked(None, pk=pk)), None)
    if found is None:
        raise User.DoesNotExist
    return found


@prepared
def _locked(viewer, pk):
    return User.objects.select_for_update(no_key=True).filter(pk=pk)


def hold_member(user: User) -> User:
    """``user`` as they are now; nobody else changes them until the transaction ends.

    Raises PermissionDenied for one who was erased or locked out meanwhile.
    """
    held = lock_member(user.pk)
    if held.erased_at or not held.is_active:
        raise PermissionDenied
    return held


def hold_administrators() -> set[int]:
    """The ids of all administrators: none is made or unmade until the transaction ends."""
    rows = User.objects.administrators().select_for_update(no_key=True).order_by("pk")
    return set(rows.values_list("pk", flat=True))
