"""Pages of watched words: the list, an entry, a box to try a text, and what has been changed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from forum.core.errors import Outdated, Refused
from forum.core.http import id_in, member_required, post_only, typed_before
from forum.core.paging import keyset_page
from forum.core.text import one_line
from forum.guard.checking import checked_for_words
from forum.guard.models import WatchedWord
from forum.guard.queries import watched_word
from forum.guard.queries import watched_word_changes as changes_of
from forum.guard.queries import watched_words as words_watched
from forum.guard.watch_services import facts_of
from forum.moderation import watch_services
from forum.moderation.sections import tabs
from forum.moderation.views import moderator_required
from forum.moderation.watch_forms import EditWatchForm, RetireForm, TryForm, WatchForm

TYPED = ("words", "act", "replacement", "message", "note")


@moderator_required
@never_cache
@require_GET
def watched_words(request):
    typed = one_line(request.GET.get("q", ""))[:100]
    kept = {"q": typed} if typed else {}
    page = keyset_page(words_watched(typed), request.GET, moment=None, kept=kept)
    context = {"page": page, "typed": typed} | tabs(request.user, "words")
    return render(request, "moderation/watched_words.html", context)


@member_required(*TYPED)
@moderator_required
@require_http_methods(["GET", "POST"])
def watched_word_create(request):
    initial = {"act": "warn"} | typed_before(request)
    form = WatchForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            word = watch_services.watch_words(moderator=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("“%(words)s” is watched.") % {"words": word})
            return redirect("watched_words")
    return _form_page(request, form, _("Watch words"))


@member_required(*TYPED, "version")
@moderator_required
@require_http_methods(["GET", "POST"])
def watched_word_edit(request, word_id):
    """An entry. Who comes second sees how it stands now, with what they typed still in the form."""
    word = get_object_or_404(WatchedWord, pk=word_id)
    heading = _("Edit “%(words)s”") % {"words": word}
    if request.method == "GET":
        if word.retired_at:
            raise Http404
        present = facts_of(word) | {"version": word.version}
        form = EditWatchForm(initial=present | typed_before(request))
        return _form_page(request, form, heading, word=word)
    form = EditWatchForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, heading, word=word)
    try:
        watch_services.edit_watched_word(word=word, moderator=request.user, **form.cleaned_data)
    except Outdated as refusal:
        return _outdated(request, form, heading, word_id, str(refusal))
    except Refused as refusal:
        form.add_error("words", str(refusal))
        return _form_page(request, form, heading, word=word)
    messages.success(request, _("Saved."))
    return redirect("watched_words")


@moderator_required
@post_only
def watched_word_retire(request, word_id):
    word = get_object_or_404(words_watched(), pk=word_id)
    sent = RetireForm(request.POST)
    version = sent.cleaned_data["version"] if sent.is_valid() else 0
    try:
        watch_services.retire_watched_word(word=word, moderator=request.user, version=version)
    except Outdated as refusal:
        form = EditWatchForm(initial=facts_of(word) | {"version": word.version})
        heading = _("Edit “%(words)s”") % {"words": word}
        return _form_page(request, form, heading, word=word, refusal=str(refusal), status=409)
    messages.success(request, _("“%(words)s” is not watched any more.") % {"words": word})
    return redirect("watched_words")


@moderator_required
@never_cache
@require_http_methods(["GET", "POST"])
def watched_words_try(request):
    """What would become of a text; it is neither posted nor kept."""
    form = TryForm(request.POST if request.method == "POST" else None)
    check = checked_for_words(form.cleaned_data) if form.is_valid() else None
    status = 422 if form.errors else 200
    context = {"form": form, "check": check}
    return render(request, "moderation/watched_words_try.html", context, status=status)


@moderator_required
@never_cache
@require_GET
def watched_word_changes(request):
    """Who changed what in the list, the newest first; with ``?word=`` of one entry."""
    word = id_in(request.GET, "word")
    kept = {"word": str(word)} if word else {}
    page = keyset_page(changes_of(word), request.GET, moment=None, kept=kept)
    context = {"page": page, "is_of_one": bool(word)}
    return render(request, "moderation/watched_word_changes.html", context)


def _outdated(request, form, heading, word_id, refusal):
    present = watched_word(word_id)
    if present:
        typed = request.POST.copy()
        typed["version"] = str(present.version)
        form.data = typed
    context = {"word": present, "refusal": refusal, "theirs": present}
    return _form_page(request, form, heading, status=409, **context)


def _form_page(request, form, heading, *, status=None, word=None, refusal="", theirs=None):
    context = {
        "form": form,
        "heading": heading,
        "word": word,
        "refusal": refusal,
        "theirs": theirs,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "moderation/watched_word_edit.html", context, status=status)
