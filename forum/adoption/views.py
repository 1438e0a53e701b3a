"""Saying what one's organization uses, from wherever a subject is shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.queries import standing_of
from forum.adoption import services
from forum.adoption.forms import StatusForm
from forum.adoption.models import StatusReport, Subject
from forum.adoption.permissions import can_report
from forum.adoption.queries import answer_of, subject_at
from forum.core.errors import Refused
from forum.core.http import (
    go_to,
    is_too_often,
    member_required,
    next_path,
    post_only,
    too_often,
    typed_before,
)
from forum.guard.services import record


@member_required("status", "since", "note")
@require_http_methods(["GET", "POST"])
def status_report(request, slug):
    """The form on a page of its own, and where every such form is sent."""
    subject, organization = _subject(slug), _answering(request)
    said = answer_of(organization, subject)
    if request.method == "GET":
        initial = typed_before(request) or {"status": said.status if said else ""}
        return _page(request, organization, subject, said, StatusForm(initial=initial, subject=subject))
    if is_too_often(request, "mark"):
        return too_often(request)
    form = StatusForm(request.POST, subject=subject)
    if form.is_valid():
        try:
            report = services.report_status(subject=subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, report)
    record(form)
    return _page(request, organization, subject, said, form, status=422)


@member_required()
@post_only
def status_confirm(request, slug):
    """What was said last still holds: one click."""
    subject, organization = _subject(slug), _answering(request)
    if is_too_often(request, "mark"):
        return too_often(request)
    seen = request.POST.get("status", "")
    try:
        return _saved(request, services.confirm_status(subject=subject, by=request.user, status=seen))
    except Refused as refusal:
        said = answer_of(organization, subject)
        form = StatusForm(initial={"status": said.status if said else ""}, subject=subject)
        return _page(request, organization, subject, said, form, refusal=str(refusal), status=422)


def _subject(slug: str) -> Subject:
    subject = subject_at(slug)
    if subject is None:
        raise Http404
    return subject


def _answering(request):
    """The organization that this member answers for; a page that says why not, where there is none."""
    standing = standing_of(request.user)
    if can_report(standing):
        return standing.organization
    if standing.is_vendor:
        raise PermissionDenied(_("Vendors and agencies answer questions; what they use is not counted."))
    if standing.verification == "lapsed":
        raise PermissionDenied(_("Your verification has run out. Confirm your work address again."))
    raise PermissionDenied(_("Only verified members say what their organization uses."))


def _saved(request, report: StatusReport):
    facts = {
        "organization": report.organization,
        "subject": report.subject,
        "status": report.get_status_display(),
    }
    messages.success(request, _("Saved. %(organization)s, %(subject)s: %(status)s.") % facts)
    return go_to(request, next_path(request, report.subject.get_absolute_url()))


def _page(request, organization, subject, said, form, *, refusal="", status=200):
    context = {
        "organization": organization,
        "subject": subject,
        "said": said,
        "form": form,
        "refusal": refusal,
        "next": next_path(request, subject.get_absolute_url()),
    }
    return render(request, "adoption/status_report.html", context, status=status)
