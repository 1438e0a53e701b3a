"""The console of an organization, for its administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.organization_forms import DomainForm, JoiningForm, NamingForm
from accounts.organization_views import console_required
from accounts.permissions import can_speak_for
from accounts.queries import domains_asked_for, roster_of, standing_of
from forum.adoption.forms import StatusesForm
from forum.adoption.permissions import can_report
from forum.adoption.queries import answers_of, reports_shown
from forum.adoption.services import confirm_statuses
from forum.core.csv_files import csv_response
from forum.core.errors import Refused
from forum.core.http import post_only
from forum.pages.organization import said

MOST_COLLEAGUES, MOST_STATUSES = 300, 100


@console_required
@require_safe
def organization_console(request, organization):
    standing = standing_of(request.user)
    form = StatusesForm(reports=_grown_old(organization, standing))
    return _page(request, organization, standing, form)


@console_required
@post_only
def statuses_confirm(request, organization):
    """One Save for all statuses that need confirming."""
    standing = standing_of(request.user)
    if not _may_answer(standing, organization):
        raise PermissionDenied(_("Verified members of the organization say what it uses."))
    form = StatusesForm(request.POST, reports=_grown_old(organization, standing))
    if form.is_valid():
        try:
            saved = confirm_statuses(statuses=form.statuses, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            count = len(saved)
            words = ngettext("%d status is up to date.", "%d statuses are up to date.", count)
            messages.success(request, words % count)
            return redirect("organization_console", organization.slug)
    return _page(request, organization, standing, form, status=422)


def _may_answer(standing, organization) -> bool:
    return can_speak_for(standing, organization) and can_report(standing)


def _grown_old(organization, standing) -> list:
    """Statuses that are no news any more, the oldest first; moderators confirm nobody's."""
    if not _may_answer(standing, organization):
        return []
    answers = answers_of(organization, standing).reverse()
    return [report for report in answers if report.is_old][:MOST_STATUSES]


def _page(request, organization, standing, form, *, status=200):
    context = {
        "nav": "organizations",
        "organization": organization,
        "form": form,
        "may_answer": _may_answer(standing, organization),
        "may_vouch": can_speak_for(standing, organization),
        "roster": roster_of(organization)[:MOST_COLLEAGUES],
        "domains": organization.domains.order_by("domain"),
        "domains_asked_for": domains_asked_for(organization),
        "domain_form": DomainForm(),
        "naming_form": NamingForm(initial={"naming": organization.naming}),
        "joining_form": JoiningForm(initial={"joining": JoiningForm.present(organization)}),
    }
    return render(request, "organizations/console.html", context, status=status)


@console_required
@require_safe
def organization_csv(request, organization):
    """What the organization says and said, as far as this reader may see it."""
    standing = standing_of(request.user)
    reports = said(reports_shown(organization, standing), can_speak_for(standing, organization))
    header = [
        _("What"),
        _("Kind"),
        _("Status"),
        _("Since"),
        _("Said on"),
        _("Said by"),
        _("Note"),
        _("Confirmed"),
        _("Holds now"),
    ]
    return csv_response(f"statuses-{organization.slug}.csv", header, map(_line, reports))


def _line(row) -> tuple[object, ...]:
    report, by = row
    return (
        report.subject.name,
        report.subject.get_kind_display(),
        report.get_status_display(),
        f"{report.since:%Y-%m}" if report.since else "",
        f"{timezone.localtime(report.reported_at):%Y-%m-%d}",
        by,
        report.note,
        _("yes") if report.is_confirmation else "",
        "" if report.superseded_at else _("yes"),
    )
