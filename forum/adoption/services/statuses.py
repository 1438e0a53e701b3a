"""What members say their organizations use."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import Organization, User
from accounts.queries import standing_of
from accounts.services import require_writer
from forum.adoption.halves import half_of
from forum.adoption.models import StatusReport, Subject
from forum.adoption.permissions import can_report
from forum.adoption.services.counting import recount_subject
from forum.adoption.services.locks import hold_organization, hold_subject
from forum.adoption.signals import status_reported
from forum.core.erasing import rewrite
from forum.core.errors import Outdated, Refused
from forum.core.redacting import Place, Words, redact
from forum.core.signals import announce


class NotAnswering(Refused):
    """This member cannot state what an organization uses."""


@transaction.atomic
def report_status(
    *,
    subject: Subject,
    by: User,
    status: str,
    since: date | None = None,
    note: str = "",
    is_unnamed: bool = False,
    reported_at: datetime | None = None,
) -> StatusReport:
    """Say what the organization of ``by`` does with ``subject``. It takes the place of what it said.

    A colleague whose answer this changes is mailed. Said again unchanged it is a confirmation and
    renews the date. ``reported_at`` is for answers given elsewhere before: nobody hears of them. Raises
    NotAnswering for a member who is not verified or works for a vendor, Refused for a status that
    ``subject`` cannot have or a month to come.
    """
    organization = _answering_organization(by)
    now = reported_at or timezone.now()
    subject = hold_subject(subject.pk)
    _check(subject, status, since, now)
    before = StatusReport.objects.filter(organization=organization, subject=subject).current().first()
    if before:
        now = max(now, before.reported_at)
        before.superseded_at, before.superseded_half = now, half_of(now)
        before.save(update_fields=["superseded_at", "superseded_half"])
    same = before is not None and before.status == status and since in (None, before.since)
    report = StatusReport.objects.create(
        organization=organization,
        subject=subject,
        status=status,
        since=before.since if before and same else since,
        note=note or (before.note if before and same and before.is_unnamed == is_unnamed else ""),
        reported_by=by,
        reported_at=now,
        is_confirmation=same,
        is_unnamed=is_unnamed,
        was=_former(before, status, is_unnamed),
        half=half_of(now),
    )
    recount_subject(subject)
    is_news = reported_at is None
    if is_news and before and before.status != status and before.reported_by_id != by.pk:
        _tell_colleague(before, report)
    announce(status_reported, report=report)
    return report


@transaction.atomic
def report_apart(
    *,
    subject: Subject,
    by: User,
    status: str,
    since: date | None = None,
    reported_at: datetime | None = None,
) -> None:
    """Say a status together with a post that bears no name: it counts, and nothing ties it to the post.

    It is said for the whole month, and nobody is mailed. What stands by name would be seen to go, so
    it stays: saying the same is nothing new, and saying something else is Refused. Raises what
    ``report_status`` does.
    """
    organization = _answering_organization(by)
    said = StatusReport.objects.filter(organization=organization, subject=subject).current().first()
    if said and said.status == status:
        return
    if said and not said.is_unnamed:
        raise Refused(
            _(
                "Your organization has an answer by name. Choose “No status” here, and change it by itself."
            )
        )
    now = timezone.localtime(reported_at or timezone.now())
    first = now.replace(day=1, hour=12, minute=0, second=0, microsecond=0)  # the 1st in every time zone
    said_on = min(now, first)
    report_status(
        subject=subject, by=by, status=status, since=since, is_unnamed=True, reported_at=said_on
    )


@transaction.atomic
def confirm_status(
    *,
    subject: Subject,
    by: User,
    status: str = "",
    note: str = "",
    reported_at: datetime | None = None,
) -> StatusReport:
    """Say that what the organization of ``by`` said last of ``subject`` still holds.

    ``status`` is what the member saw, where the page can tell. Raises NotAnswering, Outdated where
    a colleague has said something else since, Refused where nothing was said yet.
    """
    organization = _answering_organization(by)
    subject = hold_subject(subject.pk)
    said = StatusReport.objects.filter(organization=organization, subject=subject).current().first()
    if said is None:
        raise Refused(_("Your organization has not answered yet."))
    if status and status != said.status:
        raise Outdated(_("A colleague has changed this meanwhile. Look at it once more."))
    return _again(said, said.status, by, note=note, reported_at=reported_at)


@transaction.atomic
def confirm_statuses(*, statuses: Mapping[int, str], by: User) -> list[StatusReport]:
    """Say what holds now of many subjects at once: all of it is kept, or nothing.

    ``statuses`` maps the ids of the reports that the member saw to the statuses that hold now.
    Raises NotAnswering, Outdated where a colleague has answered meanwhile, and Refused as
    ``report_status`` does.
    """
    organization = _answering_organization(by)
    reports = StatusReport.objects.filter(organization=organization, pk__in=statuses).current()
    said = list(reports.select_related("subject").order_by("subject_id"))
    if len(said) != len(statuses):
        raise Outdated(_("A colleague has answered meanwhile. Nothing was saved: look once more."))
    return [_again(report, statuses[report.pk], by) for report in said]


@transaction.atomic
def retire_statuses(*, organization: Organization) -> None:
    """Take what ``organization`` said out of every count, because it is a vendor; history stays."""
    hold_organization(organization.pk)
    now = timezone.now()
    current = StatusReport.objects.filter(organization=organization).current()
    for subject in current.order_by("subject").values_list("subject", flat=True):
        hold_subject(subject)
    for report in current.select_related("subject"):
        report.superseded_at, report.superseded_half = now, half_of(now)
        report.save(update_fields=["superseded_at", "superseded_half"])
        recount_subject(report.subject)


def _answering_organization(member: User) -> Organization:
    """Whom ``member`` answers for, held: two colleagues who answer at once follow one another."""
    if not member.is_active:
        raise PermissionDenied
    require_writer(member)
    standing = standing_of(member)
    if standing.organization is None or not can_report(standing):
        raise _not_answering(is_vendor=standing.is_vendor)
    organization = hold_organization(standing.organization.pk)
    if organization.is_vendor:  # since it was read
        raise _not_answering(is_vendor=True)
    return organization


def _not_answering(*, is_vendor: bool) -> NotAnswering:
    if is_vendor:
        return NotAnswering(_("Vendors and agencies answer questions, and their use is not counted."))
    return NotAnswering(_("Only verified members state what their organization uses."))


def _again(said: StatusReport, status: str, by: User, **facts) -> StatusReport:
    """Say ``status`` of what ``said`` was about; unchanged, it keeps its month, note and name."""
    same = status == said.status
    return report_status(
        subject=said.subject,
        by=by,
        status=status,
        since=said.since if same else None,
        is_unnamed=said.is_unnamed and same,
        **facts,
    )


def _check(subject: Subject, status: str, since: date | None, now: datetime) -> None:
    if status not in subject.statuses:
        raise Refused(_("Choose one of the statuses shown."))
    if since and since > now.date():
        raise Refused(_("Choose a month that has begun."))


def _former(before: StatusReport | None, status: str, is_unnamed: bool) -> str:
    """The status before this one, which a confirmation hands on; what was said without a name stays so."""
    if before is None or before.is_unnamed > is_unnamed:
        return ""
    return before.status if before.status != status else before.was


def _tell_colleague(before: StatusReport, report: StatusReport) -> None:
    """Both stay in the history; whoever answered first, if they still work there, can look and object."""
    colleague = before.reported_by
    if standing_of(colleague).organization == report.organization:
        send_notice("adoption/email/status_changed", colleague, {"before": before, "report": report})


def forget_member(*, user: User) -> None:
    """Take the handle of an erased member out of what others noted beside a status."""
    rewrite(StatusReport.objects.all(), user.handle, "note")


def redact_words(*, words: Words, subject: int | None) -> list[Place]:
    """Take ``words`` out of the notes beside statuses on ``subject``, which a thread asks about."""
    if subject is None:
        return []
    notes = redact(StatusReport.objects.filter(subject=subject), words, "note")
    return [Place(_("A note beside a status"), report.subject.get_absolute_url()) for report in notes]
