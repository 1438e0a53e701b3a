"""Flagging a post, a member or an organization, and a member's own flags."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.queries import organizations_to_read
from accounts.services import require_writer
from forum.conduct.http import accept_first
from forum.conduct.permissions import has_accepted
from forum.core.errors import Outdated, Refused
from forum.core.http import is_too_often, member_required, typed_before
from forum.core.markup import excerpt
from forum.core.paging import keyset_page
from forum.guard.services import record
from forum.moderation.flag_forms import FlagForm
from forum.moderation.flag_queries import flags_by, has_flagged, own_flags_of, posts_in_sight
from forum.moderation.flag_services import AlreadyFlagged, raise_flag
from forum.threads.bylines import byline
from forum.threads.models import Post
from forum.threads.permissions import is_removed

TYPED = ("reason", "note")


class Flagged(NamedTuple):
    """What a member is about to flag, as the page names it."""

    heading: str
    title: str
    url: str
    excerpt: str = ""
    by: str = ""


@member_required(*TYPED)
@never_cache
@require_http_methods(["GET", "POST"])
def post_flag(request, post_id):
    posts = Post.objects.select_related("thread__topic", "author", "organization")
    post = get_object_or_404(posts, pk=post_id)
    if not Post.objects.visible_to(request.user).contains(post):
        return _out_of_sight(request, post)
    if post.author_id == request.user.pk:
        raise PermissionDenied(_("This is your own. You can edit or withdraw it instead."))
    if is_removed(post) or is_removed(post.thread):
        raise Http404
    heading = _("Flag question") if post.number == 1 else _("Flag reply")
    facts = (post.thread.title, post.get_absolute_url(), excerpt(post.body_html), byline(post).name)
    return _flag(request, Flagged(heading, *facts), post=post)


def _out_of_sight(request, post):
    """Who clicked twice finds that it is flagged; to everybody else the post does not exist."""
    if not has_flagged(request.user, post=post):
        raise Http404
    messages.info(request, str(AlreadyFlagged()))
    return redirect("own_flags")


@member_required(*TYPED)
@never_cache
@require_http_methods(["GET", "POST"])
def member_flag(request, handle):
    member = get_object_or_404(User.objects.current(), handle=handle)
    if member.pk == request.user.pk:
        raise PermissionDenied(_("This is you."))
    shown = Flagged(_("Flag member"), member.display_name, member.get_absolute_url())
    return _flag(request, shown, member=member)


@member_required(*TYPED)
@never_cache
@require_http_methods(["GET", "POST"])
def organization_flag(request, slug):
    found = get_object_or_404(organizations_to_read(request.user), slug=slug)
    shown = Flagged(_("Flag organization"), found.name, found.get_absolute_url())
    return _flag(request, shown, organization=found)


def _flag(request, shown: Flagged, **target):
    require_writer(request.user)
    if not has_accepted(request.user):
        return accept_first(request, typed=TYPED)
    if request.method == "GET":
        form = FlagForm(initial=typed_before(request))
        return _page(request, shown, form, is_flagged=has_flagged(request.user, **target))
    form = FlagForm(request.POST)
    if not form.is_valid():
        record(form)
        return _page(request, shown, form, status=422)
    if is_too_often(request, "flag"):
        form.add_error(None, _("That was a lot of flags in one hour. Wait a while, then try again."))
        return _page(request, shown, form, status=429)
    try:
        raise_flag(reporter=request.user, **target, **form.cleaned_data)
    except AlreadyFlagged as refusal:
        return _back(request, shown, target, str(refusal), is_news=False)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, shown, form, status=409 if isinstance(refusal, Outdated) else 422)
    return _back(
        request,
        shown,
        target,
        _("Thank you. A moderator looks at it within one working day; we tell you what came of it."),
    )


def _back(request, shown: Flagged, target, words: str, *, is_news=True):
    """To the page of what was flagged, where ``words`` stand on top and lead on to a post.

    A question that has gone out of sight has none, so that is its topic.
    """
    path, _sharp, anchor = shown.url.partition("#")
    if not _is_in_sight(target):
        words = f"{words} {_('It is out of sight until then.')}"
        if target["post"].number == 1:
            path = target["post"].thread.topic.get_absolute_url()
    elif anchor:
        words = format_html('{} <a href="#{}">{}</a>', words, anchor, _("Back to the post"))
    (messages.success if is_news else messages.info)(request, words)
    return redirect(path)


def _is_in_sight(target) -> bool:
    return "post" not in target or bool(posts_in_sight([target["post"].pk]))


def _page(request, shown: Flagged, form, *, is_flagged=False, status=200):
    context = {"shown": shown, "form": form, "is_flagged": is_flagged}
    return render(request, "moderation/flag.html", context, status=status)


@member_required()
@never_cache
@require_safe
def own_flags(request):
    """What this member has flagged, and what came of it."""
    page = keyset_page(flags_by(request.user), request.GET, moment=None)
    context = {"page": page, "rows": own_flags_of(page.rows), "nav_settings": "flags"}
    return render(request, "moderation/flags.html", context)
