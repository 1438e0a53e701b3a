"""What members say their organizations use."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import Organization, User
from accounts.queries import standing_of
from forum.adoption.halves import half_of
from forum.adoption.models import Status, StatusReport, Subject
from forum.adoption.permissions import can_report
from forum.adoption.services.counting import recount_subject
from forum.adoption.signals import status_reported
from forum.core.erasing import rewrite
from forum.core.errors import Refused
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
    renews the date. ``reported_at`` is for answers that were given elsewhere before. Raises
    NotAnswering for a member who is not verified or works for a vendor, Refused for a status that
    ``subject`` cannot have or a month to come.
    """
    organization = _answering_organization(by)
    now = reported_at or timezone.now()
    subject = _held(organization, subject)
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
        note=note or (before.note if before and same and not is_unnamed else ""),
        reported_by=by,
        reported_at=now,
        is_confirmation=same,
        is_unnamed=is_unnamed,
        was=_former(before, status),
        half=half_of(now),
    )
    recount_subject(subject)
    if before and before.status != status and before.reported_by_id != by.pk:
        _tell_colleague(before, report)
    announce(status_reported, report=report)
    return report


@transaction.atomic
def confirm_status(*, subject: Subject, by: User) -> StatusReport:
    """Say that what the organization of ``by`` said last of ``subject`` still holds.

    Raises NotAnswering, or Refused where it has said nothing yet.
    """
    organization = _answering_organization(by)
    said = StatusReport.objects.filter(organization=organization, subject=subject).current().first()
    if said is None:
        raise Refused(_("Your organization has not answered yet."))
    return report_status(subject=subject, by=by, status=said.status, since=said.since, is_unnamed=said.is_unnamed)


@transaction.atomic
def retire_statuses(*, organization: Organization) -> None:
    """Take what ``organization`` said out of every count, because it is a vendor; history stays."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    now = timezone.now()
    current = StatusReport.objects.filter(organization=organization).current().select_related("subject")
    for report in current:
        report.superseded_at, report.superseded_half = now, half_of(now)
        report.save(update_fields=["superseded_at", "superseded_half"])
        recount_subject(report.subject)


def _answering_organization(member: User) -> Organization:
    standing = standing_of(member)
    if not member.is_active:
        raise PermissionDenied
    if standing.organization is None or not can_report(standing):
        raise NotAnswering(
            _("Vendors and agencies answer questions, and their use is not counted.")
            if standing.is_vendor
            else _("Only verified members state what their organization uses.")
        )
    return standing.organization


def _held(organization: Organization, subject: Subject) -> Subject:
    """``subject``, or what it has become part of, while this organization says nothing else.

    The organization's row is the lock: two colleagues who answer at once follow one another. The
    subject's row comes next and before any report, as in a merge, so that neither waits in a ring.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    current = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    return current.merged_into or current


def _check(subject: Subject, status: str, since: date | None, now: datetime) -> None:
    if status not in subject.statuses:
        raise Refused(_("Choose one of the statuses shown."))
    if since and since > now.date():
        raise Refused(_("Choose a month that has begun."))


def _former(before: StatusReport | None, status: str) -> str:
    """The status before this one, which a confirmation hands on."""
    if before is None:
        return ""
    return before.status if before.status != status else before.was


def _tell_colleague(before: StatusReport, report: StatusReport) -> None:
    """Both stay in the history; whoever answered first can look and object."""
    send_notice(
        "adoption/email/status_changed", before.reported_by, {"before": before, "report": report}
    )


def forget_member(*, user: User) -> None:
    """Take the handle of an erased member out of what others noted beside a status."""
    rewrite(StatusReport.objects.all(), user.handle, "note")
