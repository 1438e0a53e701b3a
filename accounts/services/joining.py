"""From a sign-up to a member.

A sign-up is a row without a handle of its own until its address is confirmed. Whether a handle is
free, and whether a member has a page, then says nothing about which addresses are known.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import handles
from accounts.models import User
from accounts.queries import is_handle_free, proposed_handle
from forum.conduct.services import record_acceptance

KEPT_FOR = timedelta(days=1)
MOST_TRIES = 5


def finish_sign_up(*, user: User) -> None:
    """Make a member of ``user``, who has just confirmed their address, under the handle they wanted.

    They get one like it where somebody took it meanwhile. Other sign-ups with the address go. A
    member who confirms a new address stays as they are.
    """
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _join(user)
        except IntegrityError:  # two confirm in the same moment and want the same handle
            continue
    raise IntegrityError("No handle could be had.")


def _join(user: User) -> None:
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    User.objects.unfinished().filter(email=user.email).exclude(pk=user.pk).delete()
    if held.confirmed_at:
        return
    wanted = held.wanted_handle
    user.handle = (
        wanted if wanted and is_handle_free(wanted) else proposed_handle(user.display_name, wanted)
    )
    user.handle_skeleton = handles.skeleton(user.handle)
    user.wanted_handle = ""
    user.rules_accepted = held.rules_accepted or 1  # whoever signed up before there were versions
    record_acceptance(user=user, version=user.rules_accepted, at=held.joined_at)
    user.confirmed_at = user.joined_at = timezone.now()
    joined = (
        "handle",
        "handle_skeleton",
        "wanted_handle",
        "rules_accepted",
        "confirmed_at",
        "joined_at",
    )
    user.save(update_fields=joined)


def forget_old_sign_ups() -> None:
    """Drop the sign-ups that nobody finished within a day."""
    User.objects.unfinished().filter(joined_at__lt=timezone.now() - KEPT_FOR).delete()


def forget_sign_up(*, user: User) -> None:
    """Drop this sign-up, whose owner begins again; a member stays."""
    User.objects.unfinished().filter(pk=user.pk).delete()
