"""The log of moderators' acts: a page with filters, and the same as a file."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from forum.core.csv_files import csv_stream
from forum.core.http import is_too_often, member_required, post_only, too_often
from forum.core.paging import keyset_page
from forum.moderation.log_forms import LogForm
from forum.moderation.log_queries import EXPORT_HEADER, LogFilter, action_log, exported, with_targets
from forum.moderation.log_services import log_export
from forum.moderation.permissions import FOR_MODERATORS, can_moderate, can_read_log
from forum.moderation.sections import tabs
from forum.moderation.spam_queries import members_to_bring_back


@member_required()
@never_cache
@require_GET
def moderation_log(request):
    if not can_read_log(request.user):
        raise PermissionDenied(FOR_MODERATORS)
    form = LogForm(request.GET)
    return _page(request, form)


@member_required()
@post_only
def moderation_log_export(request):
    """The lines that the filters of the page choose, as a CSV file. Taking one is a line itself."""
    if not can_read_log(request.user):
        raise PermissionDenied(FOR_MODERATORS)
    form = LogForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if is_too_often(request, "log_export"):
        return too_often(request)
    acts = action_log(form.chosen, viewer=request.user)
    log_export(moderator=request.user, filters=form.kept)
    day = timezone.now().strftime("%Y-%m-%d")
    return csv_stream(f"rounds-log-{day}.csv", EXPORT_HEADER, exported(acts))


def _page(request, form):
    chosen = form.chosen if form.is_valid() else LogFilter()
    acts = with_targets(action_log(chosen, viewer=request.user))
    page = keyset_page(acts, request.GET, moment=None, kept=form.kept)
    undoable = members_to_bring_back() if can_moderate(request.user) else set()
    context = {"page": page, "form": form, "undoable": undoable} | tabs(request.user, "log")
    return render(request, "moderation/log.html", context, status=422 if form.errors else 200)
