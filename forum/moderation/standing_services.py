"""Warning a member, pausing their posting, suspending them, and what moderators note about them.

Each takes the member's row first. The dates on that row are told anew from the sanctions that stand.
A sanction about a post without a name stands beside that post in the log, never beside a member.
"""

from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.adapter import send_notice
from accounts.models import User
from accounts.permissions import can_sanction
from accounts.time_zones import zone_of
from forum.core.errors import Outdated, Refused
from forum.moderation.logbook import write
from forum.moderation.models import MemberNote, ModerationAction, Sanction
from forum.moderation.permissions import can_moderate, can_sanction_for, is_nameless
from forum.moderation.standing_queries import ABOUT_NAMED, standing_now
from forum.threads.models import Post
from forum.threads.services.locks import require

Kind = Sanction.Kind
Act = ModerationAction.Kind
ACTS = {Kind.WARNING: Act.WARN, Kind.PAUSE: Act.PAUSE, Kind.SUSPENSION: Act.SUSPEND}


@transaction.atomic
def warn(
    *,
    member: User,
    moderator: User,
    public_reason: str,
    private_reason: str = "",
    rule: str = "",
    post: Post | None = None,
    seen: int | None = None,
) -> Sanction:
    """Tell ``member`` what must not happen again: they read only until they say that they read it.

    They are mailed. ``seen`` is the id of the warning that the moderator knew of (0: none). Raises
    PermissionDenied, Outdated where another moderator has warned them since.
    """
    reasons = {"public_reason": public_reason, "private_reason": private_reason, "rule": rule}
    return _impose(Kind.WARNING, member, moderator, reasons, seen=seen, post=post)


@transaction.atomic
def pause_posting(
    *,
    member: User,
    moderator: User,
    until: datetime,
    public_reason: str,
    private_reason: str = "",
    rule: str = "",
    post: Post | None = None,
    seen: int | None = None,
) -> Sanction:
    """Let ``member`` only read ``until`` then, in place of a pause that stands. They are mailed.

    ``seen`` is the id of the pause that the moderator knew of (0: none). Raises PermissionDenied,
    Refused for a time that has passed, Outdated where another moderator was first.
    """
    reasons = {"public_reason": public_reason, "private_reason": private_reason, "rule": rule}
    return _impose(Kind.PAUSE, member, moderator, reasons, until=until, seen=seen, post=post)


@transaction.atomic
def suspend(
    *,
    member: User,
    moderator: User,
    until: datetime,
    public_reason: str,
    private_reason: str = "",
    rule: str = "",
    post: Post | None = None,
    seen: int | None = None,
) -> Sanction:
    """Keep ``member`` from signing in ``until`` then, and sign them out everywhere. They are mailed.

    Otherwise as ``pause_posting``; and that is all it comes to for whoever ``moderator`` may not shut
    out, where a ``post`` without a name does not tell that it is one of those.
    """
    reasons = {"public_reason": public_reason, "private_reason": private_reason, "rule": rule}
    return _impose(Kind.SUSPENSION, member, moderator, reasons, until=until, seen=seen, post=post)


@transaction.atomic
def lift(*, sanction: Sanction, moderator: User, note: str = "") -> Sanction:
    """End a sanction before its time. The member is mailed.

    Raises PermissionDenied, Outdated for one that does not hold any more.
    """
    member = accounts.lock_member(sanction.member_id)
    require(can_sanction_for(moderator, member, sanction.post))
    held = standing_now(Sanction.objects.filter(pk=sanction.pk)).select_related("post").first()
    if held is None:
        raise Outdated(_("This does not hold any more."))
    _end([held], moderator)
    settle(member, held.kind)
    what = "" if is_nameless(held.post) else described(held)
    write(moderator, Act.LIFT, note=note, detail=what, **_target(member, held.post))
    tell(member, "lifted", held)
    return held


@transaction.atomic
def acknowledge_warnings(*, member: User, seen: int) -> None:
    """Say that ``member`` has read their warnings, up to the one with the id ``seen``."""
    held = accounts.lock_member(member.pk)
    unread = standing_now(Sanction.objects.filter(member=held, kind=Kind.WARNING, pk__lte=seen))
    unread.update(acknowledged_at=timezone.now())
    settle(held, Kind.WARNING)


@transaction.atomic
def add_note(*, member: User, moderator: User, words: str) -> MemberNote:
    """Tell the other moderators something about ``member``; nobody changes it. Raises PermissionDenied."""
    require(can_moderate(moderator))
    held = accounts.hold_member(member)
    note = MemberNote.objects.create(member=held, author=moderator, words=words)
    write(moderator, Act.NOTE, member=held)
    return note


def settle(member: User, kind: str) -> None:
    """Set on ``member``, whom the caller holds, what their sanctions of ``kind`` come to."""
    standing = standing_now(Sanction.objects.filter(member=member, kind=kind))
    last = standing.aggregate(until=Max("until"), since=Min("created_at"))
    if kind == Kind.WARNING:
        accounts.set_warned(member=member, at=last["since"])
    elif kind == Kind.PAUSE:
        accounts.set_posting_pause(member=member, until=last["until"])
    else:
        accounts.set_suspension(member=member, until=last["until"])


def described(sanction: Sanction) -> str:
    """A sanction in short, for the log: "Posting pause until Nov 30, 2026, 9:12 a.m."."""
    kind = sanction.get_kind_display()
    if sanction.until is None:
        return kind
    return _("%(kind)s until %(until)s") % {"kind": kind, "until": moment(sanction.until)}


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "M j, Y, g:i a")


def tell(member: User, mail: str, sanction: Sanction, action: ModerationAction | None = None) -> None:
    """Mail ``member``, in their own time, of ``sanction``; and how to appeal against ``action``."""
    zone, facts = zone_of(member), {"sanction": sanction, "action": action}
    with timezone.override(zone) if zone else nullcontext():
        send_notice(f"moderation/email/{mail}", member, facts, though_suspended=True)


def _impose(
    kind: Kind,
    member: User,
    moderator: User,
    reasons: dict[str, str],
    *,
    until: datetime | None = None,
    seen: int | None,
    post: Post | None,
) -> Sanction:
    held = accounts.lock_member(member.pk)
    require(can_sanction_for(moderator, held, post))
    if until and until <= timezone.now():
        raise Refused(_("Choose a time that is still to come."))
    if not is_nameless(post):  # beside which what holds by name would tell whose it is
        _take_the_place(kind, held, moderator, seen)
    is_shut_out = kind == Kind.SUSPENSION and can_sanction(moderator, held)
    imposed = Kind.PAUSE if kind == Kind.SUSPENSION and not is_shut_out else kind
    sanction = Sanction.objects.create(
        kind=imposed, member=held, moderator=moderator, until=until, post=post, **reasons
    )
    settle(held, imposed)
    facts = {"rule": reasons["rule"], "note": reasons["private_reason"]}
    facts["message"] = reasons["public_reason"]
    ends = _("until %(until)s") % {"until": moment(until)} if until else ""
    action = write(moderator, ACTS[kind], detail=ends, **facts, **_target(held, post))
    tell(held, imposed.value, sanction, action)
    return sanction


def _take_the_place(kind: Kind, member: User, moderator: User, seen: int | None) -> None:
    """End what holds of this kind, but for warnings. Raises Outdated for more than was ``seen``."""
    known = standing_now(Sanction.objects.filter(ABOUT_NAMED, member=member, kind=kind))
    standing = list(known.select_related("moderator").order_by("pk"))
    if seen is not None and standing and standing[-1].pk != seen:
        raise Outdated(_who_was_first(standing[-1]))
    if kind != Kind.WARNING:
        _end(standing, moderator)


def _end(sanctions: list[Sanction], moderator: User) -> None:
    for sanction in sanctions:
        sanction.lifted_at, sanction.lifted_by = timezone.now(), moderator
        sanction.save(update_fields=["lifted_at", "lifted_by"])


def _target(member: User, post: Post | None) -> dict[str, Any]:
    """What the log names: the member; the post alone, where that does not tell whose it is."""
    return {"post": post} if is_nameless(post) else {"member": member}


def _who_was_first(sanction: Sanction) -> str:
    facts = {
        "name": sanction.moderator.display_name,
        "what": described(sanction),
        "reason": sanction.public_reason,
    }
    return _("%(name)s was first: %(what)s. “%(reason)s” Look once more, then decide.") % facts
