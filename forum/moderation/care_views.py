"""Words that have to go from everywhere."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.core.errors import Refused
from forum.moderation import care_services
from forum.moderation.forms import RedactWordsForm
from forum.moderation.views import moderator_required
from forum.threads.views import visible_post


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def post_redact(request, post_id):
    """First which words, then every place they will leave, then it is done."""
    post = visible_post(request, post_id)
    form = RedactWordsForm(request.POST if request.method == "POST" else None)
    places = []
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                return _redacted(request, post, form)
            places = care_services.places_of(
                post=post, moderator=request.user, words=form.cleaned_data["words"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"post": post, "form": form, "places": places}
    return render(request, "moderation/post_redact.html", context, status=422 if form.errors else 200)


def _redacted(request, post, form):
    places = care_services.redact_words(post=post, moderator=request.user, **form.cleaned_data)
    words = ngettext("Taken out of %d place.", "Taken out of %d places.", len(places))
    messages.success(request, words % len(places))
    return redirect(post)
