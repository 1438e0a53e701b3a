"""Organizations, who works at them, and what a member may say for one."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.text import slugify

from accounts import domains
from accounts.models import Beds, Kind, Membership, Organization, OrganizationDomain, User
from forum.core.prepared import prepared

MOST_SIMILAR = 5
MOST_NAMED = 8
_COMMON = frozenset(
    "the of and for at in health healthcare hospital hospitals medical center centre system systems clinic "
    "care group department county state regional university saint st cancer institute children childrens "
    "memorial community".split()
)


class Standing(NamedTuple):
    """Whom a member speaks for now: a confirmed organization, or what they say of themselves."""

    organization: Organization | None = None
    membership: Membership | None = None
    name: str = ""
    kind: str = ""
    verification: str = ""  # "verified", "lapsed" where it ran out, "" where nothing is confirmed
    is_vendor: bool = False

    @property
    def is_verified(self) -> bool:
        return self.verification == "verified"

    @property
    def is_administrator(self) -> bool:
        return self.membership is not None and self.membership.is_administrator

    @property
    def can_answer(self) -> bool:
        """Whether this member may state what the organization uses."""
        return self.is_verified and not self.is_vendor


def standing_of(user) -> Standing:
    """Whom ``user`` (a guest too) speaks for, in one query."""
    if not user.is_authenticated:
        return Standing()
    return as_standing(user, next(iter(_standing_membership(user)), None))


@prepared
def _standing_membership(viewer) -> QuerySet[Membership]:
    return Membership.objects.standing().filter(user=viewer.pk).select_related("organization")


def as_standing(user: User, membership: Membership | None) -> Standing:
    """The standing of ``user`` with ``membership``, whose organization is loaded."""
    if membership is None:
        kind = user.organization_kind
        return Standing(name=user.organization_name, kind=kind, is_vendor=kind == Kind.VENDOR)
    organization = membership.organization
    return Standing(
        organization=organization,
        membership=membership,
        name=organization.name,
        kind=organization.kind,
        verification="verified" if membership.is_verified else "lapsed",
        is_vendor=organization.is_vendor or membership.is_contractor,
    )


def organization_for_email(email: str) -> tuple[Organization | None, str]:
    """The organization that owns the domain of ``email`` or one above it, and that domain.

    The longest domain wins, so a hospital may have a part of its system's domain.
    """
    above = domains.parents(domains.domain_of(email))
    owned = OrganizationDomain.objects.filter(domain__in=above).select_related("organization")
    found = max(owned, key=lambda row: len(row.domain), default=None)
    return (found.organization, found.domain) if found else (None, "")


def similar_organizations(name: str) -> list[Organization]:
    """Organizations whose names could mean the same as ``name``, the likest first."""
    words = [word for word in re.findall(r"\w+", name.lower()) if len(word) > 2]
    telling = [word for word in words if word not in _COMMON] or words
    if not telling:
        return []
    matches = Q()
    for word in telling[:5]:
        matches |= Q(name__icontains=word)
    found = Organization.objects.filter(matches)[:200]
    return sorted(found, key=lambda other: -_likeness(name, other.name))[:MOST_SIMILAR]


def organizations_named(typed: str) -> list[Organization]:
    """Organizations that ``typed`` could mean: those with every word of it first, then the similar."""
    words = typed.split()[:6]
    if not words:
        return []
    exact = Organization.objects.filter(*(Q(name__icontains=word) for word in words))
    found = list(exact.order_by("name", "pk")[:MOST_NAMED])
    return found + [other for other in similar_organizations(typed) if other not in found]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def organizations_like(organization: Organization) -> QuerySet[Organization]:
    """Others of the same kind: first those of its size and region, then of its size, then the rest."""
    near = Case(
        When(beds=organization.beds, region=organization.region, then=Value(0)),
        When(beds=organization.beds, then=Value(1)),
        When(region=organization.region, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    others = Organization.objects.filter(kind=organization.kind).exclude(pk=organization.pk)
    return others.order_by(near, "name", "pk")


def beds_near(beds: str) -> list[str]:
    """The band ``beds`` and its neighbours: sizes that a member would call like theirs."""
    bands = [band for band in Beds.values if band != Beds.NONE]
    if beds not in bands:
        return [beds]
    place = bands.index(beds)
    return bands[max(0, place - 1) : place + 2]


def free_slug(name: str) -> str:
    """A slug for an organization called ``name`` that no other has."""
    base = slugify(name)[:110] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
