"""What members ask the moderators to agree to. The answer is mailed with its reason."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import domains
from accounts.adapter import send_notice
from accounts.models import Membership, Organization, Proposal, User
from accounts.permissions import can_administer, can_speak_for, is_moderator
from accounts.queries import organization_for_email, standing_of
from accounts.services.memberships import verify_member
from accounts.services.organizations import add_domain, save_organization
from forum.core.errors import Outdated, Refused

About = Proposal.About


@transaction.atomic
def propose_organization(
    *, member: User, name: str, kind: str, website: str, region: str, note: str = ""
) -> Proposal:
    """Ask the moderators to add the organization ``member`` works at.

    Raises Refused for a member who is verified already or has asked before.
    """
    if standing_of(member).is_verified:
        raise Refused(_("You are verified already."))
    return _open(
        member, About.ORGANIZATION, name=name, kind=kind, website=website, region=region, note=note
    )


@transaction.atomic
def propose_domain(*, member: User, organization: Organization, domain: str) -> Proposal:
    """Ask the moderators to let everyone at ``domain`` be a colleague of ``organization``.

    Raises PermissionDenied for anyone but its administrators, Refused for a domain that cannot be.
    """
    if not can_administer(member, standing_of(member), organization):
        raise PermissionDenied
    clean = domains.cleaned(domain)
    owner, owned = organization_for_email(f"@{clean}")
    if owned == clean:
        raise Refused(_("%(domain)s belongs to %(name)s.") % {"domain": clean, "name": owner})
    return _open(member, About.DOMAIN, organization=organization, domain=clean)


@transaction.atomic
def ask_to_administer(*, member: User, organization: Organization, note: str = "") -> Proposal:
    """Ask to become the first administrator of one's organization.

    Raises PermissionDenied for anyone but a verified colleague, Refused where there is one: they
    make the next.
    """
    if not can_speak_for(standing_of(member), organization):
        raise PermissionDenied
    if organization.memberships.administrators().exists():
        raise Refused(_("Your organization has an administrator, who can make you one."))
    return _open(member, About.ADMINISTRATOR, organization=organization, note=note)


@transaction.atomic
def make_administrator(*, membership: Membership, by: User) -> None:
    """Let a verified colleague look after the organization too.

    Raises PermissionDenied for anyone but its administrators and moderators, Refused for a
    colleague who is not verified.
    """
    if not can_administer(by, standing_of(by), membership.organization):
        raise PermissionDenied
    if not membership.is_verified:
        raise Refused(_("Only a verified colleague can be an administrator."))
    if membership.administrator_since is None:
        membership.administrator_since = timezone.now()
        membership.save(update_fields=["administrator_since"])


@transaction.atomic
def agree_to_proposal(
    *, proposal: Proposal, by: User, reason: str = "", existing: Organization | None = None
) -> Proposal:
    """Do what was asked for, and mail the member that it is done.

    A proposed organization that is there under another name is answered with ``existing``: the
    member becomes a colleague there. Raises PermissionDenied, Outdated where somebody decided
    before, Refused where it cannot be done.
    """
    held = _decide(proposal, by, is_agreed=True, reason=reason)
    if held.about == About.ORGANIZATION:
        held.organization = _add(held, existing, by)
    elif held.about == About.COLLEAGUE:
        verify_member(
            user=held.member, organization=held.organization, how=Membership.How.COLLEAGUE, by=by
        )
    elif held.about == About.DOMAIN:
        add_domain(organization=held.organization, domain=held.domain)
    else:
        _first_administrator(held)
    held.save()
    send_notice("accounts/email/proposal_agreed", held.member, {"proposal": held})
    return held


@transaction.atomic
def decline_proposal(*, proposal: Proposal, by: User, reason: str) -> Proposal:
    """Say no, and mail the member why. Raises PermissionDenied, Outdated."""
    held = _decide(proposal, by, is_agreed=False, reason=reason)
    held.save()
    send_notice("accounts/email/proposal_declined", held.member, {"proposal": held})
    return held


def _open(member: User, about: str, **facts) -> Proposal:
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    if Proposal.objects.filter(member=member, about=about, decided_at=None).exists():
        raise Refused(_("You have asked already. A moderator answers within a working day."))
    return Proposal.objects.create(member=member, about=about, **facts)


def _decide(proposal: Proposal, by: User, *, is_agreed: bool, reason: str) -> Proposal:
    held = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member")
        .get(pk=proposal.pk)
    )
    if not is_moderator(by) or held.member_id == by.pk:
        raise PermissionDenied
    if held.decided_at:
        raise Outdated(_("Another moderator has decided this already."))
    held.decided_at, held.decided_by = timezone.now(), by
    held.is_agreed, held.reason = is_agreed, reason
    return held


def _add(proposal: Proposal, existing: Organization | None, by: User) -> Organization:
    """The organization that was proposed, with the proposer in it and their domain if it can be its."""
    organization = existing or save_organization(
        organization=Organization(
            name=proposal.name, kind=proposal.kind, website=proposal.website, region=proposal.region
        )
    )
    domain = domains.domain_of(proposal.member.email)
    owner, _owned = organization_for_email(proposal.member.email)
    try:
        own_domain = domains.cleaned(domain) if owner is None else ""
        if own_domain:
            add_domain(organization=organization, domain=own_domain)
    except Refused:  # free mail, or a shared domain: the member counts, the domain does not
        own_domain = ""
    how = Membership.How.EMAIL if own_domain else Membership.How.MODERATOR
    verify_member(user=proposal.member, organization=organization, how=how, by=by, domain=own_domain)
    return organization


def _first_administrator(proposal: Proposal) -> None:
    membership = proposal.organization.memberships.verified().filter(user=proposal.member).first()
    if membership is None:
        raise Refused(_("This member is not verified there any more."))
    membership.administrator_since = membership.administrator_since or timezone.now()
    membership.save(update_fields=["administrator_since"])
