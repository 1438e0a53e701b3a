"""The tabs over every list of moderation."""

from typing import Any

from accounts.models import User
from forum.moderation.case_queries import waiting_for


def tabs(viewer: User, section: str) -> dict[str, Any]:
    """What ``moderation/_sections.html`` shows: where ``viewer`` is, and how much waits elsewhere."""
    return {"section": section, "queue": waiting_for(viewer)}
