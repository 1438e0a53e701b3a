"""Snapshots: the index of subjects, and the page of one with its filters and figures."""

from collections.abc import Sequence
from datetime import datetime, time
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.queries import beds_near
from forum.adoption.models import Subject
from forum.adoption.panels import panel_of, render_chart, render_numbers, tally_of
from forum.adoption.queries import membership_with_answer, subject_list
from forum.adoption.snapshots import Filters, present_snapshot, snapshot_of
from forum.adoption.yours import yours_html
from forum.core.csv_files import csv_response
from forum.core.guest_pages import for_guests
from forum.pages.subject_forms import FilterForm
from forum.threads import articles
from forum.threads.queries import threads_about

MOST_THREADS = 25


@require_safe
@for_guests
def snapshots(request):
    """Everything organizations have been asked about."""
    kind = request.GET.get("kind", "")
    if kind and kind not in Subject.Kind.values:
        raise Http404
    rows = [{"subject": subject, "tally": tally_of(subject)} for subject in subject_list(kind)]
    context = {"rows": rows, "kind": kind, "kinds": Subject.Kind.choices, "nav": "snapshots"}
    return render(request, "pages/snapshots.html", context)


@require_safe
@for_guests
def subject(request, slug):
    found = _subject(slug)
    if found.merged_into:
        return redirect(found.merged_into, permanent=True)
    membership = _membership(request.user, found)
    form = FilterForm(request.GET, has_organization=membership is not None)
    context = {
        "subject": found,
        "form": form,
        "rows": articles.rows(threads_about(found, viewer=request.user)[:MOST_THREADS]),
        "nav": "snapshots",
        **_snapshot(request, found, membership, form),
    }
    return render(request, "pages/subject.html", context, status=200 if form.is_valid() else 400)


def _snapshot(request, found, membership, form):
    snapshot = filtered_snapshot(found, membership, form)
    address = reverse("subject_csv", args=[found.slug])
    panel = panel_of(
        snapshot,
        your_kind=membership.organization.kind if membership else "",
        csv_url=f"{address}?{request.GET.urlencode()}" if request.GET else address,
    )
    context = {"panel": panel, "chart": render_chart(panel), "numbers": render_numbers(panel)}
    if request.user.is_authenticated:
        form_url = f"{reverse('status_report', args=[found.slug])}?{urlencode({'next': request.path})}"
        context["yours"] = yours_html(request, found, membership, update_url=form_url)
    return context


def filtered_snapshot(found, membership, form):
    """What the filter form asks for; the whole picture where it makes no sense."""
    if not form.is_valid() or not form.has_filters:
        return present_snapshot(found)
    data = form.cleaned_data
    filters = Filters(_if_any(data["kind"]), _if_any(data["beds"]), data["region"])
    if data.get("like_mine") and membership:
        mine = membership.organization
        filters = filters._replace(
            kinds=filters.kinds or (mine.kind,), beds=filters.beds or tuple(beds_near(mine.beds))
        )
    moment = None
    if data["as_of"]:
        moment = timezone.make_aware(datetime.combine(data["as_of"], time(23, 59, 59)))
    return snapshot_of(found, moment=moment, filters=filters)


def _if_any(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _subject(slug) -> Subject:
    return get_object_or_404(Subject.objects.select_related("merged_into"), slug=slug)


def _membership(user, found):
    return membership_with_answer(user, found.pk).first() if user.is_authenticated else None


@require_safe
def subject_csv(request, slug):
    """The numbers of a snapshot, as the page with the same filters shows them."""
    found = _subject(slug)
    if found.merged_into:
        return redirect("subject_csv", found.merged_into.slug, permanent=True)
    membership = _membership(request.user, found)
    form = FilterForm(request.GET, has_organization=membership is not None)
    panel = panel_of(filtered_snapshot(found, membership, form))
    if panel.is_small:
        raise Http404
    rows: list[Sequence[str]] = [(line.label, *line.cells) for line in panel.numbers]
    if panel.history:
        rows += [[], (gettext("At the end of"), *panel.history_head)]
        rows += [(line.label, *line.cells) for line in panel.history]
    header = (panel.name, *panel.numbers_head, gettext("All"))
    return csv_response(f"snapshot-{found.slug}.csv", header, rows)
