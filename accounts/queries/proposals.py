"""What members have asked for, and whose verification runs out."""

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Membership, Proposal, User
from accounts.models.memberships import GRACE


def all_proposals() -> QuerySet[Proposal]:
    """What members have asked for, decided or not, with all whom it concerns."""
    return Proposal.objects.select_related("member", "organization", "voucher", "decided_by")


def proposals_of(user: User) -> QuerySet[Proposal]:
    """What ``user`` asked for, the newest first."""
    return all_proposals().filter(member=user).order_by("-pk")


def latest_wish(user: User) -> Proposal | None:
    """What ``user`` asked for last to be verified somewhere: what is open first, then what is decided."""
    about = (Proposal.About.ORGANIZATION, Proposal.About.COLLEAGUE)
    wishes = proposals_of(user).filter(about__in=about)
    return wishes.order_by(F("decided_at").desc(nulls_first=True), "-pk").first()


def expiring_memberships() -> QuerySet[Membership]:
    """Memberships that run out within two weeks, whose members were not yet reminded.

    Who is suspended is asked once that is over.
    """
    due = Membership.objects.standing().filter(
        reminded_at=None, expires_at__lte=timezone.now() + GRACE, user__is_active=True
    )
    due = due.exclude(user__in=User.objects.suspended())
    return due.select_related("user", "organization").order_by("pk")
