"""What the reader's own organization says of a subject, and whether they may say it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.queries import as_standing
from forum.adoption.models import Status, Subject
from forum.adoption.queries import reporter_of
from forum.core.dates import day, month
from forum.core.fragments import filled, fragment


class Yours(NamedTuple):
    """``status`` is "" where the organization has not answered."""

    organization: str
    status: str
    label: str
    detail: str
    is_old: bool
    can_answer: bool
    why_not: str
    update_url: str
    confirm_url: str
    back: str


_render = fragment("adoption/_yours.html", most=500)


def yours_html(request, subject: Subject, membership, *, update_url: str) -> SafeString:
    """The line of a snapshot that is the reader's; ``membership`` is of ``membership_with_answer``."""
    return filled(_render(_yours(request, subject, membership, update_url)), request)


def _yours(request, subject: Subject, membership, update_url: str) -> Yours:
    standing = as_standing(request.user, membership)
    status = membership.report_status or "" if membership else ""
    return Yours(
        organization=standing.name,
        status=status,
        label=str(Status(status).label) if status else "",
        detail=_detail(membership) if status else "",
        is_old=bool(status) and timezone.now() - membership.report_at > subject.half_life,
        can_answer=standing.can_answer,
        why_not=_why_not(standing),
        update_url=update_url,
        confirm_url=reverse("status_confirm", args=[subject.slug]),
        back=request.path,
    )


def _detail(membership) -> str:
    """ "since March 2026 (Sam Ortiz, Jun 3)"."""
    said = f"({reporter_of(membership)}, {day(membership.report_at)})"
    if not membership.report_since:
        return said
    return _("since %(month)s") % {"month": month(membership.report_since)} + f" {said}"


def _why_not(standing) -> str:
    if standing.can_answer:
        return ""
    if standing.is_vendor:
        return _("Vendors and agencies answer questions; what they use is not counted.")
    if standing.verification == "lapsed":
        return _("Your verification has run out. Renew it to say what your organization does.")
    return _("Verified members can say what their organization does.")
