"""The directory of organizations."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.organization_forms import DirectoryForm
from accounts.queries import directory
from forum.core.guest_pages import for_guests
from forum.core.paging import page_by_name


@require_safe
@for_guests
def organizations(request):
    filters = DirectoryForm(request.GET).filters
    context = {
        "form": DirectoryForm(initial=filters),
        "filters": filters,
        "page": page_by_name(directory(**filters), request.GET, kept=filters),
        "nav": "organizations",
    }
    return render(request, "organizations/organizations.html", context)
