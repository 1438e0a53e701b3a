"""What is kept of an organization. Moderators keep the facts, its administrators the choices."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import domains
from accounts.models import Organization, OrganizationDomain, User
from accounts.permissions import can_administer
from accounts.queries import free_slug, standing_of
from accounts.signals import organization_changed, organization_reclassified
from forum.core.errors import Refused
from forum.core.signals import announce, announce_within


@transaction.atomic
def save_organization(*, organization: Organization) -> Organization:
    """Add or change an organization, whose facts a form has checked. A new one gets its slug here.

    Raises Refused where it would stand above itself.
    """
    above = organization.parent
    while above is not None:
        if above.pk == organization.pk:
            raise Refused(_("An organization cannot belong to itself, or to one of its own."))
        above = above.parent
    organization.slug = organization.slug or free_slug(organization.name)
    was = Organization.objects.filter(pk=organization.pk).values_list("kind", flat=True).first()
    organization.save()
    if was and was != organization.kind:
        announce_within(organization_reclassified, organization=organization)
    announce(organization_changed, organization=organization)
    return organization


@transaction.atomic
def add_domain(*, organization: Organization, domain: str) -> OrganizationDomain:
    """Let everyone with an address at ``domain`` be a colleague of ``organization``.

    Raises Refused for a domain that cannot belong to one, is another's, or reads like another's.
    """
    clean = domains.cleaned(domain)
    owned = OrganizationDomain.objects.select_related("organization")
    same = owned.filter(domain=clean).first()
    if same:
        if same.organization_id == organization.pk:
            return same
        raise Refused(
            _("%(domain)s belongs to %(name)s.") % {"domain": clean, "name": same.organization.name}
        )
    for other in owned.exclude(organization=organization):
        if domains.look_alike(clean, other.domain):
            raise Refused(
                _("%(domain)s reads like %(other)s, which is another’s.")
                % {"domain": clean, "other": other}
            )
    return OrganizationDomain.objects.create(organization=organization, domain=clean)


def remove_domain(*, organization: Organization, domain: str) -> None:
    """Take a domain away. Who was verified by it stays so until their verification runs out."""
    OrganizationDomain.objects.filter(organization=organization, domain=domain).delete()


@transaction.atomic
def set_naming(*, organization: Organization, naming: str) -> None:
    """Name ``organization`` beside what it uses, or count it only, from now on and for what it said."""
    organization.naming = Organization.Naming(naming)
    organization.save(update_fields=["naming"])
    announce(organization_changed, organization=organization)


def set_joining(*, organization: Organization, approves_colleagues: bool) -> None:
    """Verify colleagues by their address alone, or let each wait for an administrator."""
    organization.approves_colleagues = approves_colleagues
    organization.save(update_fields=["approves_colleagues"])


def choose_naming(*, organization: Organization, naming: str, by: User) -> None:
    """Let ``by`` decide whether the organization is named. Raises PermissionDenied for anyone but
    its administrators and moderators.
    """
    _check_administers(by, organization)
    set_naming(organization=organization, naming=naming)


def choose_joining(*, organization: Organization, approves_colleagues: bool, by: User) -> None:
    """Let ``by`` decide how colleagues join. Raises PermissionDenied for anyone but its
    administrators and moderators.
    """
    _check_administers(by, organization)
    set_joining(organization=organization, approves_colleagues=approves_colleagues)


def _check_administers(member: User, organization: Organization) -> None:
    if not can_administer(member, standing_of(member), organization):
        raise PermissionDenied
