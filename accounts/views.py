"""Settings pages, and what sign-up needs beside allauth."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.stagekit import get_pending_stage
from allauth.usersessions.internal.flows.sessions import end_sessions
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from accounts import queries, services
from accounts.queries import standing_of
from accounts.settings_forms import EraseForm, ProfileForm, ThemeForm
from accounts.theme import keep_theme
from forum.core import text
from forum.core.errors import Refused
from forum.core.http import is_too_often, member_required, post_only, too_often_fragment, typed_before
from forum.guard.services import record

PROFILE_FIELDS = (
    "display_name",
    "job_title",
    "organization_name",
    "organization_kind",
    "about",
    "time_zone",
)


@member_required(*PROFILE_FIELDS)
@never_cache
def settings_profile(request):
    if request.method != "POST":
        initial = {name: getattr(request.user, name) for name in PROFILE_FIELDS}
        initial |= typed_before(request)
        form = ProfileForm(initial=initial, standing=standing_of(request.user))
        return _page(request, "accounts/settings_profile.html", form)
    form = ProfileForm(request.POST, standing=standing_of(request.user))
    if not form.is_valid():
        record(form)
        return _page(request, "accounts/settings_profile.html", form)
    services.update_profile(user=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. Colleagues see it on your profile and your posts."))
    return redirect("settings_profile")


@member_required()
@never_cache
def settings_theme(request):
    if request.method != "POST":
        form = ThemeForm(initial={"theme": request.user.theme})
        return _page(request, "accounts/settings_theme.html", form)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _page(request, "accounts/settings_theme.html", form)
    services.set_theme(user=request.user, theme=form.cleaned_data["theme"])
    messages.success(request, _("Saved."))
    response = redirect("settings_theme")
    keep_theme(response, form.cleaned_data["theme"])
    return response


@member_required()
@never_cache
@require_safe
def settings_index(request):
    """The list of settings, which stands beside each of them where there is room."""
    return render(request, "accounts/settings_index.html")


@member_required()
@never_cache
@require_safe
def settings_security(request):
    return render(request, "accounts/settings_security.html", {"nav_settings": "security"})


@member_required()
@never_cache
@require_safe
def settings_data(request):
    return render(request, "accounts/settings_data.html", {"nav_settings": "data"})


@member_required()
@never_cache
@reauthentication_required
def account_erase(request):
    form = EraseForm(request.POST or None, member=request.user)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "accounts/account_erase.html", form)
    try:
        services.erase_member(user=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, "accounts/account_erase.html", form)
    logout(request, show_message=False)
    return redirect("account_erased")


@require_safe
def account_erased(request):
    return render(request, "accounts/account_erased.html")


@member_required()
@post_only
def session_end(request, session_id):
    """Sign out one other browser of this member; this one has the page to sign out."""
    others = queries.other_sessions(request.user, of=request.session.session_key)
    end_sessions(request, [get_object_or_404(others, pk=session_id)])
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@require_GET
@never_cache
def handle_proposal(request):
    """The handle that sign-up would make from ``display_name``, as a piece of the form's page."""
    if is_too_often(request, "handle"):
        return too_often_fragment()
    name = text.one_line(request.GET.get("display_name", ""))[:60]
    handle = queries.proposed_handle(name) if name else ""
    return render(request, "accounts/_handle_proposal.html", {"handle": handle})


@post_only
def signup_again(request):
    """Leave a sign-up before its email is confirmed, and begin anew, with another address say."""
    if request.user.is_authenticated:
        return redirect("settings_profile")
    stage = get_pending_stage(request)
    if stage and stage.login.user:
        services.forget_sign_up(user=stage.login.user)
    logout(request, show_message=False)
    request.session.flush()
    return redirect("account_signup")


def _page(request, template, form):
    status = 422 if form.is_bound and not form.is_valid() else 200
    section = template.removeprefix("accounts/settings_").removesuffix(".html")
    return render(request, template, {"form": form, "nav_settings": section}, status=status)
