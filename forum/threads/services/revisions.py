from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_moderator
from forum.core.errors import Outdated
from forum.core.signals import announce
from forum.threads.models import Revision
from forum.threads.services.locks import require
from forum.threads.signals import post_changed


@transaction.atomic
def redact_revision(*, revision: Revision, by: User) -> Revision:
    """Remove a former text for everybody and for good; a stub stays. Moderation logs who and why.

    Raises PermissionDenied, Outdated where another moderator did the same before.
    """
    held = Revision.objects.select_for_update(no_key=True).get(pk=revision.pk)
    require(is_moderator(by))
    if held.redacted_at:
        raise Outdated(_("Another moderator has removed it already."))
    held.title = held.tags = held.body = held.reason = ""
    held.redacted_at = timezone.now()
    held.save(update_fields=["title", "tags", "body", "reason", "redacted_at"])
    announce(post_changed, post=held.post)
    return held
