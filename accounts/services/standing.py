"""What moderators' decisions change on the member's row: until when they only read, or are shut out.

Each runs in the transaction of the act, whose caller holds the member's row and keeps who and why.
"""

import logging
from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts import blocking
from accounts.models import BlockedAddress, User

logger = logging.getLogger("rounds.security")


def set_warned(*, member: User, at: datetime | None) -> None:
    """Let ``member`` only read until they have read a warning (``at``), or go on (None)."""
    _set(member, "warned_at", at)


def set_posting_pause(*, member: User, until: datetime | None) -> None:
    """Let ``member`` only read ``until`` then; None ends it."""
    _set(member, "posting_paused_until", until)


def set_suspension(*, member: User, until: datetime | None) -> None:
    """Keep ``member`` from signing in ``until`` then, and sign them out everywhere; None ends it."""
    _set(member, "suspended_until", until)
    logger.info("Member %s is suspended until %s", member.pk, until)
    if member.is_suspended:
        for session in UserSession.objects.filter(user=member):
            session.end()


def block_address(*, email: str) -> BlockedAddress:
    """Let nobody join with ``email``, nor change to it. Twice is once."""
    blocked, _is_new = BlockedAddress.objects.get_or_create(digest=blocking.digest(email))
    return blocked


def unblock_address(*, address: BlockedAddress) -> None:
    """Let the owner of ``address`` join again."""
    address.delete()


def _set(member: User, field: str, moment: datetime | None) -> None:
    setattr(member, field, moment)
    member.save(update_fields=[field])
