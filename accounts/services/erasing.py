"""Erasing a member: what names them goes, what they wrote stays."""

import json
import logging

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import handles
from accounts.models import Organization, Proposal, RetiredHandle, User
from accounts.services.holding import hold_administrators, hold_member
from accounts.services.memberships import end_membership
from accounts.signals import member_changed, member_erasing
from forum.core.erasing import rewrite
from forum.core.errors import Refused
from forum.core.mail import drop_mail
from forum.core.signals import announce, announce_within

logger = logging.getLogger("rounds.security")
FORMER_MEMBER = "Former member"


@transaction.atomic
def erase_member(*, user: User) -> None:
    """Take out of the forum whatever names ``user``; what they wrote stays, by a former member.

    Every app forgets its own part within the transaction. ``user`` is held, so that a post or a
    profile sent in the same moment is either in before, or refused. Raises Refused for the last
    administrator.
    """
    if hold_administrators() == {user.pk}:
        raise Refused(_("You are the last administrator. Make another member administrator first."))
    try:
        hold_member(user)
    except PermissionDenied:  # erased already
        return
    user.refresh_from_db()
    _forget_mentions(user.handle)  # rows of members are taken before others, as in every service
    announce_within(member_erasing, user=user)
    RetiredHandle.objects.get_or_create(digest=handles.digest(user.handle))
    end_membership(user=user)
    user.proposals.all().delete()
    _end_sign_ins(user)
    _anonymise(user)
    logger.info("Member %s erased", user.pk)
    announce(member_changed, user=user)


def _forget_mentions(handle: str) -> None:
    rewrite(User.objects.exclude(handle=handle), handle, "about")
    rewrite(Organization.objects.all(), handle, "about")
    rewrite(Proposal.objects.all(), handle, "note", "reason")
    rewrite(LogEntry.objects.all(), handle, "object_repr", "change_message")


def _end_sign_ins(user: User) -> None:
    """Sign out everywhere, forget sign-ins under way, and drop the mails that were to leave."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    emails = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) | {user.email}
    _drop_sessions(user, emails)
    for email in emails:
        drop_mail(to=email)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def _drop_sessions(user: User, emails: set[str]) -> None:
    """Sessions can only be searched one by one; members are erased rarely."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    for session in Session.objects.iterator(chunk_size=500):
        data = session.get_decoded()
        stored = json.dumps(data, default=str)
        if data.get(SESSION_KEY) == str(user.pk) or any(json.dumps(email) in stored for email in emails):
            session.delete()


def _anonymise(user: User) -> None:
    user.handle = handles.of_former_member(user.pk)
    user.handle_skeleton = handles.skeleton(user.handle)
    user.display_name = FORMER_MEMBER
    user.email = user.job_title = user.organization_name = user.about = ""
    user.organization_kind = ""
    user.time_zone = settings.TIME_ZONE
    user.theme = User.Theme.SYSTEM
    user.role = User.Role.MEMBER
    user.last_login = user.seen_at = user.previous_visit_at = None
    user.warned_at = user.posting_paused_until = user.suspended_until = None
    user.is_active = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    ).update(object_repr=str(user))
