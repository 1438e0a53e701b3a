"""The yearly question whether a member still works where they did."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import Membership
from accounts.queries import expiring_memberships
from accounts.renewals import token_for
from forum.core.errors import Refused


def mail_renewals(*, say: Callable[[str], object] | None = None) -> int:
    """Mail everyone whose verification runs out within two weeks, once; returns how many.

    Any number of processes may call it: each mail is claimed by its membership's row. ``say``
    hears how far it is.
    """
    sent = 0
    for done, membership in enumerate(expiring_memberships().iterator(chunk_size=500), 1):
        with transaction.atomic():
            unasked = Membership.objects.filter(pk=membership.pk, reminded_at=None)
            if unasked.update(reminded_at=timezone.now()):
                _mail(membership)
                sent += 1
        if say and done % 500 == 0:
            say(f"{done} memberships")
    return sent


@transaction.atomic
def mail_renewal_again(*, membership: Membership) -> None:
    """Mail the page that renews once more, for whoever cannot find the first.

    Raises Refused for a membership that does not run out soon.
    """
    if not membership.is_renewable:
        raise Refused(_("Your verification does not run out soon, so there is nothing to renew."))
    Membership.objects.filter(pk=membership.pk).update(reminded_at=timezone.now())
    _mail(membership)


def _mail(membership: Membership) -> None:
    facts = {"membership": membership, "token": token_for(membership)}
    send_notice("accounts/email/renewal", membership.user, facts)
