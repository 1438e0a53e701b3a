"""Whether a thread takes a reply now: closed or not, at a set time or not, slow or not."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.dates import duration
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce
from forum.threads import permissions
from forum.threads.models import Post, Thread
from forum.threads.services.locks import ThreadMerged, hold_thread, require
from forum.threads.signals import thread_changed


class ThreadClosed(Refused):
    """The thread takes no more replies."""


class TooSoon(Refused):
    """The thread is in slow mode, and this member has replied a moment ago."""


def why_closed(thread: Thread) -> str:
    """What somebody who would reply is told of a thread that takes no replies."""
    if thread.hidden_at:
        return _("A moderator removed this question, so it takes no more replies.")
    if thread.withdrawn_at:
        return _("This question was withdrawn, so it takes no more replies.")
    if thread.held_at:
        return _("This question waits for a moderator. Replies open when it is approved.")
    return _("This question is closed, so it takes no more replies.")


def refuse_reply(*, thread: Thread, author: User, at: datetime, is_nameless: bool) -> None:
    """Say no where ``thread``, whose row the caller holds, takes no reply of ``author`` at that time.

    Without a name moderators have no rights of their own: where only they can reply, it would tell.
    Raises ThreadMerged, ThreadClosed, TooSoon.
    """
    if thread.merged_into_id:
        raise ThreadMerged
    is_exempt = permissions.can_moderate(author, thread) and not is_nameless
    if not (is_exempt or permissions.takes_replies(thread)):
        raise ThreadClosed(why_closed(thread))
    if not thread.slow_seconds or is_exempt:
        return
    mine = Post.objects.replies().filter(thread=thread, author=author).order_by("-created_at")
    last = mine.values_list("created_at", flat=True).first()
    wait = last + timedelta(seconds=thread.slow_seconds) - at if last else timedelta(0)
    if wait > timedelta(0):
        words = _(
            "This thread is in slow mode: one reply from each member every %(pace)s. "
            "You can post yours in %(wait)s; it stays in the form until then."
        )
        facts = {"pace": duration(thread.slow_seconds), "wait": duration(wait.total_seconds())}
        raise TooSoon(words % facts)


@transaction.atomic
def set_thread_closed(*, thread: Thread, by: User, closed: bool) -> Thread:
    """Stop or resume taking replies; a time set for closing is over with it.

    Raises PermissionDenied, Outdated.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held))
    if held.is_closed == closed:
        raise Outdated(_("Another moderator has done this already."))
    held.closed_at, held.closes_at = (timezone.now() if closed else None), None
    return _saved(held, "closed_at", "closes_at")


@transaction.atomic
def set_closing_time(*, thread: Thread, by: User, closes_at: datetime | None) -> Thread:
    """Let ``thread`` take replies until ``closes_at``, or (None) until somebody closes it.

    Raises PermissionDenied, Refused for a time that has passed, Outdated for a closed thread.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held))
    if held.is_closed:
        raise Outdated(_("The thread is closed already. Reopen it first."))
    if closes_at and closes_at <= timezone.now():
        raise Refused(_("Choose a time that is still to come."))
    held.closes_at = closes_at
    return _saved(held, "closes_at")


@transaction.atomic
def set_slow_mode(*, thread: Thread, by: User, seconds: int) -> Thread:
    """Let each member reply once in so many ``seconds``; 0 is as often as they like.

    Moderators are exempt. Raises PermissionDenied.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held))
    held.slow_seconds = seconds
    return _saved(held, "slow_seconds")


def _saved(thread: Thread, *fields: str) -> Thread:
    thread.save(update_fields=fields)
    announce(thread_changed, thread=thread)
    return thread
