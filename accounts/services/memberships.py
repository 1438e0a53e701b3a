"""How members come to speak for an organization, and stop."""

import logging
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import domains
from accounts.models import Kind, Membership, Organization, Proposal, User
from accounts.permissions import can_administer, can_speak_for
from accounts.queries import organization_for_email, standing_of
from accounts.services.holding import hold_member
from accounts.signals import member_changed
from forum.core.errors import Refused
from forum.core.signals import announce

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
    _hold(user)
    organization, domain = organization_for_email(email)
    standing = _standing(user)
    if organization is None:
        if standing and standing.how == How.EMAIL and standing.email_domain not in domains.parents(domains.domain_of(email)):
            _end(standing)
        return None
    if standing and standing.organization_id == organization.pk and standing.verified_at:
        return _verify(standing, How.EMAIL, domain=domain)
    if standing:
        _end(standing)
    membership = Membership.objects.create(
        user=user,
        organization=organization,
        how=How.EMAIL,
        email_domain=domain,
        is_contractor=user.organization_kind == Kind.VENDOR and not organization.is_vendor,
    )
    return membership if organization.approves_colleagues else _verify(membership, How.EMAIL, domain=domain)


@transaction.atomic
def ask_to_join(*, user: User, organization: Organization) -> Membership:
    """Say that ``user`` works at ``organization`` without an address there: a colleague must vouch.

    Raises Refused for a member who is verified somewhere already.
    """
    _hold(user)
    standing = _standing(user)
    if standing and standing.organization_id == organization.pk:
        return standing
    if standing and standing.is_verified:
        raise Refused(_("You are verified at %(name)s. Leave it first.") % {"name": standing.organization.name})
    if standing:
        _end(standing)
    return Membership.objects.create(
        user=user,
        organization=organization,
        how=How.COLLEAGUE,
        is_contractor=user.organization_kind == Kind.VENDOR and not organization.is_vendor,
    )


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
    waiting, _is_new = Proposal.objects.get_or_create(
        member=held.user,
        about=Proposal.About.COLLEAGUE,
        decided_at=None,
        defaults={"organization": held.organization, "voucher": by},
    )
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
def verify_member(*, user: User, organization: Organization, how: str, by: User, domain: str = "") -> Membership:
    """Make ``user`` a verified colleague, as a moderator has decided."""
    _hold(user)
    standing = _standing(user)
    if standing and standing.organization_id != organization.pk:
        _end(standing)
        standing = None
    membership = standing or Membership.objects.create(
        user=user, organization=organization, how=how, email_domain=domain
    )
    return _verify(membership, how, by=by, domain=domain)


@transaction.atomic
def renew_membership(*, membership: Membership) -> Membership:
    """Count a verification from today, after its owner has opened the page we mailed them.

    Raises Refused for one that has ended.
    """
    held = _held(membership)
    if held.ended_at or not held.verified_at:
        raise Refused(_("This membership has ended. Confirm your work address to begin another."))
    return _verify(held, held.how)


@transaction.atomic
def leave_organization(*, user: User) -> None:
    """Stop speaking for one's organization. Old posts keep their author lines.

    Raises Refused for the last administrator of an organization that has other colleagues.
    """
    _hold(user)
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
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now(), is_listed=False)


@transaction.atomic
def set_listed(*, user: User, listed: bool) -> None:
    """Stand on the organization's page, or not."""
    Membership.objects.filter(user=user, ended_at=None).update(is_listed=listed)
    announce(member_changed, user=user)


def _hold(user: User) -> None:
    """Nobody else changes this member's membership until the transaction ends."""
    hold_member(user)


def _held(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "user")
        .get(pk=membership.pk)
    )


def _standing(user: User) -> Membership | None:
    return Membership.objects.filter(user=user, ended_at=None).select_related("organization").first()


def _verify(membership: Membership, how: str, *, by: User | None = None, domain: str = "") -> Membership:
    now = timezone.now()
    membership.how = how
    membership.verified_at = membership.verified_at or now
    membership.expires_at = now + VERIFIED_FOR
    membership.reminded_at = None
    membership.verified_by = by or membership.verified_by
    membership.email_domain = domain or membership.email_domain
    membership.save()
    announce(member_changed, user=membership.user)
    return membership


def _end(membership: Membership) -> None:
    membership.ended_at = timezone.now()
    membership.is_listed = False
    membership.save(update_fields=["ended_at", "is_listed"])
    Proposal.objects.filter(member=membership.user, about=Proposal.About.COLLEAGUE, decided_at=None).delete()
    announce(member_changed, user=membership.user)


def _refuse_last_administrator(membership: Membership) -> None:
    """Whoever looks after an organization hands it on before they go."""
    if membership.administrator_since is None:
        return
    Organization.objects.select_for_update(no_key=True).get(pk=membership.organization_id)
    others = Membership.objects.filter(organization=membership.organization).exclude(pk=membership.pk)
    if others.standing().exists() and not others.administrators().exists():
        raise Refused(
            _("The last administrator cannot leave: make a colleague administrator first.")
        )
