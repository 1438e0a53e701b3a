"""What flags tell: an author why a post waits, a reporter what came of it, the rest to nobody but moderators."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from accounts.models import User
from forum.moderation.models import Case, Flag, ModerationAction
from forum.threads.bylines import member_byline
from forum.threads.models import Post, Thread

HELD_FOR = "Flagged: "  # how the log begins where flags took a post out of sight
EDITED = "edited"
STANDS = (Case.Outcome.KEPT, Case.Outcome.APPROVED, Case.Outcome.EDITED)  # the post is in sight then


def open_cases() -> QuerySet[Case]:
    """What is flagged and not decided."""
    return Case.objects.filter(kind=Case.Kind.FLAGS, closed_at=None)


def cases_that_hold() -> QuerySet[Case]:
    """Those whose flags took the post out of sight."""
    lines = ModerationAction.objects.filter(
        post=OuterRef("post"),
        kind=ModerationAction.Kind.HOLD,
        detail__startswith=HELD_FOR,
        created_at__gte=OuterRef("opened_at"),
    )
    return open_cases().filter(Exists(lines), post__held_at__isnull=False)


def with_held_for(posts: QuerySet[Post]) -> QuerySet[Post]:
    """``posts``, each with ``held_for``: why flags hold it, as ``held_words`` puts it into words."""
    edited = models.When(edited_at__isnull=False, then=Concat(F("cause"), Value(f" {EDITED}")))
    cases = cases_that_hold().filter(post=OuterRef("pk"))
    told = cases.annotate(told=models.Case(edited, default=F("cause"))).values("told")
    return posts.annotate(held_for=Coalesce(Subquery(told[:1]), Value("")))


def held_words(held_for: str, may_change: bool) -> str:
    """What the author of a post, and its moderators, are told of the flags that hold it.

    ``may_change`` is whether it is the author who reads, and could edit it.
    """
    cause, _space, edited = held_for.partition(" ")
    if cause not in Flag.Reason.values:
        return ""
    words = _("It was flagged: %(reason)s.") % {"reason": reason_words(cause)}
    if edited:
        return f"{words} {_('The text has been changed since.')}"
    if may_change:
        return f"{words} {_('You can change it once before a moderator looks at it.')}"
    return words


def reason_words(reason: str) -> str:
    """``reason`` within a sentence: "may identify a patient"."""
    label = str(Flag.Reason(reason).label)
    return label[0].lower() + label[1:]


def has_flagged(reporter: User, **target: Any) -> bool:
    """Whether the last flag of ``reporter`` on that post, member or organization still stands.

    It does while nobody has decided, and for a post until it reads otherwise than what was decided on.
    """
    about = {f"case__{name}": thing for name, thing in target.items()}
    last = Flag.objects.filter(reporter=reporter, **about).select_related("case").order_by("-pk").first()
    if last is None or last.case.closed_at is None:
        return last is not None
    post = target.get("post")
    if post is None or last.is_upheld is None:
        return False
    return not was_edited(post, last.case.closed_at)


def was_edited(post: Post, since: datetime) -> bool:
    return post.edited_at is not None and post.edited_at > since


class OwnFlag(NamedTuple):
    """A flag as its reporter finds it among their own; no ``url`` where they cannot see the thing any more."""

    flag: Flag
    what: str
    url: str
    outcome: str


def flags_by(reporter: User) -> QuerySet[Flag]:
    return Flag.objects.filter(reporter=reporter).select_related(
        "case__post__thread", "case__member", "case__organization"
    )


def own_flags_of(flags: Iterable[Flag]) -> list[OwnFlag]:
    """``flags`` of one reporter, with what they may know of each today."""
    flags = list(flags)
    in_sight = posts_in_sight(flag.case.post_id for flag in flags)
    return [OwnFlag(flag, *what_is_flagged(flag.case, in_sight), outcome_of(flag)) for flag in flags]


def posts_in_sight(posts: Iterable[int | None]) -> set[int]:
    """Those of ``posts``, by their ids, that every member sees."""
    listed = Post.objects.listed().filter(thread__in=Thread.objects.listed())
    return set(listed.filter(pk__in=[pk for pk in posts if pk]).values_list("pk", flat=True))


def what_is_flagged(case: Case, in_sight: set[int]) -> tuple[str, str]:
    """What ``case`` is about and where it is, as any member may know it."""
    if case.organization:
        return case.organization.name, case.organization.get_absolute_url()
    if case.member and not case.member.erased_at:
        line = member_byline(case.member)
        return line.name, line.url
    if case.post and case.post.pk in in_sight:
        return case.post.thread.title, case.post.get_absolute_url()
    return kind_of(case), ""


def kind_of(case: Case) -> str:
    """What ``case`` is about, where nobody is to know which."""
    if case.post:
        return _("A question") if case.post.number == 1 else _("A reply")
    return _("A member") if case.member else _("An organization")


def outcome_of(flag: Flag) -> str:
    if flag.is_upheld is not None:
        return (
            _("A moderator agreed with you and acted.")
            if flag.is_upheld
            else _("A moderator found that it follows our rules.")
        )
    if flag.case.closed_at:
        return _("It is gone, so there was nothing left to decide.")
    return _("A moderator looks at it within one working day.")


def flags_data(user: User) -> list[dict]:
    """What ``user`` has flagged, for their download."""
    about = ("case__post", "case__member__handle", "case__organization__slug")
    rows = Flag.objects.filter(reporter=user).order_by("pk")
    return list(rows.values(*about, "reason", "note", "created_at", "is_upheld"))
