"""Members, the organizations they work for, and what ties the two."""

from accounts.models.members import BlockedAddress, RetiredHandle, User
from accounts.models.memberships import Membership, Proposal
from accounts.models.organizations import Beds, Kind, Organization, OrganizationDomain

__all__ = [
    "Beds",
    "BlockedAddress",
    "Kind",
    "Membership",
    "Organization",
    "OrganizationDomain",
    "Proposal",
    "RetiredHandle",
    "User",
]
