"""What members and administrators do with one account."""

import logging
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import handles
from accounts.models import RetiredHandle, User
from accounts.services.memberships import end_membership
from accounts.signals import member_changed, member_erasing, role_changed
from forum.core.errors import Refused
from forum.core.signals import announce, announce_within

logger = logging.getLogger("rounds.security")
VISIT_WRITTEN_EVERY = timedelta(minutes=5)
FORMER_MEMBER = "Former member"


@transaction.atomic
def create_member(
    *,
    handle: str,
    display_name: str,
    email: str,
    password: str | None = None,
    role: str = User.Role.MEMBER,
    job_title: str = "",
    organization_name: str = "",
    organization_kind: str = "",
    about: str = "",
    time_zone: str = "America/New_York",
    joined_at: datetime | None = None,
) -> User:
    """A member whose address counts as confirmed: for the first administrator, demo and tests."""
    member = User(
        handle=handle.lower(),
        handle_skeleton=handles.skeleton(handle),
        display_name=display_name,
        email=email.lower(),
        role=role,
        job_title=job_title,
        organization_name=organization_name,
        organization_kind=organization_kind,
        about=about,
        time_zone=time_zone,
        joined_at=joined_at or timezone.now(),
        confirmed_at=timezone.now(),
    )
    member.set_password(password)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


@transaction.atomic
def update_profile(
    *,
    user: User,
    display_name: str,
    job_title: str,
    about: str,
    time_zone: str,
    organization_name: str | None = None,
    organization_kind: str | None = None,
) -> None:
    """Change what colleagues see of ``user``, and the zone ``user`` sees times in.

    Where they work stays as it is if it is not given: a confirmed organization is not typed.
    """
    changes = {
        "display_name": display_name,
        "job_title": job_title,
        "about": about,
        "time_zone": time_zone,
        "organization_name": organization_name,
        "organization_kind": organization_kind,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    for name, value in given.items():
        setattr(user, name, value)
    user.save(update_fields=list(given))
    announce(member_changed, user=user)


def set_theme(*, user: User, theme: str) -> None:
    """Show ``user`` the site light, dark or as the device has it."""
    user.theme = User.Theme(theme)
    user.save(update_fields=["theme"])


@transaction.atomic
def change_role(*, member: User, role: str, by: User) -> None:
    """Let the administrator ``by`` make ``member`` a member, moderator or administrator.

    Raises Refused where check_role_change says so. The log hears of it.
    """
    check_role_change(member=member, role=role, by=by)
    member.refresh_from_db(fields=["role"])
    was = member.role
    if was == role:
        return
    member.role = User.Role(role)
    member.save(update_fields=["role"])
    logger.info("Role of member %s changed from %s to %s by %s", member.pk, was, role, by.pk)
    announce(role_changed, member=member, by=by, was=was, now=role)
    announce(member_changed, user=member)


@transaction.atomic
def check_role_change(*, member: User, role: str, by: User) -> None:
    """Raise Refused unless ``by`` may give ``member`` this ``role``.

    The administrators are read under a lock: two of them who demote each other at the same
    moment must not leave the forum without one.
    """
    administrators = _locked_administrators()
    if by.pk not in administrators:
        raise Refused(_("Only administrators change roles."))
    if member.pk == by.pk:
        raise Refused(_("You cannot change your own role. Ask another administrator."))
    if role not in User.Role.values:
        raise Refused(_("There is no such role."))
    if not User.objects.current().filter(pk=member.pk).exists():
        raise Refused(_("A former member has no role."))
    if administrators == {member.pk} and role != User.Role.ADMINISTRATOR:
        raise Refused(_("The forum needs an administrator, and this is the last one."))


@transaction.atomic
def erase_member(*, user: User) -> None:
    """Take out of the forum whatever names ``user``; what they wrote stays, by a former member.

    Every app forgets its own part within the transaction. Raises Refused for the last
    administrator.
    """
    if _locked_administrators() == {user.pk}:
        raise Refused(_("You are the last administrator. Make another member administrator first."))
    user.refresh_from_db()
    if user.erased_at:
        return
    announce_within(member_erasing, user=user)
    RetiredHandle.objects.get_or_create(digest=handles.digest(user.handle))
    end_membership(user=user)
    user.proposals.all().delete()
    _end_sign_ins(user)
    _anonymise(user)
    logger.info("Member %s erased", user.pk)
    announce(member_changed, user=user)


def record_visit(*, user: User) -> None:
    """Remember that ``user`` is here, and when the visit before this one ended.

    Written every few minutes at most; a database too busy to write it costs nobody the page.
    """
    now, seen = timezone.now(), user.seen_at
    if seen and now - seen < VISIT_WRITTEN_EVERY:
        return
    changes = {"seen_at": now}
    if seen and now - seen > timedelta(minutes=settings.VISIT_ENDS_AFTER_MINUTES):
        changes["previous_visit_at"] = seen
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk, seen_at=seen).update(**changes)
    except OperationalError:
        logger.warning("A visit could not be written")
        return
    for name, value in changes.items():
        setattr(user, name, value)


def _locked_administrators() -> set[int]:
    rows = User.objects.administrators().select_for_update().order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _end_sign_ins(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


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
    user.is_active = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    ).update(object_repr=str(user))
