"""Organizations as lists and their own pages show them, and the people of one."""

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Membership, Organization, OrganizationDomain, Proposal


def organizations_to_read(viewer) -> QuerySet[Organization]:
    """Organizations as their pages show them, with how many members each has, whether it owns a
    domain and has an administrator, and whether ``viewer`` has asked to be its first.
    """
    memberships = Membership.objects.filter(organization=OuterRef("pk"))
    asked = Proposal.objects.filter(
        organization=OuterRef("pk"),
        member=viewer.pk,
        about=Proposal.About.ADMINISTRATOR,
        decided_at=None,
    )
    return Organization.objects.select_related("parent").annotate(
        member_count=_members(),
        has_domain=Exists(OrganizationDomain.objects.filter(organization=OuterRef("pk"))),
        has_administrator=Exists(memberships.administrators()),
        is_asked_for=Exists(asked),
    )


def directory(
    *, kind: str = "", beds: str = "", region: str = "", name: str = ""
) -> QuerySet[Organization]:
    """Organizations that match every filter given, each with ``member_count``."""
    found = Organization.objects.annotate(member_count=_members())
    for field, value in (("kind", kind), ("beds", beds), ("region", region)):
        if value:
            found = found.filter(**{field: value})
    for word in name.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def _members() -> Coalesce:
    """How many members stand at an organization: counted for the rows of one page only."""
    standing = Membership.objects.standing().filter(organization=OuterRef("pk")).order_by()
    counted = standing.values("organization").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def roster_of(organization: Organization) -> QuerySet[Membership]:
    """Everyone who stands or waits at ``organization``, those who wait first.

    Of those who wait, ``is_vouched`` tells whom a colleague knows and a moderator decides on.
    """
    standing = organization.memberships.filter(ended_at=None, user__erased_at=None)
    return _with_vouching(standing).order_by(F("verified_at").asc(nulls_first=True), "pk")


def colleagues_of(organization: Organization, *, with_waiting: bool = False) -> QuerySet[Membership]:
    """Members who agreed to be listed on the page of ``organization``, by name.

    With ``with_waiting``, for its own members: first those who say that they work there and
    whom nobody has verified.
    """
    shown = organization.memberships.listed()
    if with_waiting:
        waiting = organization.memberships.waiting().filter(user__is_active=True)
        shown = shown | waiting
    waiting_first = Case(When(verified_at=None, then=0), default=1)
    return _with_vouching(shown).order_by(waiting_first, "user__display_name", "pk")


def domains_asked_for(organization: Organization) -> QuerySet[Proposal]:
    """Mail domains of ``organization`` that a moderator has not decided on yet."""
    asked = organization.proposals.filter(about=Proposal.About.DOMAIN, decided_at=None)
    return asked.order_by("domain")


def _with_vouching(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    vouched = Proposal.objects.filter(
        member=OuterRef("user"), about=Proposal.About.COLLEAGUE, decided_at=None
    )
    return memberships.select_related("user", "verified_by").annotate(is_vouched=Exists(vouched))
