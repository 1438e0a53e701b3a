"""The code of conduct for everybody to read: the rules of today, and as they were."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.conduct import queries
from forum.conduct.changes import changes_between
from forum.conduct.models import Version
from forum.conduct.permissions import can_edit_rules
from forum.core.guest_pages import for_guests


@require_safe
@for_guests
def conduct(request):
    version = _version(queries.current_version().number)
    context = {"version": version, "may_edit": can_edit_rules(request.user)}
    return render(request, "conduct/conduct.html", context)


@require_safe
@for_guests
def conduct_versions(request):
    return render(request, "conduct/versions.html", {"versions": queries.published_versions()})


@require_safe
@for_guests
def conduct_version(request, number):
    version, now = _version(number), queries.current_version()
    return render(
        request, "conduct/version.html", {"version": version, "is_now": version.number == now.number}
    )


@require_safe
@for_guests
def conduct_changes(request, number):
    """What changed from the version before to version ``number``."""
    version = _version(number)
    before = _version(number - 1)
    context = {"version": version, "before": before, "changes": changes_between(before, version)}
    return render(request, "conduct/changes.html", context)


def _version(number: int) -> Version:
    found = queries.version_numbered(number)
    if found is None:
        raise Http404
    return found
