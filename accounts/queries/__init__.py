"""What pages and other apps read of members and organizations."""

from accounts.queries.members import (
    handles_of_members,
    is_handle_free,
    member_by_handle,
    profile_data,
    proposed_handle,
    sessions_data,
)
from accounts.queries.organizations import (
    Standing,
    colleagues_of,
    directory,
    free_slug,
    organization_for_email,
    organizations_like,
    roster_of,
    similar_organizations,
    standing_of,
)
from accounts.queries.proposals import expiring_memberships, open_proposals, proposals_of

__all__ = [
    "Standing",
    "colleagues_of",
    "directory",
    "expiring_memberships",
    "free_slug",
    "handles_of_members",
    "is_handle_free",
    "member_by_handle",
    "open_proposals",
    "organization_for_email",
    "organizations_like",
    "profile_data",
    "proposals_of",
    "proposed_handle",
    "roster_of",
    "sessions_data",
    "similar_organizations",
    "standing_of",
]
