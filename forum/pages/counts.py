from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.core.guest_pages import for_guests
from forum.moderation.counting import FEWEST, counts_of_acts


@require_safe
@for_guests
def conduct_counts(request):
    """What moderators did in a year, by rule and month, without a name."""
    context = {"counts": counts_of_acts(), "fewest": FEWEST}
    return render(request, "pages/conduct_counts.html", context)
