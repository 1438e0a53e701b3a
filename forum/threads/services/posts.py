from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import Standing, handles_of_members, standing_of
from accounts.services import hold_writer, require_writer
from forum.adoption.models import StatusReport
from forum.core import markup
from forum.core.errors import Outdated, Refused
from forum.core.prepared import prepared
from forum.core.signals import announce, announce_within
from forum.threads import permissions
from forum.threads.models import Post, ReadMarker, Thread
from forum.threads.services.counting import count_in_topic, recount_thread
from forum.threads.services.holding import cause_to_wait, unaccept
from forum.threads.services.limits import Writing, refuse_too_much
from forum.threads.services.locks import hold_post, require
from forum.threads.services.pace import refuse_reply
from forum.threads.services.pseudonyms import nameless_line
from forum.threads.signals import (
    post_added,
    post_changed,
    post_deciding,
    post_held,
    post_holding,
    post_withdrawing,
)

PRESENT = (
    "last_number reply_count last_posted_at closed_at hidden_at withdrawn_at held_at closes_at "
    "slow_seconds topic_id merged_into_id"
).split()


class AlreadyPosted(Refused):
    """The same form was sent before; ``post`` is what it made."""

    def __init__(self, post: Post):
        super().__init__(_("You have posted this already."))
        self.post = post


class Sending(TypedDict, total=False):
    """How a text comes in: what asking and replying hand on to ``append_post``.

    ``submission_key`` is that of the form: sent twice, it makes one post. ``written_at`` is for what
    was written elsewhere before. ``held`` is a cause to wait for a moderator. ``unnamed_as`` is the
    label that the author saw, for a post that bears no name.
    """

    submission_key: UUID | None
    written_at: datetime | None
    held: str
    unnamed_as: str


def render_body(body: str) -> str:
    """``body`` as HTML, with the members it mentions linked. Previews and posts both use it."""
    return markup.render(body, mentions=handles_of_members(markup.mentioned(body)))


def render_anew(post: Post) -> bool:
    """Store the HTML of the text that ``post`` has here, if it is its text still; returns whether it is.

    An edit or a redaction that came meanwhile has rendered another one, and would be undone.
    """
    html = render_body(post.body)
    unchanged = Post.objects.filter(pk=post.pk, body=post.body)
    return bool(unchanged.update(body_html=html, markup_version=markup.VERSION))


@transaction.atomic(savepoint=False)
def append_post(
    *,
    thread: Thread,
    author: User,
    body: str,
    in_reply_to: Post | None = None,
    status_report: StatusReport | None = None,
    submission_key: UUID | None = None,
    written_at: datetime | None = None,
    held: str = "",
    unnamed_as: str = "",
) -> Post:
    """Add the next post to ``thread``. Every post, question or reply, is born here.

    What the last four say is told at ``Sending``. A post that is ``held`` is counted and announced
    once a moderator releases it, and so are the first posts of a member.

    The author is held first: a second send of one form waits and finds the first, and posts sent
    at once are counted one by one. Then the counter: its UPDATE locks the thread's row, so two
    members who answer at once get different numbers. Raises AlreadyPosted, what ``refuse_too_much``,
    ``refuse_reply`` and ``nameless_line`` do, ReadsOnly for an author who must not write now, and
    PermissionDenied for one who was erased meanwhile.
    """
    author = hold_writer(author)
    refuse_second_send(author, submission_key)
    now = written_at or timezone.now()
    body_html = render_body(body)
    is_reply = thread.last_number > 0
    standing = standing_of(author)
    if written_at is None:
        refuse_too_much(Writing(author, standing, body, body_html), is_question=not is_reply)
    held = held or cause_to_wait(author, standing, written_at=written_at)
    _take_number(thread, at=now, is_reply=is_reply, is_held=bool(held))
    if is_reply:
        refuse_reply(thread=thread, author=author, at=now, is_nameless=bool(unnamed_as))
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number,
        author=author,
        **_line(author, standing, thread, unnamed_as),
        in_reply_to=in_reply_to,
        status_report=status_report,
        body=body,
        body_html=body_html,
        markup_version=markup.VERSION,
        submission_key=submission_key,
        created_at=now,
        held_at=now if held else None,
    )
    _read_ones_own(post)
    if held:
        announce_within(post_holding, post=post, cause=held)
    announce(post_held if held else post_added, post=post)
    return post


def _take_number(thread: Thread, *, at: datetime, is_reply: bool, is_held: bool) -> None:
    """Count a post of that moment on ``thread``, lock its row with that, and read what it is now."""
    last = F("last_posted_at")
    Thread.objects.filter(pk=thread.pk).update(
        last_number=F("last_number") + 1,
        reply_count=F("reply_count") + int(is_reply and not is_held),
        last_posted_at=last if is_held and is_reply else Greatest(last, at),
    )
    (now,) = _present(None, pk=thread.pk)
    for name in PRESENT:
        setattr(thread, name, getattr(now, name))


@prepared
def _present(viewer, pk):
    return Thread.objects.filter(pk=pk).only(*PRESENT)


def _line(author: User, standing: Standing, thread: Thread, unnamed_as: str) -> dict[str, Any]:
    if unnamed_as:
        return nameless_line(author, thread, unnamed_as, standing)
    return author_line(author, standing)


def author_line(author: User, standing: Standing | None = None) -> dict[str, Any]:
    """The fields of a post that keep who ``author`` is at this moment, whatever becomes of them."""
    standing = standing or standing_of(author)
    return {
        "job_title": author.job_title,
        "organization": standing.organization,
        "organization_name": standing.name,
        "organization_kind": standing.kind,
        "verification": standing.verification,
        "is_vendor": standing.is_vendor,
    }


def _read_ones_own(post: Post) -> None:
    """Who has read everything so far has read their own post too."""
    markers = ReadMarker.objects.filter(user=post.author, thread=post.thread, number=post.number - 1)
    markers.update(number=post.number)


def refuse_second_send(author: User, submission_key: UUID | None) -> None:
    if submission_key is None:
        return
    for earlier in _sent(None, author=author.pk, key=submission_key):
        raise AlreadyPosted(Post.objects.get(pk=earlier.pk))


@prepared
def _sent(viewer, author, key):
    return Post.objects.filter(author=author, submission_key=key).only("pk")


@transaction.atomic
def withdraw_post(*, post: Post, by: User) -> Post:
    """Take back one's own post. A notice stays in its place; a question takes its thread along.

    A most helpful reply is none any more. Does nothing to a post already withdrawn. Raises PermissionDenied.
    """
    require_writer(by)
    post = hold_post(post.pk)
    if post.withdrawn_at and post.author_id == by.pk:
        return post
    require(permissions.can_withdraw(by, post))
    return _set_withdrawn(post, timezone.now())


@transaction.atomic
def undo_withdrawal(*, post: Post, by: User) -> Post:
    """Put one's own withdrawn post back. Raises PermissionDenied."""
    require_writer(by)
    post = hold_post(post.pk)
    if post.withdrawn_at is None and post.author_id == by.pk:
        return post
    require(permissions.can_undo_withdrawal(by, post))
    return _set_withdrawn(post, None)


def _set_withdrawn(post: Post, moment) -> Post:
    post.withdrawn_at = moment
    post.save(update_fields=["withdrawn_at"])
    if moment:
        unaccept(post)
    if post.number == 1:
        from_topic = -1 if moment else 1
        Thread.objects.filter(pk=post.thread_id).update(withdrawn_at=moment)
        post.thread.withdrawn_at = moment
        if post.thread.held_at is None:
            count_in_topic(post.thread, from_topic)
    if moment:
        announce_within(post_withdrawing, post=post)
    elif post.held_at:
        announce_within(post_holding, post=post, cause="")
    return _recounted(post)


@transaction.atomic
def set_post_hidden(*, post: Post, by: User, hidden: bool) -> Post:
    """Hide a reply from members, or show it again. Moderation logs who and why.

    Raises PermissionDenied, Refused for a question (its thread is hidden instead), Outdated
    where another moderator did the same before.
    """
    post = hold_post(post.pk)
    require(permissions.can_moderate(by, post.thread))
    if post.number == 1:
        raise Refused(_("Remove the whole thread instead."))
    if bool(post.hidden_at) == hidden:
        raise Outdated(
            _("Another moderator has removed it already.")
            if hidden
            else _("It has been restored already.")
        )
    post.hidden_at = timezone.now() if hidden else None
    post.save(update_fields=["hidden_at"])
    if hidden:
        unaccept(post)
        announce_within(post_deciding, post=post, by=by, is_kept=False)
    elif post.held_at:
        announce_within(post_holding, post=post, cause="")
    return _recounted(post)


def _recounted(post: Post) -> Post:
    recount_thread(post.thread)
    announce(post_changed, post=post)
    return post
