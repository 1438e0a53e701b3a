"""Removing everything of a spammer, on a page that says how much; and bringing it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import can_sanction
from forum.core.errors import Outdated, Refused
from forum.moderation import spam_services
from forum.moderation.forms import ActForm, RuleForm
from forum.moderation.spam_queries import removal_of, what_would_go
from forum.moderation.standing_views import find_member
from forum.moderation.views import moderator_required
from forum.threads.services.locks import require


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def spam_remove(request, handle):
    member = find_member(handle)
    require(can_sanction(request.user, member))
    form = RuleForm(request.POST if request.method == "POST" else None)
    form.fields["rule"].help_text = _("For the log.")
    status = 422 if form.errors else 200
    if form.is_valid():
        facts = {"rule": form.cleaned_data["rule"], "note": form.cleaned_data["note"]}
        try:
            removal = spam_services.remove_spammer(member=member, moderator=request.user, **facts)
        except Outdated as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            gone = spam_services.counted(spam_services.Swept(removal.posts, removal.threads))
            words = _("Removed: %(what)s. You can bring everything back for seven days.")
            messages.success(request, words % {"what": gone})
            return redirect("member_record", handle)
    context = {"form": form, "member": member, "sweep": what_would_go(member), "is_danger": True}
    return _page(request, context, _("Remove everything of %(name)s"), status)


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def spam_undo(request, handle):
    member = find_member(handle)
    require(can_sanction(request.user, member))
    removal = removal_of(member)
    if removal is None and request.method == "GET":
        raise Http404
    form = ActForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            if removal is None:
                raise Outdated(_("There is nothing to bring back any more."))
            note = form.cleaned_data["note"]
            shown = spam_services.undo_spam_removal(removal=removal, moderator=request.user, note=note)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(
                request, _("Brought back: %(what)s.") % {"what": spam_services.counted(shown)}
            )
            return redirect("member_record", handle)
    context = {"form": form, "member": member, "removal": removal}
    return _page(request, context, _("Bring back everything of %(name)s"), status)


def _page(request, context, heading, status):
    member = context["member"]
    context["heading"] = heading % {"name": member.display_name}
    context["back"] = reverse("member_record", args=[member.handle])
    return render(request, "moderation/sanction.html", context, status=status)
