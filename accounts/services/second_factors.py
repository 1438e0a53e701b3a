import logging

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.adapter import send_notice
from accounts.models import User

logger = logging.getLogger("rounds.security")


@transaction.atomic
def remove_second_factor(*, factor: Authenticator, by: User) -> None:
    """Take a second factor off a member who lost it; the member is mailed.

    Recovery codes alone open nothing, so the last factor takes them along.
    """
    member = factor.user
    factor.delete()
    delete_dangling_recovery_codes(member)
    logger.info("Second factor of member %s removed by %s", member.pk, by.pk)
    send_notice("accounts/email/second_factor_removed", member, {}, though_suspended=True)
