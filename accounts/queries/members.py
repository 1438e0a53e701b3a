"""Members by their handles, and what accounts knows of one."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.urls import reverse

from accounts import blocking, handles
from accounts.models import BlockedAddress, RetiredHandle, User
from forum.conduct.queries import acceptances_data


def other_sessions(user: User, *, of: str) -> QuerySet[UserSession]:
    """Where ``user`` is signed in beside the session with that key."""
    return UserSession.objects.filter(user=user).exclude(session_key=of)


def member_by_handle(handle: str) -> User | None:
    """The current member called ``handle``, in any case."""
    return User.objects.current().filter(handle=handle.lower()).first()


def handles_of_members(names: Iterable[str]) -> dict[str, str]:
    """The address of each current member among ``names``, by handle, in one query."""
    wanted = {name.lower() for name in names}
    if not wanted:
        return {}
    known = User.objects.current().filter(handle__in=wanted).values_list("handle", flat=True)
    return {handle: reverse("member", args=[handle]) for handle in known}


def is_handle_free(handle: str) -> bool:
    """Whether no member has, had or could be mistaken for ``handle``."""
    others = User.objects.filter(handle_skeleton=handles.skeleton(handle))
    return not (others.exists() or _is_retired(handle))


def is_blocked(email: str) -> bool:
    """Whether the mailbox of ``email`` may not join. Whoever asks must not tell."""
    return BlockedAddress.objects.filter(digest__in=blocking.digests(email)).exists()


def proposed_handle(name: str, wanted: str = "") -> str:
    """A free handle like ``wanted``, or for ``name``, numbered where others have it."""
    base = wanted or handles.from_name(name)
    # "rn" and "vv" look like one letter: a cut between the two would search for another.
    shape = handles.skeleton(base[:20].rstrip("rv"))
    shapes = User.objects.filter(handle_skeleton__startswith=shape)
    taken = set(shapes.values_list("handle_skeleton", flat=True))
    return next(
        handle
        for handle in handles.numbered(base)
        if handles.skeleton(handle) not in taken
        and not handles.is_reserved(handle)
        and not _is_retired(handle)
    )


def profile_data(user: User) -> dict:
    """What accounts holds about ``user``, for the copy of their data."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    return {
        "handle": user.handle,
        "display_name": user.display_name,
        "job_title": user.job_title,
        "organization": user.organization_name,
        "organization_kind": user.organization_kind,
        "memberships": _memberships_data(user),
        "proposals": _proposals_data(user),
        "about": user.about,
        "time_zone": user.time_zone,
        "theme": user.theme,
        "role": user.role,
        "joined_at": user.joined_at.isoformat(),
        "code_of_conduct_accepted": acceptances_data(user),
        "seen_at": user.seen_at.isoformat() if user.seen_at else None,
        "email_addresses": [
            {"email": address.email, "verified": address.verified, "primary": address.primary}
            for address in addresses
        ],
    }


def sessions_data(user: User) -> list[dict]:
    """Where ``user`` is signed in, and their second factors by kind, for the copy of their data."""
    sessions = UserSession.objects.filter(user=user).order_by("pk")
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    return [
        *sessions.values("ip", "user_agent", "created_at", "last_seen_at"),
        *factors.values("type", "created_at", "last_used_at"),
    ]


def _memberships_data(user: User) -> list[dict]:
    fields = ("organization__name", "how", "is_listed", "verified_at", "expires_at", "ended_at")
    return list(user.memberships.order_by("pk").values(*fields))


def _proposals_data(user: User) -> list[dict]:
    fields = ("about", "organization__name", "name", "kind", "website", "region", "domain", "note")
    return list(
        user.proposals.order_by("pk").values(*fields, "made_at", "decided_at", "is_agreed", "reason")
    )


def _is_retired(handle: str) -> bool:
    return RetiredHandle.objects.filter(digest__in=handles.digests(handle)).exists()
