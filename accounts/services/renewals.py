"""The yearly question whether a member still works where they did."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.adapter import send_notice
from accounts.models import Membership
from accounts.queries import expiring_memberships

SALT = "membership renewal"


def renewal_token(membership: Membership) -> str:
    """What the mail's address carries: it renews this membership until it was renewed once."""
    return signing.dumps([membership.pk, membership.expires_at.isoformat()], salt=SALT)


def membership_of_token(token: str) -> Membership | None:
    """The membership whose mail carried ``token``; None for a forged or a used one."""
    try:
        pk, expires = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = (
        Membership.objects.filter(pk=pk, ended_at=None).select_related("organization", "user").first()
    )
    return found if found and found.expires_at and found.expires_at.isoformat() == expires else None


def mail_renewals() -> int:
    """Mail everyone whose verification runs out within two weeks, once; returns how many."""
    sent = 0
    for membership in expiring_memberships():
        with transaction.atomic():
            claimed = Membership.objects.filter(pk=membership.pk, reminded_at=None).update(
                reminded_at=timezone.now()
            )
            if claimed:
                facts = {"membership": membership, "token": renewal_token(membership)}
                send_notice("accounts/email/renewal", membership.user, facts)
                sent += 1
    return sent
