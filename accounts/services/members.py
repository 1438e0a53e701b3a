"""What members and administrators do with one account."""

import logging
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import handles
from accounts.models import User
from accounts.services.holding import hold_administrators, hold_member
from accounts.signals import member_changed, role_changed
from forum.conduct.queries import current_version
from forum.conduct.services import record_acceptance
from forum.core.errors import Refused
from forum.core.signals import announce, announce_within

logger = logging.getLogger("rounds.security")
VISIT_WRITTEN_EVERY = timedelta(minutes=5)


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
    """A member whose address counts as confirmed, and the rules as accepted: for demo and tests."""
    accepted = current_version().number
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
        rules_accepted=accepted,
    )
    member.set_password(password)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    record_acceptance(user=member, version=accepted, at=timezone.now())
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
    Raises PermissionDenied for one who was erased meanwhile.
    """
    changes = {
        "display_name": display_name,
        "job_title": job_title,
        "about": about,
        "time_zone": time_zone,
        "organization_name": organization_name,
        "organization_kind": organization_kind,
    }
    hold_member(user)
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

    The log hears of it within the transaction. Raises Refused where check_role_change says so.
    """
    check_role_change(member=member, role=role, by=by)
    member.refresh_from_db(fields=["role"])
    was = member.role
    if was == role:
        return
    member.role = User.Role(role)
    member.save(update_fields=["role"])
    logger.info("Role of member %s changed from %s to %s by %s", member.pk, was, role, by.pk)
    announce_within(role_changed, member=member, by=by, was=was, now=role)
    announce(member_changed, user=member)


@transaction.atomic
def appoint_first_administrator(*, member: User) -> None:
    """Make ``member`` administrator where there is none yet; twice is once.

    Raises Refused where another is: administrators make the next in the administration.
    """
    administrators = hold_administrators()
    if administrators - {member.pk}:
        raise Refused(_("There is an administrator already, who can appoint others in /admin/."))
    member.role = User.Role.ADMINISTRATOR
    member.save(update_fields=["role"])
    logger.info("Member %s is the first administrator", member.pk)
    announce(member_changed, user=member)


@transaction.atomic
def check_role_change(*, member: User, role: str, by: User) -> None:
    """Raise Refused unless ``by`` may give ``member`` this ``role``.

    The administrators are read under a lock: two of them who demote each other at the same
    moment must not leave the forum without one.
    """
    administrators = hold_administrators()
    if by.pk not in administrators:
        raise Refused(_("Only administrators change roles."))
    if member.pk == by.pk:
        raise Refused(_("You cannot change your own role. Ask another administrator."))
    if role not in User.Role.values:
        raise Refused(_("There is no such role."))
    if role == User.Role.TOPIC_MODERATOR != member.role:
        raise Refused(_("Give them a topic, under topic moderators: the role comes with it."))
    if not User.objects.current().filter(pk=member.pk).exists():
        raise Refused(_("A former member has no role."))
    if administrators == {member.pk} and role != User.Role.ADMINISTRATOR:
        raise Refused(_("The forum needs an administrator, and this is the last one."))


@transaction.atomic
def set_topic_moderator(*, member: User, by: User, on: bool) -> None:
    """Let ``member`` look after topics, or no more; which ones, the threads keep and the log hears.

    Raises Refused where ``by`` is no administrator, or ``member`` is gone or moderates everything.
    """
    if by.pk not in hold_administrators():
        raise Refused(_("Only administrators change roles."))
    held = User.objects.select_for_update().get(pk=member.pk)
    if on and (held.erased_at or not held.is_active):
        raise Refused(_("A former member has no role."))
    if on and held.is_moderator:
        raise Refused(_("They look after every topic already."))
    if not held.is_moderator:
        held.role = User.Role.TOPIC_MODERATOR if on else User.Role.MEMBER
        held.save(update_fields=["role"])
        member.role = held.role
        announce(member_changed, user=held)


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
            User.objects.filter(pk=user.pk, seen_at=seen, erased_at=None).update(**changes)
    except OperationalError:
        logger.warning("A visit could not be written")
        return
    for name, value in changes.items():
        setattr(user, name, value)
