"""Asking the moderators to erase a post of one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.http import member_required, typed_before
from forum.guard.services import record
from forum.moderation.case_forms import ErasureForm
from forum.moderation.erasure_services import ask_for_erasure
from forum.threads.permissions import can_ask_erasure
from forum.threads.views import visible_post


@member_required("words")
@require_http_methods(["GET", "POST"])
def erasure_ask(request, post_id):
    post = visible_post(request, post_id)
    if not can_ask_erasure(request.user, post):
        raise PermissionDenied(_("You can ask this for posts of your own."))
    if request.method == "POST":
        form = ErasureForm(request.POST)
        if form.is_valid():
            ask_for_erasure(post=post, by=request.user, words=form.cleaned_data["words"])
            messages.success(request, _("Asked. A moderator answers by email within one working day."))
            return redirect(post)
        record(form)
    else:
        form = ErasureForm(initial=typed_before(request))
    context = {"form": form, "post": post}
    return render(request, "moderation/erasure_ask.html", context, status=422 if form.errors else 200)
