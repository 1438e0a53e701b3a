"""The record of a member, and what moderators do there."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import can_sanction
from accounts.queries import standing_of
from forum.core.errors import Outdated, Refused
from forum.core.http import member_required, next_path, post_only, typed_before
from forum.core.paging import keyset_page
from forum.moderation import spam_queries, standing_queries, standing_services
from forum.moderation.forms import ActForm
from forum.moderation.models import Sanction
from forum.moderation.permissions import can_sanction_for, is_nameless
from forum.moderation.standing_forms import NoteForm, UntilForm, WarnForm
from forum.moderation.views import moderator_required
from forum.threads.bylines import byline, member_byline, present_byline
from forum.threads.views import visible_post

MOST_NOTES = 100
TYPED = ("rule", "length", "day", "public_reason", "private_reason")


class Sanctioning(NamedTuple):
    """How a kind of sanction is imposed, and what its page says."""

    form: type[WarnForm]
    service: Callable[..., Sanction]
    kind: str
    heading: Any
    lead: Any
    done: Any


SANCTIONS = {
    "warn": Sanctioning(
        WarnForm,
        standing_services.warn,
        Sanction.Kind.WARNING,
        gettext_lazy("Warn %(name)s"),
        gettext_lazy("They find it on every page and by email, and post again once they have read it."),
        gettext_lazy("%(name)s is warned."),
    ),
    "pause": Sanctioning(
        UntilForm,
        standing_services.pause_posting,
        Sanction.Kind.PAUSE,
        gettext_lazy("Pause the posting of %(name)s"),
        gettext_lazy("They read and write nothing for others until then. It ends by itself."),
        gettext_lazy("%(name)s reads only until then."),
    ),
    "suspend": Sanctioning(
        UntilForm,
        standing_services.suspend,
        Sanction.Kind.SUSPENSION,
        gettext_lazy("Suspend %(name)s"),
        gettext_lazy(
            "They are signed out everywhere and cannot sign in until then. Their posts stay. It ends by itself."
        ),
        gettext_lazy("%(name)s is suspended."),
    ),
}


@moderator_required
@never_cache
@require_GET
def member_record(request, handle):
    return _record_page(request, find_member(handle), NoteForm())


@moderator_required
@post_only
def member_note(request, handle):
    member, form = find_member(handle), NoteForm(request.POST)
    if not form.is_valid():
        return _record_page(request, member, form, status=422)
    standing_services.add_note(member=member, moderator=request.user, **form.cleaned_data)
    messages.success(request, _("Noted."))
    return redirect("member_record", member.handle)


@member_required(*TYPED)
@moderator_required
@require_http_methods(["GET", "POST"])
def member_sanction(request, handle, act):
    """Warn, pause or suspend from the record."""
    member = find_member(handle)
    name = member.display_name
    back = next_path(request, _record_url(member))
    return _sanction(request, SANCTIONS[act], member, name, back=back)


@member_required(*TYPED)
@moderator_required
@require_http_methods(["GET", "POST"])
def author_sanction(request, post_id, act):
    """The same from a post, whoever wrote it: of one without a name it does not tell."""
    post = visible_post(request, post_id)
    name = byline(post).name
    back = next_path(request, post.get_absolute_url())
    how = SANCTIONS[act]
    if act == "suspend" and is_nameless(post):
        apart = _("Whom you could not suspend by name only reads until then: it is not told which.")
        how = how._replace(lead=f"{how.lead} {apart}")
    return _sanction(request, how, post.author, name, back=back, post=post)


@member_required("note")
@moderator_required
@require_http_methods(["GET", "POST"])
def sanction_lift(request, sanction_id):
    sanction = get_object_or_404(standing_queries.sanctions_to_lift(), pk=sanction_id)
    form = ActForm(request.POST if request.method == "POST" else None, initial=typed_before(request))
    status = 200
    if form.is_valid():
        try:
            standing_services.lift(sanction=sanction, moderator=request.user, **form.cleaned_data)
        except Outdated as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("Lifted. They are told by email."))
            return redirect("member_record", sanction.member.handle)
    context = {
        "form": form,
        "heading": _("Lift: %(what)s") % {"what": standing_services.described(sanction)},
        "lead": sanction.public_reason,
        "back": _record_url(sanction.member),
    }
    return render(request, "moderation/sanction.html", context, status=status)


def _sanction(request, how: Sanctioning, member, name: str, *, back: str, post=None):
    if not can_sanction_for(request.user, member, post):
        raise PermissionDenied(
            _("Moderators cannot do this to one of themselves. Ask an administrator.")
        )
    standing = _standing(member, how.kind, post)
    form = how.form(
        request.POST if request.method == "POST" else None,
        initial={"seen": standing.pk if standing else 0, "length": "7"} | typed_before(request),
    )
    status = 200
    if form.is_valid():
        try:
            how.service(member=member, moderator=request.user, post=post, **form.facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Outdated) else 422
            standing = _standing(member, how.kind, post)
            form.show_again(standing)
        else:
            messages.success(request, f"{how.done % {'name': name}} {_('They are told by email.')}")
            return redirect(back)
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "heading": how.heading % {"name": name},
        "lead": how.lead,
        "standing": standing,
        "back": back,
        "is_danger": True,
    }
    return render(request, "moderation/sanction.html", context, status=status)


def _standing(member: User, kind: str, post) -> Sanction | None:
    """The sanction of this kind that holds now; none beside a ``post`` that does not tell whose it is."""
    if is_nameless(post):
        return None
    beside = standing_queries.of_kind(standing_queries.sanctions_beside(member), kind)
    return standing_queries.standing_now(beside).first()


def _record_page(request, member, form, *, status=200):
    beside = standing_queries.sanctions_beside(member)
    context = {
        "member": member,
        "byline": present_byline(member, standing_of(member)),
        "form": form,
        "may_sanction": can_sanction(request.user, member),
        "standing": standing_queries.standing_now(beside),
        "sanctions": beside[:25],
        "notes": [
            (note, member_byline(note.author).name)
            for note in standing_queries.notes_about(member)[:MOST_NOTES]
        ],
        "memberships": standing_queries.memberships_of(member)[:10],
        "raised": standing_queries.flags_by(member),
        "about": standing_queries.flags_about(member),
        "removal": spam_queries.removal_of(member),
        "page": keyset_page(standing_queries.acts_on(member), request.GET, moment=None),
    }
    return render(request, "moderation/member_record.html", context, status=status)


def find_member(handle: str) -> User:
    """The member whose record it is; 404 for sign-ups and former members."""
    return get_object_or_404(User.objects.joined(), erased_at=None, handle=handle)


def _record_url(member: User) -> str:
    return reverse("member_record", args=[member.handle])
