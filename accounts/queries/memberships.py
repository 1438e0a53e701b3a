"""Where a member stands with an organization, and what the domain of their address tells."""

from typing import NamedTuple

from allauth.account.models import EmailAddress

from accounts import domains
from accounts.models import Membership, Organization, User
from accounts.queries.organizations import organization_for_email
from forum.core.errors import Refused


def current_membership(user: User) -> Membership | None:
    """The membership of ``user`` that has not ended: verified, run out or waiting."""
    found = Membership.objects.filter(user=user, ended_at=None)
    return found.select_related("organization", "verified_by").first()


def shown_by_address(email: str) -> dict[str, object]:
    """What ``email``, just confirmed, shows of where its owner works, and where they say they do."""
    confirmed = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return {
        "membership": current_membership(confirmed.user) if confirmed else None,
        "address": read_address(email),
        "organization": confirmed.user.organization_name if confirmed else "",
    }


def can_be_let_in(membership: Membership) -> bool:
    """Whether somebody is there to approve this waiting colleague, or to vouch for them."""
    others = Membership.objects.filter(organization=membership.organization).exclude(pk=membership.pk)
    if membership.how == Membership.How.EMAIL:
        return others.administrators().exists()
    return others.verified().exists()


class Address(NamedTuple):
    """What the domain of a confirmed address tells of where its owner works."""

    domain: str
    owner: Organization | None
    is_free_mail: bool
    free_domain: str  # the domain where an organization could have it, else ""


def read_address(email: str) -> Address:
    """What the domain of ``email`` tells, in one query."""
    domain = domains.domain_of(email)
    owner, _owned = organization_for_email(email)
    try:
        free = domains.cleaned(domain) if owner is None else ""
    except Refused:
        free = ""
    return Address(domain, owner, domains.is_free_mail(domain), free)
