"""What would go with a spammer, and what can be brought back."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from forum.moderation.models import Sanction, SpamRemoval
from forum.threads.models import LISTED, Thread
from forum.threads.queries import posts_to_sweep

UNDONE_WITHIN = timedelta(days=7)


class Sweep(NamedTuple):
    """What would be removed: replies, questions, and others' replies to those."""

    replies: int
    questions: int
    by_others: int


def what_would_go(member: User) -> Sweep:
    posts = posts_to_sweep(member)
    replies = posts.filter(number__gt=1)
    asked = Thread.objects.filter(pk__in=posts.filter(number=1).values("thread"))
    own = replies.filter(LISTED, thread__in=asked).count()
    below = asked.aggregate(count=Sum("reply_count"))["count"] or 0
    return Sweep(replies.count(), asked.count(), below - own)


def removal_of(member: User) -> SpamRemoval | None:
    """The removal of ``member`` that can be undone now."""
    since = timezone.now() - UNDONE_WITHIN
    standing = SpamRemoval.objects.filter(member=member, undone_at=None, created_at__gte=since)
    return standing.select_related("member", "moderator").first()


def members_to_bring_back() -> set[int]:
    """Ids of the members whose removal can be undone now."""
    since = timezone.now() - UNDONE_WITHIN
    here = SpamRemoval.objects.filter(member__erased_at=None)
    standing = here.filter(undone_at=None, created_at__gte=since)
    return set(standing.values_list("member", flat=True))


def suspension_of(removal: SpamRemoval) -> Sanction | None:
    """The suspension that came with ``removal``: the first one after it began, since whoever
    sanctions a member holds their row."""
    found = Sanction.objects.filter(
        member=removal.member_id,
        kind=Sanction.Kind.SUSPENSION,
        moderator=removal.moderator_id,
        created_at__gte=removal.created_at,
    )
    return found.order_by("pk").first()
