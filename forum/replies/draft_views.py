"""The drafts of a member: listed, saved as they type, deleted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from forum.core.http import id_in, is_too_often, member_required, post_only, too_often_fragment
from forum.replies import services
from forum.replies.drafting import keep_draft
from forum.replies.queries import drafts_of, thread_with_author
from forum.threads.models import Thread

SIGNED_OUT = gettext_lazy(
    "You are signed out. Your text is still here: post it, sign in, and it is back in the form."
)


@member_required()
@require_GET
def drafts(request):
    return render(request, "replies/drafts.html", {"drafts": drafts_of(request.user)})


@post_only
def draft_save(request):
    """What htmx sends while a member types; ``?thread=`` names the thread of a reply.

    Without it, that is a question: what names no thread is nothing.
    """
    if not request.user.is_authenticated:
        return HttpResponse(SIGNED_OUT)
    is_reply = "thread" in request.GET
    thread = _visible_thread(request, id_in(request.GET, "thread")) if is_reply else None
    if is_too_often(request, "draft"):
        return too_often_fragment()
    saved = keep_draft(request, thread, is_autosave=True)
    for reasons in saved.errors.values():
        return HttpResponse(_("Not saved. %(reason)s") % {"reason": reasons[0]})
    return HttpResponse(_("Draft saved") if saved.kept else "")


@member_required()
@post_only
def draft_discard(request, draft_id):
    draft = get_object_or_404(drafts_of(request.user), pk=draft_id)
    services.discard_draft(user=request.user, thread=draft.thread)
    messages.success(request, _("Draft deleted."))
    return redirect("drafts")


def _visible_thread(request, thread_id) -> Thread:
    found = next(iter(thread_with_author(request.user, pk=thread_id)), None)
    if found is None:
        raise Http404
    return found
