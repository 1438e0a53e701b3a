"""That members agree to the rules: when they sign up, and when the rules have changed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.holding import hold_member
from forum.conduct.queries import current_version
from forum.conduct.services import record_acceptance
from forum.core.errors import Outdated


@transaction.atomic
def accept_rules(*, user: User, version: int) -> None:
    """Note that ``user`` accepts ``version`` of the code of conduct, which they have read. Twice is once.

    Raises Outdated where another version has been published since, PermissionDenied.
    """
    held = hold_member(user)
    if version != current_version().number:
        raise Outdated(_("The rules have changed once more meanwhile. Read what changed, then accept."))
    record_acceptance(user=held, version=version, at=timezone.now())
    if held.rules_accepted < version:
        User.objects.filter(pk=held.pk).update(rules_accepted=version)
        user.rules_accepted = version
