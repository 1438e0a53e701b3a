"""How members come to speak for an organization, and stop."""

import logging
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import domains
from accounts.models import Kind, Membership, Organization, Proposal, User
from accounts.permissions import can_administer, can_speak_for, is_moderator
from accounts.queries import organization_for_email, standing_of
from accounts.services.holding import lock_member
from accounts.signals import member_changed, proposal_opened
from forum.core.errors import Refused
from forum.core.signals import announce, announce_within

logger = logging.getLogger("rounds.security")
VERIFIED_FOR = timedelta(days=365)
How = Membership.How


@transaction.atomic
def join_by_email(*, user: User, email: str) -> Membership | None:
    """Make ``user``, who has just shown that ``email`` is theirs, a colleague of its owner.

    They are verified at once, or wait where the organization approves its colleagues. Another
    organization's membership ends: a new address moves the member. With an address that nobody
    owns, what they had by an address ends too, and None is returned.
    """
    lock_member(user.pk)
    organization, domain = organization_for_email(email)
    standing = _standing(user)
    if organization is None:
        if standing and standing.email_domain and not _is_below(email, standing.email_domain):
            _end(standing)
        return None
    if standing and standing.organization_id == organization.pk and standing.verified_at:
        return _verify(standing, How.EMAIL, domain=domain)
    if standing:
        _end(standing)
    return _join(user, organization, domain)


@transaction.atomic
def ask_to_join(*, user: User, organization: Organization) -> Membership:
    """Say that ``user`` works at ``organization``: without an address there a colleague must vouch.

    Whoever confirmed an address there lately, before the organization owned its domain, is
    verified as if they did so now. Raises Refused for a member who is verified elsewhere.
    """
    lock_member(user.pk)
    standing = _standing(user)
    if standing and standing.organization_id == organization.pk:
        return standing
    if standing and standing.is_verified:
        name = standing.organization.name
        raise Refused(_("You are verified at %(name)s. Leave it first.") % {"name": name})
    if standing:
        _end(standing)
    domain = _domain_shown(user, organization)
    return _join(user, organization, domain) if domain else _begin(user, organization, How.COLLEAGUE)


@transaction.atomic
def vouch_for_colleague(*, membership: Membership, by: User) -> Proposal:
    """Say that one knows this colleague, who has no work address. A moderator decides.

    Raises PermissionDenied for anyone but a verified colleague, Refused where nothing waits.
    """
    held = _held(membership)
    if held.user_id == by.pk or not can_speak_for(standing_of(by), held.organization):
        raise PermissionDenied
    if held.verified_at or held.ended_at:
        raise Refused(_("This colleague does not wait any more."))
    waiting, is_new = Proposal.objects.get_or_create(
        member=held.user,
        about=Proposal.About.COLLEAGUE,
        decided_at=None,
        defaults={"organization": held.organization, "voucher": by},
    )
    if is_new:
        announce_within(proposal_opened, proposal=waiting)
    return waiting


@transaction.atomic
def approve_colleague(*, membership: Membership, by: User) -> Membership:
    """Let a colleague with a work address in, where the organization wants each approved.

    Raises PermissionDenied for anyone but its administrators and moderators, Refused where the
    colleague has no work address or does not wait.
    """
    held = _held(membership)
    if held.user_id == by.pk or not can_administer(by, standing_of(by), held.organization):
        raise PermissionDenied
    if held.verified_at or held.ended_at:
        raise Refused(_("This colleague does not wait any more."))
    if held.how != How.EMAIL:
        raise Refused(_("Without a work address a colleague needs somebody to vouch, and a moderator."))
    return _verify(held, How.ADMINISTRATOR, by=by)


@transaction.atomic
def verify_member(
    *, user: User, organization: Organization, how: str, by: User, domain: str = ""
) -> Membership:
    """Make ``user`` a verified colleague, as a moderator has decided."""
    lock_member(user.pk)
    standing = _standing(user)
    if standing and standing.organization_id != organization.pk:
        _end(standing)
        standing = None
    membership = standing or _begin(user, organization, how, domain)
    return _verify(membership, how, by=by, domain=domain)


@transaction.atomic
def renew_membership(*, membership: Membership) -> Membership:
    """Count a verification from today, after its owner has opened the page we mailed them.

    Raises Refused for one that has ended, or by a domain that the organization has given up.
    """
    held = _held(membership)
    if held.ended_at or not held.verified_at:
        raise Refused(_("This membership has ended. Confirm your work address to begin another."))
    if held.email_domain and organization_for_email(held.user.email)[0] != held.organization:
        name = held.organization.name
        raise Refused(_("The domain of your address is no longer one of %(name)s.") % {"name": name})
    return _verify(held, held.how)


@transaction.atomic
def leave_organization(*, user: User) -> None:
    """Stop speaking for one's organization. Old posts keep their author lines.

    Raises Refused for the last administrator of an organization that has other colleagues.
    """
    lock_member(user.pk)
    standing = _standing(user)
    if standing is None:
        return
    _refuse_last_administrator(standing)
    _end(standing)


@transaction.atomic
def offboard_colleague(*, membership: Membership, by: User) -> None:
    """End a colleague's membership, because they have left: their sessions end, their posts stay.

    Raises PermissionDenied for anyone but administrators of the organization and moderators,
    Refused for its last administrator.
    """
    held = _held(membership)
    if not can_administer(by, standing_of(by), held.organization):
        raise PermissionDenied
    if held.ended_at:
        return
    _refuse_last_administrator(held)
    _end(held)
    for session in UserSession.objects.filter(user=held.user_id):
        session.end()
    logger.info("Member %s offboarded by %s", held.user_id, by.pk)


@transaction.atomic
def end_membership(*, user: User) -> None:
    """End whatever ``user`` has, for an erasure: no rule keeps anyone."""
    lock_member(user.pk)
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now(), is_listed=False)


@transaction.atomic
def set_listed(*, user: User, listed: bool) -> None:
    """Stand on the organization's page, or not."""
    Membership.objects.filter(user=user, ended_at=None).update(is_listed=listed)
    announce(member_changed, user=user)


@transaction.atomic
def set_contractor(*, membership: Membership, by: User, is_contractor: bool) -> None:
    """Say that a colleague works there for an agency: their posts say “Vendor”, they set no status.

    Members put the label on, moderators take it off. Raises PermissionDenied.
    """
    held = _held(membership)
    if not is_moderator(by) and not (is_contractor and held.user_id == by.pk):
        raise PermissionDenied
    held.is_contractor = is_contractor
    held.save(update_fields=["is_contractor"])
    announce(member_changed, user=held.user)


def _held(membership: Membership) -> Membership:
    lock_member(membership.user_id)
    return (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "user")
        .get(pk=membership.pk)
    )


def _standing(user: User) -> Membership | None:
    return Membership.objects.filter(user=user, ended_at=None).select_related("organization").first()


def _begin(user: User, organization: Organization, how: str, domain: str = "") -> Membership:
    """A membership that waits. Whoever worked for an agency does so still, until they say otherwise."""
    last = user.memberships.exclude(verified_at=None).order_by("-pk").first()
    for_agency = last.is_contractor if last else user.organization_kind == Kind.VENDOR
    return Membership.objects.create(
        user=user,
        organization=organization,
        how=how,
        email_domain=domain,
        is_contractor=for_agency and not organization.is_vendor,
    )


def _join(user: User, organization: Organization, domain: str) -> Membership:
    """A membership by an address at ``domain``: verified, or waiting where each is approved."""
    membership = _begin(user, organization, How.EMAIL, domain)
    if organization.approves_colleagues:
        return membership
    return _verify(membership, How.EMAIL, domain=domain)


def _domain_shown(user: User, organization: Organization) -> str:
    """The domain of ``organization`` at which ``user`` confirmed an address within a year, or "".

    Whoever has belonged to it before shows anew that the address is still theirs.
    """
    is_old = timezone.now() - user.joined_at > VERIFIED_FOR
    if is_old or user.memberships.filter(organization=organization).exists():
        return ""
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        return ""
    owner, domain = organization_for_email(user.email)
    return domain if owner == organization else ""


def _is_below(email: str, domain: str) -> bool:
    return domain in domains.parents(domains.domain_of(email))


def _verify(membership: Membership, how: str, *, by: User | None = None, domain: str = "") -> Membership:
    now = timezone.now()
    membership.how = how
    membership.verified_at = membership.verified_at or now
    membership.expires_at = now + VERIFIED_FOR
    membership.reminded_at = None
    membership.verified_by = by or membership.verified_by
    membership.email_domain = domain or membership.email_domain
    membership.save()
    _drop_proposals(membership.user, Proposal.About.ORGANIZATION, Proposal.About.COLLEAGUE)
    announce(member_changed, user=membership.user)
    return membership


def _end(membership: Membership) -> None:
    membership.ended_at = timezone.now()
    membership.is_listed = False
    membership.save(update_fields=["ended_at", "is_listed"])
    _drop_proposals(membership.user, Proposal.About.COLLEAGUE, Proposal.About.ADMINISTRATOR)
    announce(member_changed, user=membership.user)


def _drop_proposals(user: User, *about: str) -> None:
    """What ``user`` asked for and does not need any more, or cannot get."""
    Proposal.objects.filter(member=user, about__in=about, decided_at=None).delete()


def _refuse_last_administrator(membership: Membership) -> None:
    """Whoever looks after an organization hands it on before they go."""
    if membership.administrator_since is None:
        return
    Organization.objects.select_for_update(no_key=True).get(pk=membership.organization_id)
    others = Membership.objects.filter(organization=membership.organization).exclude(pk=membership.pk)
    if others.standing().exists() and not others.administrators().exists():
        raise Refused(_("The last administrator cannot leave: make a colleague administrator first."))
