"""Who wrote a post without a name: asked by one moderator, decided by another, shown to these two."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from forum.core.errors import Outdated
from forum.core.fields import LineField
from forum.core.http import member_required, typed_before
from forum.core.paging import keyset_page
from forum.moderation.models import RevealRequest
from forum.moderation.permissions import can_decide_reveal, can_see_revealed
from forum.moderation.reveal_services import ask_reveal, decide_reveal
from forum.moderation.sections import tabs
from forum.moderation.views import moderator_required
from forum.threads.articles import Reader
from forum.threads.bylines import member_byline
from forum.threads.permissions import can_ask_reveal
from forum.threads.views import visible_post


class RevealForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy(
            "Why the author has to be known. The other moderator, the log and, if you look it up, the "
            "author read it. Do not repeat patient information here."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why the author has to be known")},
    )


@member_required("reason")
@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def post_reveal(request, post_id):
    """Ask for it: nothing is shown before another moderator agrees."""
    post = visible_post(request, post_id)
    if not can_ask_reveal(request.user, post):
        raise PermissionDenied
    form = RevealForm(request.POST or None, initial=typed_before(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_reveal(post=post, moderator=request.user, **form.cleaned_data)
        except Outdated as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("Asked. Another moderator decides."))
            return redirect("reveal", asked.pk)
    context = {
        "form": form,
        "heading": _("Ask who wrote this"),
        "target": post,
        "title": post.thread.title,
    }
    status = 422 if form.errors and status == 200 else status
    return render(request, "moderation/act.html", context, status=status)


@moderator_required
@never_cache
@require_GET
def reveals(request):
    """What has been asked, the latest first."""
    page = keyset_page(_requests(), request.GET, moment=None)
    context = {"page": page} | tabs(request.user, "reveals")
    return render(request, "moderation/reveals.html", context)


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request, request_id):
    asked = get_object_or_404(_requests(), pk=request_id)
    refusal = ""
    if request.method == "POST" and request.POST.get("answer") in ("agree", "decline"):
        is_agreed = request.POST["answer"] == "agree"
        try:
            decide_reveal(request=asked, moderator=request.user, is_agreed=is_agreed)
        except Outdated as outdated:
            refusal = str(outdated)
        else:
            return redirect("reveal", asked.pk)
    author = asked.post.author if can_see_revealed(request.user, asked) else None
    context = {
        "asked": asked,
        "html": Reader(request.user, asked.post.thread).html(asked.post, acts=False),
        "can_decide": not asked.decided_at and can_decide_reveal(request.user, asked, asked.post),
        "revealed": member_byline(author) if author else None,
        "refusal": refusal,
    }
    return render(request, "moderation/reveal.html", context, status=409 if refusal else 200)


def _requests():
    return RevealRequest.objects.select_related(
        "asked_by",
        "decided_by",
        "post__author",
        "post__organization",
        "post__in_reply_to__author",
        "post__status_report",
        "post__thread__author",
    )
