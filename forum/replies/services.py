"""What members do to answer: reply, mark as helpful, keep a draft."""

from datetime import date
from typing import Any, Unpack
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import hold_member, hold_writer, require_writer
from forum.adoption.queries import membership_with_answer
from forum.adoption.services import report_apart, report_status
from forum.core.erasing import rewrite
from forum.core.errors import Refused
from forum.core.redacting import Place, Words, redact, redacted
from forum.core.signals import announce
from forum.replies.models import Draft, HelpfulMark
from forum.threads.former import with_merged
from forum.threads.models import Post, Thread, Topic
from forum.threads.permissions import can_mark_helpful, can_post, can_reply
from forum.threads.services import AlreadyPosted, Sending, append_post, refuse_second_send
from forum.threads.signals import post_changed


@transaction.atomic
def post_reply(
    *,
    thread: Thread,
    author: User,
    body: str,
    in_reply_to: int | None = None,
    status: str = "",
    since: date | None = None,
    **sending: Unpack[Sending],
) -> Post:
    """Answer ``thread``; ``in_reply_to`` is the number of a post in it.

    ``status`` and ``since`` say what the author's organization does with the subject of the
    thread: the post shows it, and it counts; where the post bears no name, it only counts.

    Raises PermissionDenied, NotAnswering where the author cannot say, Refused for a post of another
    thread or out of sight, ThreadClosed where the thread takes no more replies, AlreadyPosted for a
    form sent twice, PostingTooOften, LabelChanged.
    """
    if status:  # before their organization; otherwise append_post holds them first of all
        hold_writer(author)
    require_writer(author)
    if not can_post(author) or (thread.hidden_at and not can_reply(author, thread)):
        raise PermissionDenied
    report = None
    if status and thread.subject:
        # before the status is said a second time
        refuse_second_send(author, sending.get("submission_key"))
        say = report_apart if sending.get("unnamed_as") else report_status
        at = sending.get("written_at")
        report = say(subject=thread.subject, by=author, status=status, since=since, reported_at=at)
    post = append_post(
        thread=thread,
        author=author,
        body=body,
        in_reply_to=_answered_post(thread, in_reply_to, author),
        status_report=report,
        **sending,
    )
    discard_draft(user=author, thread=thread)
    return post


def _answered_post(thread: Thread, number: int | None, author: User) -> Post | None:
    if number is None:
        return None
    found = Post.objects.visible_to(author).filter(thread=thread, number=number).first()
    if found is None:
        raise Refused(_("The post you answer is not in this thread any more."))
    return found


@transaction.atomic
def mark_helpful(*, post: Post, by: User) -> None:
    """Say that ``post`` helped. Twice is once. Raises PermissionDenied for one's own post."""
    require_writer(by)
    post = _held(post)
    if not can_mark_helpful(by, post):
        raise PermissionDenied
    _mark, is_new = HelpfulMark.objects.get_or_create(post=post, user=by)
    if is_new:
        _count_marks(post, 1)


@transaction.atomic
def unmark_helpful(*, post: Post, by: User) -> None:
    """Take the mark back. Twice is once."""
    require_writer(by)
    post = _held(post)
    gone, _rows = HelpfulMark.objects.filter(post=post, user=by).delete()
    if gone:
        _count_marks(post, -1)


def _held(post: Post) -> Post:
    """The post as it is now; nobody else counts its marks meanwhile.

    Its thread is read after that: a join would find none where the post moved while this waited.
    """
    return Post.objects.select_for_update().get(pk=post.pk)


def _count_marks(post: Post, change: int) -> None:
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + change)
    announce(post_changed, post=post)


@transaction.atomic
def save_draft(
    *,
    user: User,
    thread: Thread | None,
    body: str,
    submission_key: UUID,
    title: str = "",
    topic: Topic | None = None,
    tags: str = "",
    sharing: str = "",
    is_nameless: bool = False,
    asks_status: bool = False,
    subject_name: str = "",
    subject_kind: str = "",
    status: str | None = None,
    since: str | None = None,
    in_reply_to: int | None = None,
    is_autosave: bool = False,
) -> Draft | None:
    """Keep what ``user`` has typed so far: one draft a thread, and one of a question.

    ``status`` and ``since`` are None where the form did not ask for them. Where nothing is typed the
    draft is dropped. What was typed into a form that has posted before gets a key of its own; an
    autosave may come later than the post it was to become, and then keeps nothing.

    Raises PermissionDenied, or AlreadyPosted for a text that is posted.
    """
    hold_member(user)
    posted = Post.objects.filter(author=user, submission_key=submission_key).select_related("thread")
    for post in posted:
        _refuse_posted(post, body, title if thread is None else None, is_autosave=is_autosave)
        submission_key = uuid4()
    words = "".join([body, title, tags, subject_name, since or ""])
    if not (words.strip() or _is_another_answer(user, thread, status)):
        discard_draft(user=user, thread=thread)
        return None
    typed = {
        "title": title,
        "body": body,
        "topic": topic,
        "tags": tags,
        "sharing": sharing,
        "is_nameless": is_nameless,
        "subject_name": subject_name,
        "asks_status": asks_status,
        "subject_kind": subject_kind,
        "status": status,
        "since": since,
        "in_reply_to": in_reply_to,
        "submission_key": submission_key,
        "saved_at": timezone.now(),
    }
    return Draft.objects.update_or_create(user=user, thread=thread, defaults=typed)[0]


def _refuse_posted(post: Post, body: str, title: str | None, *, is_autosave: bool) -> None:
    """Raise AlreadyPosted for what ``post`` says, or said before its last words in an autosave."""
    pairs = [(post.body, body)] if title is None else [(post.body, body), (post.thread.title, title)]
    if all(said == typed or (is_autosave and said.startswith(typed)) for said, typed in pairs):
        raise AlreadyPosted(post)


def _is_another_answer(user: User, thread: Thread | None, status: str | None) -> bool:
    """Whether ``status`` was chosen: the composer starts with what the organization has said."""
    if not (status and thread and thread.subject_id):
        return False
    membership: Any = membership_with_answer(user, thread.subject_id).first()
    return membership is not None and membership.report_status != status


def discard_draft(*, user: User, thread: Thread | None) -> None:
    """Forget the draft of a reply in ``thread``, or of the question (None)."""
    Draft.objects.filter(user=user, thread=thread).delete()


def drop_asked_draft(*, post: Post) -> None:
    """Forget the draft that has become the question ``post``; a reply's goes as it is posted.

    A question that a moderator releases later leaves what its author has typed since.
    """
    if post.number == 1:
        Draft.objects.filter(user=post.author, thread=None, saved_at__lte=post.created_at).delete()


def forget_member(*, user: User) -> None:
    """Drop what an erased member left unposted, and their handle from what others did.

    Their marks stay, nameless, so counts stay true.
    """
    Draft.objects.filter(user=user).delete()
    rewrite(Draft.objects.all(), user.handle, "title", "body", "tags")


def redact_words(*, words: Words, post: Post) -> list[Place]:
    """Take ``words`` out of what its author or anybody in the thread has typed, and of all quotes."""
    drafts = Draft.objects.filter(Q(thread__in=with_merged(post.thread_id)) | Q(user=post.author_id))
    found = redact(drafts, words, "title", "body", "tags", "subject_name")
    quotes = Draft.objects.exclude(pk__in=[draft.pk for draft in found])
    for draft, changes in redacted(quotes, words, words.out_of_quotes, "body"):
        Draft.objects.filter(pk=draft.pk).update(**changes)
        found.append(draft)
    return [Place(_("A draft")) for _draft in found]
