"""What the queue shows: which cases wait for whom, in which order, and what stands beside each."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Proposal, User
from accounts.permissions import is_moderator
from forum.core.paging import SIZE, Page
from forum.guard.models import GuardEvent
from forum.guard.queries import holding_events
from forum.moderation.models import Appeal, Case, Flag, ModerationAction, RevealRequest
from forum.moderation.permissions import can_decide, known_to_concern
from forum.threads.bylines import byline, member_byline
from forum.threads.models import Post, in_topics_of

Kind = Case.Kind
ORDER = ("harm", "opened_at", "pk")
CAUSES = {
    **dict(Flag.Reason.choices),
    **dict(Proposal.About.choices),
    "guard": gettext_lazy("Held by the privacy guard"),
    "watched": gettext_lazy("Held for a watched word"),
    "first": gettext_lazy("A new member’s first post"),
}
_POST = ("author", "organization", "thread")
_LISTED = (
    *("claimed_by", "asked", "closed_by", "member", "organization"),
    *("proposal__member", "proposal__organization", "appeal__member", "appeal__action__thread"),
    *(f"{way}__{name}" for way in ("post", "appeal__action__post") for name in _POST),
)
_IN_FULL = (
    *(*_LISTED, "asked_by", "proposal__voucher", "proposal__decided_by"),
    *("post__thread__topic", "post__thread__author", "post__in_reply_to__author", "post__status_report"),
)
_LONG_TEXTS = (
    *("post__body", "post__body_html", "appeal__words"),
    *("appeal__action__post__body", "appeal__action__post__body_html"),
)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Waiting(NamedTuple):
    """How much waits, and since when the oldest does.

    ``names`` are the requests to look up who posted without a name that this moderator may decide.
    """

    open: int
    held: int
    mine: int
    oldest: datetime | None
    names: int


class Row(NamedTuple):
    """A case in a list: why it is there, what it is about, and who is at it."""

    case: Case
    why: str
    what: str
    how: str
    may_decide: bool


def cases_for(viewer) -> QuerySet[Case]:
    """Every case that ``viewer``, who may open the queue, finds there."""
    if is_moderator(viewer):
        return Case.objects.all()
    mine = in_topics_of(viewer, "post__thread__topic")
    return Case.objects.filter(mine, kind__in=(Kind.FLAGS, Kind.HELD))


def open_cases(viewer, section: str = "open") -> QuerySet[Case]:
    """What waits, the gravest and then the oldest first: all, what is held, or what is the viewer's."""
    cases = cases_for(viewer).filter(closed_at=None)
    if section == "held":
        cases = cases.filter(kind=Kind.HELD)
    elif section == "mine":
        cases = cases.filter(_is_mine(viewer))
    return cases.order_by(*ORDER)


def closed_cases(viewer) -> QuerySet[Case]:
    return in_lists(cases_for(viewer).exclude(closed_at=None))


def _names_to_decide(viewer) -> QuerySet[RevealRequest]:
    """The requests that ``viewer``, a moderator, may decide, as ``can_decide_reveal`` says of one."""
    waiting = RevealRequest.objects.filter(decided_at=None)
    return waiting.exclude(Q(asked_by=viewer) | Q(post__author=viewer))


def waiting_for(viewer) -> Waiting:
    """How much waits for ``viewer`` under each tab, in one query; a second one where no case is open."""
    names = _names_to_decide(viewer)
    number = names.values("decided_at").values(number=Count("pk"))
    counts = open_cases(viewer).aggregate(
        open=Count("pk"),
        held=Count("pk", filter=Q(kind=Kind.HELD)),
        mine=Count("pk", filter=_is_mine(viewer)),
        oldest=Min("opened_at"),
        names=Max(Coalesce(Subquery(number), 0)),
    )
    if counts["names"] is None:  # the number stood beside each case, and there is none
        counts["names"] = names.count()
    return Waiting(**counts)


def queue_page(viewer, section: str, params) -> Page:
    """The page of the queue that ``params`` (``after=``) asks for. Raises Http404 for no cursor of ours."""
    cases = open_cases(viewer, section)
    cursor = params.get("after")
    if cursor is not None:
        cases = cases.filter(_beyond(*_key(cursor)))
    found = list(first_of(cases))
    shown = found[:SIZE]
    # On the page of a case, which has no list of its own, the address says which one it is.
    where = f"?in={section}&" if "in" in params else "?"
    older = f"{where}after={_cursor(shown[-1])}" if len(found) > SIZE else ""
    return Page(shown, where.rstrip("&") if cursor is not None else "", older)


def first_of(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases of a page, and one more, taken from their index before anything is joined to them."""
    return in_lists(Case.objects.filter(pk__in=cases.values("pk")[: SIZE + 1])).order_by(*ORDER)


def in_lists(cases: QuerySet[Case]) -> QuerySet[Case]:
    """``cases`` with all that a list says of them, and with ``flag_count``."""
    flags = Flag.objects.filter(case=OuterRef("pk")).order_by().values("case")
    count = Coalesce(Subquery(flags.annotate(count=Count("pk")).values("count")), 0)
    return cases.select_related(*_LISTED).annotate(flag_count=count).defer(*_LONG_TEXTS)


def all_cases() -> QuerySet[Case]:
    """Cases with what their page shows."""
    return Case.objects.select_related(*_IN_FULL)


def case_of_appeal(appeal: Appeal) -> Case:
    return all_cases().filter(appeal=appeal).latest("pk")


def case_of_proposal(proposal: int) -> Case | None:
    return all_cases().filter(proposal=proposal).order_by("-pk").first()


def next_case(viewer, case: Case, section: str = "open") -> Case | None:
    """The one after ``case`` that no other moderator has claimed; after the last one the first again."""
    waiting = open_cases(viewer, section).exclude(pk=case.pk)
    free = waiting.filter(Q(claimed_by=None) | Q(claimed_by=viewer))
    return free.filter(_beyond(case.harm, case.opened_at, case.pk)).first() or free.first()


def rows_of(cases: Iterable[Case], viewer) -> list[Row]:
    return [
        Row(case, why(case), what_about(case), how_many(case), can_decide(viewer, case))
        for case in cases
    ]


def why(case: Case) -> str:
    """Why a case was opened, in a few words: "Sales pitch"."""
    return str(CAUSES.get(case.cause) or case.get_kind_display())


def how_many(case: Case) -> str:
    """How many flags a case has; "" where it has none."""
    count = getattr(case, "flag_count", 0)
    return ngettext("%d flag", "%d flags", count) % count if count else ""


def what_about(case: Case) -> str:
    """What a case is about, as a list names it, with authors as their posts say."""
    if case.post:
        return _of_post(case.post)
    if case.member:
        return _("The member %(name)s") % {"name": member_byline(case.member).name}
    if case.organization:
        return _("The organization %(name)s") % {"name": case.organization}
    if case.proposal:
        facts = {"what": case.proposal.what, "name": member_byline(case.proposal.member).name}
        return _("%(what)s, asked for by %(name)s") % facts
    return _of_appeal(case.appeal) if case.appeal else ""


def act_of(case: Case) -> ModerationAction | None:
    """The line of the log that the decision about ``case`` wrote, for its rule and its notes."""
    targets = {name: getattr(case, f"{name}_id") for name in ("post", "member", "organization")}
    about = Q(**{name: pk for name, pk in targets.items() if pk})
    if case.closed_at is None or case.closed_by is None or not about:
        return None
    if case.post and case.post.number == 1:
        about |= Q(thread=case.post.thread_id)
    since = ModerationAction.objects.filter(moderator=case.closed_by, created_at__gte=case.closed_at)
    return since.filter(about).exclude(kind=ModerationAction.Kind.EDIT).order_by("pk").first()


def flags_of(case: Case) -> QuerySet[Flag]:
    """The flags of ``case``, and those that wait about the same post."""
    flags = Flag.objects.select_related("reporter").order_by("pk")
    if case.post_id and not case.closed_at:
        return flags.filter(case__post=case.post_id, case__closed_at=None)
    return flags.filter(case=case)


def findings_in(post: Post) -> list[GuardEvent]:
    """What the guard found in ``post``, with the reasons of its author."""
    return holding_events([post.pk]).get(post.pk, [])


def post_before(post: Post, viewer) -> Post | None:
    """What members read right before ``post``."""
    if post.number == 1:
        return None
    before = Post.objects.visible_to(viewer).listed()
    before = before.filter(thread=post.thread_id, number__lt=post.number).order_by("-number")
    return before.select_related(
        "author", "organization", "in_reply_to__author", "status_report"
    ).first()


def moderators_to_ask(case: Case, viewer) -> list[User]:
    """Who else may decide ``case``: moderators, and those who look after its topic.

    Who wrote without a name is among them, or would be known by being left out.
    """
    people = Q(role__in=(User.Role.MODERATOR, User.Role.ADMINISTRATOR))
    if case.post and case.kind in (Kind.FLAGS, Kind.HELD):
        looking = case.post.thread.topic.moderators.values("user")
        people |= Q(role=User.Role.TOPIC_MODERATOR, pk__in=looking)
    known = known_to_concern(case) - {None}
    others = User.objects.current().filter(people).exclude(pk__in=[viewer.pk, *known])
    return list(others.order_by("display_name", "pk"))


def _is_mine(viewer) -> Q:
    return Q(claimed_by=viewer.pk) | Q(asked=viewer.pk)


def _of_post(post: Post) -> str:
    facts = {"name": byline(post).name, "title": post.thread.title}
    if post.number == 1:
        return _("Question by %(name)s: “%(title)s”") % facts
    return _("Reply by %(name)s in “%(title)s”") % facts


def _of_appeal(appeal: Appeal) -> str:
    action = appeal.action
    if action.post:
        return _of_post(action.post)
    if action.thread:
        return _("The question “%(title)s”") % {"title": action.thread.title}
    return _("By %(name)s") % {"name": member_byline(appeal.member).name}


def _beyond(harm: int, opened_at: datetime, pk: int) -> Q:
    same_harm = Q(harm=harm) & (Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, pk__gt=pk))
    return Q(harm__gte=harm) & (Q(harm__gt=harm) | same_harm)


def _cursor(case: Case) -> str:
    return f"{case.harm}-{(case.opened_at - _EPOCH) // _MICROSECOND}-{case.pk}"


def _key(cursor: str) -> tuple[int, datetime, int]:
    parts: Any = cursor.split("-")
    is_ours = len(parts) == 3 and all(one.isascii() and one.isdigit() for one in parts)
    if not is_ours or any(len(one) > 16 for one in parts) or len(parts[0]) > 2:
        raise Http404("Not a cursor of ours.")
    harm, moment, pk = map(int, parts)
    return harm, _EPOCH + moment * _MICROSECOND, pk
