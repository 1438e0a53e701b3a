"""What pages and other apps read of members and organizations."""

from accounts.queries.members import (
    handles_of_members,
    is_blocked,
    is_handle_free,
    member_by_handle,
    other_sessions,
    profile_data,
    proposed_handle,
    sessions_data,
)
from accounts.queries.memberships import (
    can_be_let_in,
    current_membership,
    read_address,
    shown_by_address,
)
from accounts.queries.organization_pages import (
    colleagues_of,
    directory,
    domains_asked_for,
    organizations_to_read,
    roster_of,
)
from accounts.queries.organizations import (
    Standing,
    as_standing,
    beds_near,
    free_slug,
    organization_for_email,
    organizations_like,
    organizations_named,
    similar_organizations,
    standing_of,
)
from accounts.queries.proposals import (
    all_proposals,
    expiring_memberships,
    latest_wish,
    proposals_of,
)

__all__ = [
    "Standing",
    "all_proposals",
    "as_standing",
    "beds_near",
    "can_be_let_in",
    "colleagues_of",
    "current_membership",
    "directory",
    "domains_asked_for",
    "expiring_memberships",
    "free_slug",
    "handles_of_members",
    "is_blocked",
    "is_handle_free",
    "latest_wish",
    "member_by_handle",
    "organization_for_email",
    "organizations_like",
    "organizations_named",
    "organizations_to_read",
    "other_sessions",
    "profile_data",
    "proposals_of",
    "proposed_handle",
    "read_address",
    "roster_of",
    "sessions_data",
    "shown_by_address",
    "similar_organizations",
    "standing_of",
]
