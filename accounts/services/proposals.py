"""What members ask the moderators to agree to. The answer is mailed with its reason."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import domains
from accounts.adapter import send_notice
from accounts.models import Membership, Organization, Proposal, User
from accounts.permissions import can_administer, can_speak_for, is_moderator
from accounts.queries import organization_for_email, read_address, standing_of
from accounts.services.holding import lock_member
from accounts.services.memberships import verify_member
from accounts.services.organizations import add_domain, save_organization
from accounts.signals import proposal_deciding, proposal_opened
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce_within

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
def withdraw_proposal(*, proposal: Proposal, by: User) -> None:
    """Take back what one asked for, while nobody has decided. Raises PermissionDenied, Outdated."""
    lock_member(by.pk)
    held = _held(proposal)
    if held.member_id != by.pk:
        raise PermissionDenied
    held.delete()


@transaction.atomic
def agree_to_proposal(
    *,
    proposal: Proposal,
    by: User,
    reason: str = "",
    existing: Organization | None = None,
    with_domain: bool = True,
) -> Proposal:
    """Do what was asked for, and mail the member that it is done.

    A proposed organization that is there under another name is answered with ``existing``: the
    member becomes a colleague there. ``with_domain`` gives it the domain of their address, where
    it can have it. Raises PermissionDenied, Outdated where somebody decided before, Refused where
    it cannot be done.
    """
    held = _decide(proposal, by, is_agreed=True, reason=reason)
    member, organization = held.member, held.organization
    if organization is None:
        held.organization = _add(held, existing, by, with_domain)
        held.save(update_fields=["organization"])
    elif held.about == About.COLLEAGUE:
        verify_member(user=member, organization=organization, how=Membership.How.COLLEAGUE, by=by)
    elif held.about == About.DOMAIN:
        add_domain(organization=organization, domain=held.domain)
    else:
        _first_administrator(member, organization)
    send_notice("accounts/email/proposal_agreed", member, {"proposal": held})
    return held


@transaction.atomic
def decline_proposal(*, proposal: Proposal, by: User, reason: str) -> Proposal:
    """Say no, and mail the member why. Raises PermissionDenied, Outdated."""
    held = _decide(proposal, by, is_agreed=False, reason=reason)
    send_notice("accounts/email/proposal_declined", held.member, {"proposal": held})
    return held


def _open(member: User, about: str, **facts) -> Proposal:
    lock_member(member.pk)
    if Proposal.objects.filter(member=member, about=about, decided_at=None).exists():
        raise Refused(_("You have asked already. A moderator answers within a working day."))
    proposal = Proposal.objects.create(member=member, about=about, **facts)
    announce_within(proposal_opened, proposal=proposal)
    return proposal


def _held(proposal: Proposal) -> Proposal:
    """``proposal`` under a lock, nobody having decided; else Outdated says who has, and how."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("member", "organization", "decided_by").filter(pk=proposal.pk).first()
    if held is None:
        raise Outdated(_("The member does not ask for this any more."))
    if held.decided_by:
        words = _("%(name)s has agreed to this already.")
        if not held.is_agreed:
            words = _("%(name)s has declined this already: %(reason)s")
        raise Outdated(words % {"name": held.decided_by.display_name, "reason": held.reason})
    return held


def _decide(proposal: Proposal, by: User, *, is_agreed: bool, reason: str) -> Proposal:
    if not is_moderator(by) or proposal.member_id == by.pk:
        raise PermissionDenied
    lock_member(proposal.member_id)
    held = _held(proposal)
    held.decided_at, held.decided_by = timezone.now(), by
    held.is_agreed, held.reason = is_agreed, reason
    held.save()
    announce_within(proposal_deciding, proposal=held, by=by)
    return held


def _add(proposal: Proposal, existing: Organization | None, by: User, with_domain: bool) -> Organization:
    """The organization that was proposed, with the proposer in it and their domain if it can be its."""
    organization = existing or save_organization(
        organization=Organization(
            name=proposal.name, kind=proposal.kind, website=proposal.website, region=proposal.region
        )
    )
    email = proposal.member.email
    if with_domain and (domain := read_address(email).free_domain):
        with suppress(Refused):  # it reads like another's: the member counts, the domain does not
            add_domain(organization=organization, domain=domain)
    owner, domain = organization_for_email(email)
    shown = domain if owner == organization else ""
    how = Membership.How.EMAIL if shown else Membership.How.MODERATOR
    verify_member(user=proposal.member, organization=organization, how=how, by=by, domain=shown)
    return organization


def _first_administrator(member: User, organization: Organization) -> None:
    membership = Membership.objects.verified().filter(user=member, organization=organization).first()
    if membership is None:
        raise Refused(_("This member is not verified there any more."))
    membership.administrator_since = membership.administrator_since or timezone.now()
    membership.save(update_fields=["administrator_since"])
