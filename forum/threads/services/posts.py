from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import handles_of_members, standing_of
from accounts.services import hold_member
from forum.adoption.models import StatusReport
from forum.core import markup
from forum.core.errors import Outdated, Refused
from forum.core.prepared import prepared
from forum.core.signals import announce
from forum.threads import permissions
from forum.threads.models import Post, ReadMarker, Revision, Thread
from forum.threads.queries import is_posting_too_often
from forum.threads.services.counting import count_in_topic, recount_thread
from forum.threads.services.holding import hold_back
from forum.threads.services.locks import hold_post, require
from forum.threads.services.pace import refuse_reply
from forum.threads.services.tags import retitle
from forum.threads.signals import post_added, post_changed, post_held

PRESENT = (
    "last_number reply_count last_posted_at closed_at hidden_at withdrawn_at held_at closes_at "
    "slow_seconds topic_id merged_into_id"
).split()


class PostingTooOften(Refused):
    """The author has written as many posts as ten minutes allow."""


class AlreadyPosted(Refused):
    """The same form was sent before; ``post`` is what it made."""

    def __init__(self, post: Post):
        super().__init__(_("You have posted this already."))
        self.post = post


class EditedMeanwhile(Outdated):
    """Somebody saved another text while this one was being written."""


def render_body(body: str) -> str:
    """``body`` as HTML, with the members it mentions linked. Previews and posts both use it."""
    return markup.render(body, mentions=handles_of_members(markup.mentioned(body)))


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
    held: bool = False,
) -> Post:
    """Add the next post to ``thread``. Every post, question or reply, is born here.

    A ``held`` one waits for a moderator: it counts and is announced once released.

    The author is held first: a second send of one form waits and finds the first, and posts sent
    at once are counted one by one. Then the counter: its UPDATE locks the thread's row, so two
    members who answer at once get different numbers. ``written_at`` is for posts that were written
    elsewhere before. Raises AlreadyPosted, PostingTooOften, what ``refuse_reply`` does, and
    PermissionDenied for an author who was erased meanwhile.
    """
    author = hold_member(author)
    refuse_second_send(author, submission_key)
    if written_at is None:
        _refuse_too_many(author, questions=thread.last_number == 0)
    now = written_at or timezone.now()
    body_html = render_body(body)
    is_reply = thread.last_number > 0
    Thread.objects.filter(pk=thread.pk).update(
        last_number=F("last_number") + 1,
        reply_count=F("reply_count") + int(is_reply and not held),
        last_posted_at=F("last_posted_at") if held else Greatest(F("last_posted_at"), now),
    )
    _bring_up_to_date(thread)
    if is_reply:
        refuse_reply(thread=thread, author=author, at=now)
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number,
        author=author,
        **author_line(author),
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
    announce(post_held if held else post_added, post=post)
    return post


def _bring_up_to_date(thread: Thread) -> None:
    (now,) = _present(None, pk=thread.pk)
    for name in PRESENT:
        setattr(thread, name, getattr(now, name))


@prepared
def _present(viewer, pk):
    return Thread.objects.filter(pk=pk).only(*PRESENT)


def author_line(author: User) -> dict[str, Any]:
    """The fields of a post that keep who ``author`` is at this moment, whatever becomes of them."""
    standing = standing_of(author)
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


def _refuse_too_many(author: User, *, questions: bool) -> None:
    if is_posting_too_often(author, questions=questions):
        raise PostingTooOften(_("You have posted more often than our limit allows. Wait ten minutes."))


def refuse_second_send(author: User, submission_key: UUID | None) -> None:
    if submission_key is None:
        return
    earlier = Post.objects.filter(author=author, submission_key=submission_key)
    if earlier.exists():
        raise AlreadyPosted(earlier.get())


@transaction.atomic
def edit_post(
    *,
    post: Post,
    editor: User,
    body: str,
    reason: str = "",
    title: str = "",
    version: int,
    held: bool = False,
) -> Post:
    """Replace the text of ``post`` (and, for a question, the title); the former one is a revision.

    ``version`` is the version the editor saw. ``held`` lets the post wait for a moderator. Raises
    PermissionDenied, or EditedMeanwhile where another text was saved since.
    """
    post = hold_post(post.pk)
    require(permissions.can_edit(editor, post))
    if post.version != version:
        raise EditedMeanwhile(_("This post was edited while you wrote. Compare, then save again."))
    title = title if post.number == 1 and title else post.thread.title
    if body == post.body and title == post.thread.title:
        return post
    _keep_revision(post, editor, reason)
    post.body, post.body_html, post.markup_version = body, render_body(body), markup.VERSION
    post.edited_at, post.edit_reason, post.version = timezone.now(), reason, post.version + 1
    post.save(
        update_fields=["body", "body_html", "markup_version", "edited_at", "edit_reason", "version"]
    )
    retitle(post.thread, title)
    if held:
        hold_back(post)
    announce(post_changed, post=post)
    return post


def _keep_revision(post: Post, editor: User, reason: str) -> None:
    Revision.objects.create(
        post=post,
        number=post.version,
        title=post.thread.title if post.number == 1 else "",
        body=post.body,
        editor=editor,
        reason=reason,
        created_at=timezone.now(),
    )


@transaction.atomic
def withdraw_post(*, post: Post, by: User) -> Post:
    """Take back one's own post. A notice stays in its place; a question takes its thread along.

    A most helpful reply is none any more. Does nothing to a post already withdrawn. Raises PermissionDenied.
    """
    post = hold_post(post.pk)
    if post.withdrawn_at and post.author_id == by.pk:
        return post
    require(permissions.can_withdraw(by, post))
    return _set_withdrawn(post, timezone.now())


@transaction.atomic
def undo_withdrawal(*, post: Post, by: User) -> Post:
    """Put one's own withdrawn post back. Raises PermissionDenied."""
    post = hold_post(post.pk)
    if post.withdrawn_at is None and post.author_id == by.pk:
        return post
    require(permissions.can_undo_withdrawal(by, post))
    return _set_withdrawn(post, None)


def _set_withdrawn(post: Post, moment) -> Post:
    post.withdrawn_at = moment
    post.save(update_fields=["withdrawn_at"])
    if moment:
        _unaccept(post)
    if post.number == 1:
        from_topic = -1 if moment else 1
        Thread.objects.filter(pk=post.thread_id).update(withdrawn_at=moment)
        post.thread.withdrawn_at = moment
        if post.thread.held_at is None:
            count_in_topic(post.thread, from_topic)
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
        _unaccept(post)
    return _recounted(post)


def _unaccept(post: Post) -> None:
    """A reply out of sight is no answer."""
    Thread.objects.filter(pk=post.thread_id, accepted_post=post).update(accepted_post=None)


def _recounted(post: Post) -> Post:
    recount_thread(post.thread)
    announce(post_changed, post=post)
    return post
