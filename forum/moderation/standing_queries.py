"""What moderators know of a member, and what the member may know of it.

Nothing about a post without a name is among what stands beside a member's name: it would tell whose
that post is. Its author finds all of it on a page of their own.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from forum.moderation.models import Flag, MemberNote, ModerationAction, Sanction
from forum.moderation.permissions import is_nameless
from forum.threads.models import Post

Kind = Sanction.Kind
SHORT = 6
ABOUT_NAMED = Q(post=None) | Q(post__unnamed_as="")
SANCTION_OF = {
    ModerationAction.Kind.WARN: Kind.WARNING,
    ModerationAction.Kind.PAUSE: Kind.PAUSE,
    ModerationAction.Kind.SUSPEND: Kind.SUSPENSION,
}


class Record(NamedTuple):
    """The short history of a member, for beside a case."""

    member: User
    acts: list[ModerationAction]
    membership: Membership | None


class Flags(NamedTuple):
    """Flags that a member raised, or that others raised about them, and how they ended."""

    all: int
    upheld: int
    open: int


def record_of(member: User) -> Record:
    """The latest acts on ``member`` and their posts, and how they came. Two statements."""
    return Record(member, list(acts_on(member).order_by("-pk")[:SHORT]), _membership(member))


def acts_on(member: User) -> QuerySet[ModerationAction]:
    """What moderators did with ``member``, their posts and the threads they asked."""
    posts = Post.objects.named().filter(author=member)
    asked = posts.filter(number=1).values("thread")
    acts = ModerationAction.objects.filter(
        Q(member=member) | Q(post__in=posts.values("pk")) | Q(thread__in=asked)
    )
    return acts.select_related("moderator", "post__thread", "thread", "organization", "member")


def notes_about(member: User) -> QuerySet[MemberNote]:
    return MemberNote.objects.filter(member=member).select_related("author").order_by("-pk")


def sanctions_of(member: User) -> QuerySet[Sanction]:
    """All sanctions of ``member``, as they find them themselves, the latest first."""
    found = Sanction.objects.filter(member=member).select_related("post__thread")
    return found.order_by("-pk")


def standing_data(member: User) -> list[dict]:
    """The sanctions of ``member`` as they may read them, for the copy of their data."""
    fields = "kind rule public_reason post_id created_at until acknowledged_at lifted_at".split()
    return list(sanctions_of(member).values(*fields))


def sanctions_beside(member: User) -> QuerySet[Sanction]:
    """Those of them that may stand beside the member's name."""
    return sanctions_of(member).filter(ABOUT_NAMED).select_related("moderator", "lifted_by")


def sanctions_to_lift() -> QuerySet[Sanction]:
    """Those that moderators see beside a name, of anybody who has one."""
    return Sanction.objects.filter(ABOUT_NAMED, member__erased_at=None).select_related("member")


def of_kind(sanctions: QuerySet[Sanction], kind: str) -> QuerySet[Sanction]:
    return sanctions.filter(kind=kind)


def all_but(sanctions: QuerySet[Sanction], shown: list[Sanction]) -> QuerySet[Sanction]:
    return sanctions.exclude(pk__in=[sanction.pk for sanction in shown])


def standing_now(sanctions: QuerySet[Sanction], now: datetime | None = None) -> QuerySet[Sanction]:
    """Of ``sanctions``: those that hold at this moment."""
    unread = Q(kind=Kind.WARNING, acknowledged_at=None)
    return sanctions.filter(unread | Q(until__gt=now or timezone.now()), lifted_at=None)


def sanction_of(action: ModerationAction) -> Sanction | None:
    """What ``action`` of the log imposed, for whoever decides an appeal about it."""
    kind = SANCTION_OF.get(ModerationAction.Kind(action.kind))
    if kind is None:
        return None
    about = {"post": action.post} if action.post else {"member": action.member_id, "kind": kind}
    found = Sanction.objects.filter(created_at__lte=action.created_at, **about)
    return found.order_by("-pk").first()


def act_of(sanction: Sanction) -> ModerationAction | None:
    """The line of the log that imposed ``sanction``, against which its member appeals."""
    kinds = {kind: act for act, kind in SANCTION_OF.items()}
    acts = ModerationAction.objects.filter(
        kind=kinds[Kind(sanction.kind)], created_at__gte=sanction.created_at
    )
    about = {"post": sanction.post_id} if is_nameless(sanction.post) else {"member": sanction.member_id}
    return acts.filter(**about).order_by("pk").first()


def flags_by(member: User) -> Flags:
    """The flags that ``member`` raised."""
    return _counted(Flag.objects.filter(reporter=member))


def flags_about(member: User) -> Flags:
    """The flags that others raised about ``member`` and the posts under their name."""
    posts = Post.objects.named().filter(author=member)
    return _counted(Flag.objects.filter(Q(case__member=member) | Q(case__post__in=posts.values("pk"))))


def memberships_of(member: User) -> QuerySet[Membership]:
    """Where ``member`` works and worked, the latest first."""
    return member.memberships.select_related("organization").order_by("-pk")


def _membership(member: User) -> Membership | None:
    return memberships_of(member).filter(ended_at=None).first()


def _counted(flags: QuerySet[Flag]) -> Flags:
    counts = flags.aggregate(
        all=Count("pk"),
        upheld=Count("pk", filter=Q(is_upheld=True)),
        open=Count("pk", filter=Q(is_upheld=None)),
    )
    return Flags(**counts)
