"""The sharing of a thread: the asker changes it, and those who replied answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.services import require_writer
from forum.conduct.http import acceptance_required
from forum.core.errors import Outdated, Refused
from forum.core.http import is_too_often, member_required, too_often
from forum.threads import services
from forum.threads.forms import SharingForm
from forum.threads.models import SharingWish, Thread
from forum.threads.permissions import can_share
from forum.threads.strictness import promise_of


@member_required()
@never_cache
@require_http_methods(["GET", "POST"])
@acceptance_required
def thread_sharing(request, thread_id):
    thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=thread_id)
    require_writer(request.user)
    if not can_share(request.user, thread):
        raise PermissionDenied(_("The asker says how a thread may be shared."))
    form = SharingForm(request.POST or None, initial={"sharing": thread.sharing})
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "sharing"):
            return too_often(request)
        try:
            changed = services.change_sharing(thread=thread, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("sharing", str(refusal))
        else:
            messages.success(request, _told(changed, form.cleaned_data["sharing"]))
            return redirect(thread)
    wish = SharingWish.objects.about(thread).open().first()
    context = {"thread": thread, "form": form, "wish": wish}
    return render(request, "threads/thread_sharing.html", context, status=422 if form.errors else 200)


def _told(thread, wanted: str) -> str:
    if thread.sharing == wanted:
        return _("Sharing changed: %(label)s.") % {"label": thread.get_sharing_display()}
    return _(
        "Everybody who replied is asked by email. The sharing stays as it is until all have agreed."
    )


@member_required()
@never_cache
@require_http_methods(["GET", "POST"])
def sharing_agree(request, thread_id):
    """The question of the asker, for those who replied; for anybody else there is none."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=thread_id)
    wish = get_object_or_404(SharingWish.objects.about(thread).asked_of(request.user)[:1])
    refusal = ""
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        agrees = request.POST["answer"] == "yes"
        try:
            services.answer_sharing(wish=wish, by=request.user, agrees=agrees)
        except Outdated as outdated:
            refusal = str(outdated)
        else:
            messages.success(
                request,
                _("You agree.") if agrees else _("You do not agree, so the sharing stays as it is."),
            )
            return redirect(thread)
    context = {
        "thread": thread,
        "wish": wish,
        "is_open": wish.is_open,
        "mine": wish.consents.get(user=request.user),
        "now": promise_of(thread.sharing),
        "then": promise_of(wish.sharing),
        "refusal": refusal,
    }
    return render(request, "threads/sharing_agree.html", context, status=409 if refusal else 200)
