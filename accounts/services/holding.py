"""Rows of members held for the rest of a transaction, so that a rule reads what the act changes."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from forum.core.prepared import prepared


class ReadsOnly(PermissionDenied):
    """The member reads and does not write for now: warned, paused or suspended.

    ``is_draft_kept`` says whether what they typed is among their drafts.
    """

    is_draft_kept = False


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


def hold_writer(user: User) -> User:
    """As ``hold_member``, for who writes something that others see. Raises ReadsOnly too."""
    held = hold_member(user)
    require_writer(held)
    return held


def require_writer(user: User) -> None:
    """Raise ReadsOnly for a member who is warned, paused or suspended."""
    if user.is_authenticated and user.reads_only:
        raise ReadsOnly


def hold_administrators() -> set[int]:
    """The ids of all administrators: none is made or unmade until the transaction ends."""
    rows = User.objects.administrators().select_for_update(no_key=True).order_by("pk")
    return set(rows.values_list("pk", flat=True))
