"""What moderators keep in order: subjects, and the facts of organizations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organization
from forum.adoption.models import Subject
from forum.adoption.queries import subject_names, subjects_to_curate
from forum.core.errors import Refused
from forum.core.http import member_required, typed_before
from forum.core.paging import page_by_name
from forum.core.text import one_line
from forum.moderation import services
from forum.moderation.curation_forms import EditSubjectForm, MergeForm, OrganizationForm, SubjectForm
from forum.moderation.queries import what_joins
from forum.moderation.sections import tabs
from forum.moderation.views import moderator_required

SUBJECT = ("name", "kind", "aliases", "half_life_days")
FACTS = ("name", "kind", "beds", "region", "website", "about", "parent")


@moderator_required
@never_cache
@require_GET
def subjects(request):
    """Every subject with its names, how long its answers count and how many there are."""
    typed = one_line(request.GET.get("q", ""))[:60]
    page = page_by_name(subjects_to_curate(typed), request.GET, kept={"q": typed} if typed else {})
    context = {"page": page, "typed": typed} | tabs(request.user, "subjects")
    return render(request, "moderation/subjects.html", context)


@member_required(*SUBJECT)
@moderator_required
@require_http_methods(["GET", "POST"])
def subject_create(request):
    form = SubjectForm(request.POST if request.method == "POST" else None, initial=typed_before(request))
    if form.is_valid() and _done(form, services.add_subject, moderator=request.user):
        messages.success(request, _("Added %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("subjects")
    return _form_page(request, form, _("Add a subject"), back=reverse("subjects"))


@member_required(*SUBJECT, "note")
@moderator_required
@require_http_methods(["GET", "POST"])
def subject_edit(request, slug):
    subject = _subject(slug)
    initial = {name: getattr(subject, name) for name in ("name", "kind", "half_life_days")}
    initial |= {"aliases": ", ".join(subject.aliases)} | typed_before(request)
    form = EditSubjectForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _done(form, services.edit_subject, subject=subject, moderator=request.user):
        messages.success(request, _("Saved."))
        return redirect("subjects")
    heading = _("Edit %(name)s") % {"name": subject}
    return _form_page(request, form, heading, back=reverse("subjects"), subject=subject)


@moderator_required
@require_http_methods(["GET", "POST"])
def subject_merge(request, slug):
    """Make a subject a part of another: first which one, then what would join it, then the act."""
    source = _subject(slug)
    typed = request.POST if request.method == "POST" else request.GET
    form = MergeForm(typed if "into" in typed else None, source=source)
    target = form.cleaned_data["into"] if form.is_valid() else None
    if target and request.method == "POST":
        facts = {"source": source, "target": target, "note": form.cleaned_data["note"]}
        try:
            services.merge_subjects(**facts, moderator=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(source)s is a part of %(target)s now.")
            messages.success(request, words % {"source": source, "target": target})
            return redirect("subjects")
    context = {"form": form, "source": source, "target": target}
    if target:
        context["joining"] = what_joins(source, target)
    else:
        context["names"] = subject_names()
    status = 422 if form.errors else 200
    return render(request, "moderation/subject_merge.html", context, status=status)


@member_required(*FACTS)
@moderator_required
@require_http_methods(["GET", "POST"])
def organization_edit(request, slug):
    organization = get_object_or_404(Organization.objects.select_related("parent"), slug=slug)
    initial = {name: getattr(organization, name) for name in FACTS} | typed_before(request)
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    act = {"organization": organization, "moderator": request.user}
    if form.is_valid() and _done(form, services.edit_organization, **act):
        messages.success(request, _("Saved."))
        return redirect(organization)
    heading = _("Edit %(name)s") % {"name": organization}
    return _form_page(request, form, heading, back=organization.get_absolute_url())


def _done(form, service, **target) -> bool:
    """Whether ``service`` did it with what the form holds; if a rule said no, the form says why."""
    try:
        service(**target, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _subject(slug: str) -> Subject:
    return get_object_or_404(Subject.objects.current(), slug=slug)


def _form_page(request, form, heading, *, back, subject=None):
    context = {"form": form, "heading": heading, "back": back, "subject": subject}
    return render(request, "moderation/curate.html", context, status=422 if form.errors else 200)
