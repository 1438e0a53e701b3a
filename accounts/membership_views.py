"""Settings page "Organization": where a member stands, the ways from there, and the mailed page that renews."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries, renewals, services
from accounts.membership_forms import AppearanceForm, JoinForm, ProposalForm, SearchForm
from forum.core.errors import Refused
from forum.core.http import is_too_often, member_required, post_only, too_often, typed_before
from forum.guard.services import record


@member_required()
@never_cache
@require_safe
def settings_organization(request):
    """Where the member stands. With ``q`` also the organizations of that name, alone for htmx."""
    if request.htmx:
        return render(request, "accounts/_organization_results.html", _found(request))
    return _page(request)


@member_required()
@post_only
def membership_ask(request):
    """\"I work here\": verified at once by an address lately confirmed, or waiting for a colleague."""
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, refusal=_("This organization is not here any more. Search again."))
    organization = form.cleaned_data["organization"]
    try:
        membership = services.ask_to_join(user=request.user, organization=organization)
    except Refused as refusal:
        return _page(request, refusal=str(refusal))
    if membership.is_verified:
        messages.success(request, _("You are verified at %(name)s.") % {"name": organization})
    return redirect("settings_organization")


@member_required("name", "kind", "website", "region", "note")
@never_cache
@require_http_methods(["GET", "POST"])
def organization_propose(request):
    """Ask for a new organization. Those of similar names are shown first, once for each name."""
    user = request.user
    if request.method == "GET":
        initial = {
            "name": request.GET.get("name", user.organization_name),
            "kind": user.organization_kind,
        }
        return _proposal_page(request, ProposalForm(initial=initial | typed_before(request)))
    form = ProposalForm(request.POST)
    if not form.is_valid():
        record(form)
        return _proposal_page(request, form)
    facts = form.cleaned_data
    similar = queries.organizations_named(facts["name"]) if facts.pop("seen") != facts["name"] else []
    if similar:
        shown = request.POST.copy()
        shown["seen"] = facts["name"]
        form.data = shown
        return _proposal_page(request, form, similar=similar)
    try:
        services.propose_organization(member=user, **facts)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _proposal_page(request, form)
    messages.success(request, _("Sent. A moderator answers within one working day, by email too."))
    return redirect("settings_organization")


@member_required()
@post_only
def proposal_withdraw(request):
    """Take back what one has asked for and nobody has decided."""
    wish = queries.latest_wish(request.user)
    if wish and not wish.decided_at:
        try:
            services.withdraw_proposal(proposal=wish, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect("settings_organization")


@member_required()
@post_only
def membership_appearance(request):
    """Stand on the organization's page or not, and say that one works there for an agency."""
    membership = queries.current_membership(request.user)
    if membership is None:
        return redirect("settings_organization")
    form = AppearanceForm(request.POST, membership=membership)
    if form.is_valid():
        services.set_listed(user=request.user, listed=form.cleaned_data["listed"])
        if form.cleaned_data.get("for_agency"):
            services.set_contractor(membership=membership, by=request.user, is_contractor=True)
        messages.success(request, _("Saved."))
    return redirect("settings_organization")


@member_required()
@never_cache
@require_http_methods(["GET", "POST"])
def membership_leave(request):
    """Stop speaking for an organization, on a page that says what that means."""
    membership = queries.current_membership(request.user)
    if membership is None:
        return redirect("settings_organization")
    context = {"nav_settings": "organization", "membership": membership}
    if request.method == "GET":
        return render(request, "accounts/membership_leave.html", context)
    try:
        services.leave_organization(user=request.user)
    except Refused as refusal:
        context["refusal"] = str(refusal)
        return render(request, "accounts/membership_leave.html", context, status=422)
    name = {"name": membership.organization}
    messages.success(request, _("You no longer speak for %(name)s.") % name)
    return redirect("settings_organization")


@member_required()
@post_only
def membership_remind(request):
    """Mail the page that renews once more."""
    membership = queries.current_membership(request.user)
    if is_too_often(request, "renewal"):
        return too_often(request)
    if membership:
        try:
            services.mail_renewal_again(membership=membership)
        except Refused as refusal:
            return _page(request, refusal=str(refusal))
        messages.success(request, _("Sent to %(email)s.") % {"email": request.user.email})
    return redirect("settings_organization")


@never_cache
@require_http_methods(["GET", "POST"])
def membership_renew(request, token):
    """The page of the yearly mail. Looking changes nothing: mail scanners follow links."""
    renewal = renewals.read_token(token)
    refusal = ""
    if request.method == "POST" and renewal.membership and renewal.state == renewals.State.OPEN:
        try:
            services.renew_membership(membership=renewal.membership)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("membership_renew", token)
    context = {"renewal": renewal, "refusal": refusal}
    return render(request, "accounts/membership_renew.html", context, status=422 if refusal else 200)


def _page(request, *, refusal=""):
    user = request.user
    membership = queries.current_membership(user)
    wish = queries.latest_wish(user)
    context = {
        "nav_settings": "organization",
        "membership": membership,
        "wish": wish,
        "is_vouched_for": wish and wish.voucher and not wish.decided_at,
        "address": queries.read_address(user.email),
        "refusal": refusal,
    }
    if membership:
        context["form"] = AppearanceForm(membership=membership)
        context["can_be_let_in"] = queries.can_be_let_in(membership)
    if not (membership and membership.is_verified):
        context |= _found(request)
    return render(
        request, "accounts/settings_organization.html", context, status=422 if refusal else 200
    )


def _found(request) -> dict:
    """The search, which begins with what the member said at sign-up, and what it finds."""
    form = SearchForm({"q": request.GET.get("q", request.user.organization_name)})
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    return {"search": form, "typed": typed, "found": queries.organizations_named(typed)}


def _proposal_page(request, form, *, similar=()):
    context = {"nav_settings": "organization", "form": form, "similar": similar}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/organization_propose.html", context, status=status)
