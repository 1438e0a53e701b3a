"""What pages read of subjects and statuses. Lazy where they can be, and they never write."""

from datetime import datetime

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization
from accounts.permissions import can_speak_for
from accounts.queries import Standing
from forum.adoption.models import StatusReport, StatusReportQuerySet, Subject, SubjectName
from forum.adoption.names import key_of
from forum.adoption.permissions import can_see_statuses

MOST_NAMES = 500
HIDDEN = Q(is_unnamed=True) | Q(organization__naming=Organization.Naming.COUNTED)


def subject_named(name: str) -> Subject | None:
    """The subject that goes by ``name``, in any spelling that means the same."""
    found = SubjectName.objects.filter(key=key_of(name)).select_related("subject").first()
    return found.subject if found else None


def subject_list(kind: str = "") -> QuerySet[Subject]:
    """Subjects of one kind or all, those that most organizations answered first."""
    subjects = Subject.objects.current().order_by("-answer_count", "name", "pk")
    return subjects.filter(kind=kind) if kind else subjects


def subjects_to_curate(typed: str = "") -> QuerySet[Subject]:
    """Subjects with all their names loaded; with ``typed`` those of which a name contains it."""
    subjects = Subject.objects.current().prefetch_related("names")
    key = key_of(typed)
    if not key:
        return subjects
    return subjects.filter(pk__in=SubjectName.objects.filter(key__contains=key).values("subject"))


def subject_names() -> list[str]:
    """The names of all subjects, to choose from."""
    return list(Subject.objects.current().order_by("name").values_list("name", flat=True)[:MOST_NAMES])


def answers_that_join(source: Subject, target: Subject) -> tuple[int, int]:
    """How many organizations answered ``source``, and how many of them ``target`` too."""
    answered = StatusReport.objects.filter(subject=source).current()
    theirs = StatusReport.objects.filter(subject=target).current().values("organization")
    return answered.count(), answered.filter(organization__in=theirs).count()


def answers_at(subject: Subject, moment: datetime | None = None) -> StatusReportQuerySet:
    """The latest word of each organization on ``subject``, now or as it was at ``moment``."""
    reports = StatusReport.objects.filter(subject=subject)
    return reports.standing_at(moment) if moment else reports.current()


def figures(subject: Subject, moment: datetime | None = None, *, with_trend: bool = True) -> list[tuple]:
    """All that a snapshot counts, in one statement of which the longer half walks an index in order.

    Rows are ``(status, kind, is_hidden, is_fresh, half, superseded_half, count)``: first the
    answers that stand (with half None), then those of every half-year for the trend (kind "").
    """
    at = moment or timezone.now()
    shape = ("status", "of_kind", "is_hidden", "is_fresh", "in_half", "out_half", "count")
    standing = (
        answers_at(subject, moment)
        .values("status", of_kind=F("organization__kind"), is_hidden=_as_boolean(HIDDEN))
        .annotate(
            is_fresh=_as_boolean(Q(reported_at__gt=at - subject.half_life)),
            in_half=_nothing(),
            out_half=_nothing(),
            count=Count("*"),
        )
    )
    if not with_trend:
        return list(standing.values_list(*shape))
    trend = (
        StatusReport.objects.filter(subject=subject)
        .values("status")
        .annotate(
            of_kind=Value(""),
            is_hidden=Value(False),
            is_fresh=Value(False),
            in_half=F("half"),
            out_half=F("superseded_half"),
            count=Count("*"),
        )
    )
    return list(standing.values_list(*shape).union(trend.values_list(*shape), all=True))


def filtered_figures(
    subject: Subject, moment: datetime | None, *, kinds=(), beds=(), region: str = ""
) -> list[tuple]:
    """``(status, kind, count)`` of the news among named organizations that match every filter."""
    at = moment or timezone.now()
    named = answers_at(subject, moment).fresh_at(at, subject.half_life).exclude(HIDDEN)
    if kinds:
        named = named.filter(organization__kind__in=kinds)
    if beds:
        named = named.filter(organization__beds__in=beds)
    if region:
        named = named.filter(organization__region=region)
    counted = named.values("status", "organization__kind").annotate(count=Count("*"))
    return list(counted.values_list("status", "organization__kind", "count"))


def answer_of(organization: Organization | None, subject: Subject | None) -> StatusReport | None:
    """What ``organization`` says of ``subject`` now."""
    if organization is None or subject is None:
        return None
    reports = StatusReport.objects.filter(organization=organization, subject=subject).current()
    return reports.select_related("reported_by").first()


def membership_with_answer(viewer, subject: int) -> QuerySet[Membership]:
    """The standing membership of ``viewer``, with what their organization says of ``subject``.

    Annotated as ``report_status``, ``report_since``, ``report_at``, ``report_by`` (a name) and
    ``report_is_unnamed``, which all are None where it has not answered. ``reporter_of`` names them.
    """
    said = FilteredRelation(
        "organization__reports",
        condition=Q(organization__reports__subject=subject, organization__reports__superseded_at=None),
    )
    return (
        Membership.objects.standing()
        .filter(user=viewer.pk)
        .select_related("organization")
        .alias(said=said)
        .annotate(
            report_status=F("said__status"),
            report_since=F("said__since"),
            report_at=F("said__reported_at"),
            report_by=F("said__reported_by__display_name"),
            report_is_unnamed=F("said__is_unnamed"),
        )
    )


def reports_shown(organization: Organization, standing: Standing) -> QuerySet[StatusReport]:
    """What ``organization`` says and said, as far as a reader with ``standing`` may see it beside its
    name, each with its subject and its reporter, the newest first.

    Its own verified members see all. Others see nothing of one that is only counted, and nothing
    about a subject on which its latest word was given without a name.
    """
    reports = StatusReport.objects.filter(organization=organization)
    if not can_see_statuses(standing, organization):
        return reports.none()
    if not can_speak_for(standing, organization):
        unnamed = reports.current().filter(is_unnamed=True)
        reports = reports.filter(is_unnamed=False).exclude(subject__in=unnamed.values("subject"))
    return reports.select_related("subject", "reported_by").order_by("-reported_at", "-pk")


def reporter_of(membership) -> str:
    """Who gave the answer of ``membership_with_answer``, unless it was given without a name."""
    return _("A colleague") if membership.report_is_unnamed else membership.report_by


def answers_of(organization: Organization, standing: Standing) -> QuerySet[StatusReport]:
    """What of its statuses now a reader with ``standing`` may see, the newest first."""
    return reports_shown(organization, standing).filter(superseded_at=None)


def subjects_unanswered_by(organization: Organization) -> QuerySet[Subject]:
    """Subjects that ``organization`` has said nothing of, by name."""
    said = StatusReport.objects.filter(organization=organization).current().values("subject")
    return Subject.objects.current().exclude(pk__in=said).order_by("name", "pk")


def subject_at(slug: str) -> Subject | None:
    """The subject with ``slug``, or the one that it has become part of."""
    found = Subject.objects.filter(slug=slug).select_related("merged_into").first()
    return found and (found.merged_into or found)


def with_confirmation(posts: QuerySet) -> QuerySet:
    """``posts``, each with when its organization's status was last said unchanged (``confirmed_at``)."""
    now = StatusReport.objects.filter(
        organization=OuterRef("status_report__organization"),
        subject=OuterRef("status_report__subject"),
        status=OuterRef("status_report__status"),
        is_confirmation=True,
        superseded_at=None,
    ).exclude(pk=OuterRef("status_report"))
    confirmed = When(status_report__isnull=False, then=Subquery(now.values("reported_at")[:1]))
    return posts.annotate(confirmed_at=Case(confirmed, default=None))


def statuses_data(user) -> list[dict]:
    """The statuses that ``user`` has said, for their download; those given without a name too."""
    fields = (
        "organization__name",
        "subject__name",
        "status",
        "since",
        "note",
        "reported_at",
        "is_unnamed",
    )
    return list(StatusReport.objects.filter(reported_by=user).order_by("pk").values(*fields))


def _as_boolean(condition: Q):
    return ExpressionWrapper(condition, output_field=BooleanField())


def _nothing():
    return Value(None, output_field=IntegerField())
