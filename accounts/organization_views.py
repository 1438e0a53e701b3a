"""What members do for their organization: colleagues, choices, and what they ask the moderators."""

from functools import wraps
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.models import Organization
from accounts.organization_forms import AdministratorForm, DomainForm, JoiningForm, NamingForm
from accounts.permissions import can_administer, can_speak_for
from accounts.queries import roster_of, standing_of
from forum.core.errors import Refused
from forum.core.http import member_required, next_path, post_only, typed_before


class Words(NamedTuple):
    """What the page of a form says: its heading, a lead, the button, and what follows."""

    title: object
    lead: object
    button: object
    done: object


ASKED = gettext_lazy("Asked. A moderator answers within a working day, by email.")
NAMING = Words(
    gettext_lazy("Naming"),
    gettext_lazy("Whether other members see what your organization uses."),
    gettext_lazy("Save naming"),
    gettext_lazy("Saved. Snapshots and your organization’s page follow at once."),
)
JOINING = Words(
    gettext_lazy("Joining"),
    gettext_lazy("Who speaks for your organization."),
    gettext_lazy("Save joining"),
    gettext_lazy("Saved. It holds for whoever joins from now on."),
)
DOMAIN = Words(
    gettext_lazy("Ask for another domain"),
    gettext_lazy("Whoever confirms an address at it, or below it, is your colleague."),
    gettext_lazy("Ask for the domain"),
    ASKED,
)
ADMINISTRATOR = Words(
    gettext_lazy("Ask to be the first administrator"),
    gettext_lazy(
        "Administrators look after the roster and the domains, confirm what the organization uses, "
        "and decide whether it is named. They do not see drafts, or what colleagues read."
    ),
    gettext_lazy("Ask the moderators"),
    ASKED,
)


def console_required(view):
    """Let the administrators of the organization and moderators through, with the organization."""

    @wraps(view)
    @member_required()
    def wrapped(request, slug, **kwargs):
        organization = get_object_or_404(Organization, slug=slug)
        if not can_administer(request.user, standing_of(request.user), organization):
            raise PermissionDenied(_("This is for the administrators of the organization."))
        return view(request, organization, **kwargs)

    return wrapped


@member_required()
@post_only
def colleague_vouch(request, slug, membership_id):
    """Any verified colleague may: the service checks it."""
    organization = get_object_or_404(Organization, slug=slug)
    membership = get_object_or_404(roster_of(organization), pk=membership_id)
    name = membership.user.display_name
    try:
        services.vouch_for_colleague(membership=membership, by=request.user)
    except Refused as refusal:
        return _refused(request, organization, refusal)
    messages.success(
        request, _("A moderator decides about %(name)s within a working day.") % {"name": name}
    )
    return redirect(next_path(request, organization.get_absolute_url()))


@console_required
@post_only
def colleague_approve(request, organization, membership_id):
    done = _("%(name)s is a verified colleague now.")
    return _act(request, organization, membership_id, services.approve_colleague, done)


@console_required
@post_only
def colleague_promote(request, organization, membership_id):
    done = _("%(name)s looks after the organization with you.")
    return _act(request, organization, membership_id, services.make_administrator, done)


@console_required
@require_http_methods(["GET", "POST"])
def colleague_offboard(request, organization, membership_id):
    """First what it does, then a POST that does it."""
    membership = get_object_or_404(roster_of(organization), pk=membership_id)
    if request.method == "POST":
        done = _("%(name)s does not speak for the organization any more.")
        return _act(request, organization, membership_id, services.offboard_colleague, done)
    context = {"organization": organization, "membership": membership}
    return render(request, "organizations/colleague_offboard.html", context)


def _act(request, organization, membership_id, service, done):
    membership = get_object_or_404(roster_of(organization), pk=membership_id)
    try:
        service(membership=membership, by=request.user)
    except Refused as refusal:
        return _refused(request, organization, refusal)
    messages.success(request, done % {"name": membership.user.display_name})
    return redirect("organization_console", organization.slug)


def _refused(request, organization, refusal):
    context = {"organization": organization, "refusal": str(refusal)}
    return render(request, "organizations/refused.html", context, status=422)


@console_required
@require_http_methods(["GET", "POST"])
def organization_naming(request, organization):
    form = NamingForm(_posted(request), initial={"naming": organization.naming})

    def act(naming):
        services.choose_naming(organization=organization, naming=naming, by=request.user)

    return _form(request, organization, form, act, NAMING)


@console_required
@require_http_methods(["GET", "POST"])
def organization_joining(request, organization):
    form = JoiningForm(_posted(request), initial={"joining": JoiningForm.present(organization)})

    def act(joining):
        approves = joining == JoiningForm.APPROVAL
        services.choose_joining(organization=organization, approves_colleagues=approves, by=request.user)

    return _form(request, organization, form, act, JOINING)


@member_required("domain")
@console_required
@require_http_methods(["GET", "POST"])
def domain_propose(request, organization):
    form = DomainForm(_posted(request), initial=typed_before(request))

    def act(domain):
        services.propose_domain(member=request.user, organization=organization, domain=domain)

    return _form(request, organization, form, act, DOMAIN)


@member_required("note")
@require_http_methods(["GET", "POST"])
def administrator_ask(request, slug):
    """For a verified colleague, where nobody looks after the organization yet."""
    organization = get_object_or_404(Organization, slug=slug)
    if not can_speak_for(standing_of(request.user), organization):
        raise PermissionDenied(_("This is for verified members of the organization."))
    form = AdministratorForm(_posted(request), initial=typed_before(request))

    def act(note):
        services.ask_to_administer(member=request.user, organization=organization, note=note)

    return _form(request, organization, form, act, ADMINISTRATOR)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _form(request, organization, form, act, words: Words):
    """A form on a page of its own, where the console's forms are sent and show their errors."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(words.done))
            return redirect(next_path(request, organization.get_absolute_url()))
    context = {
        "organization": organization,
        "form": form,
        "words": words,
        "next": next_path(request, organization.get_absolute_url()),
    }
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)
