from typing import Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import hold_writer, require_writer
from forum.adoption.models import Subject
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce, announce_within
from forum.threads import permissions
from forum.threads.models import Post, Thread, Topic
from forum.threads.queries import question_of
from forum.threads.services.counting import count_in_topic
from forum.threads.services.locks import hold_post, hold_thread, hold_topics, require
from forum.threads.services.posts import Sending, append_post, refuse_second_send
from forum.threads.services.pseudonyms import asker_pseudonym
from forum.threads.services.tags import bear_tags, tags_named
from forum.threads.signals import post_deciding, post_holding, thread_changed
from forum.threads.strictness import audience_of


@transaction.atomic
def start_thread(
    *,
    topic: Topic,
    author: User,
    title: str,
    body: str = "",
    tags: list[str] | None = None,
    sharing: str = Thread.Sharing.EVERYONE,
    subject: Subject | None = None,
    **sending: Unpack[Sending],
) -> Thread:
    """Ask a question: a new thread whose first post holds its details.

    With a ``subject`` each organization is asked for its status on it. One that is held waits for a
    moderator, as the first ones of a member do.

    Raises PermissionDenied, Refused for an archived topic, AlreadyPosted for a form sent twice,
    PostingTooOften, LabelChanged.
    """
    require_writer(author)
    require(permissions.can_ask(author))
    hold_writer(author)  # before the topic, as the tags are: whoever holds a topic waits for nobody
    named = tags_named(tags or [])
    if Topic.objects.select_for_update().get(pk=topic.pk).archived_at:
        raise Refused(_("This topic takes no more questions."))
    refuse_second_send(author, sending.get("submission_key"))
    now = sending.get("written_at") or timezone.now()
    thread = Thread.objects.create(
        topic=topic,
        author=author,
        asker_pseudonym=asker_pseudonym() if sending.get("unnamed_as") else "",
        sharing=sharing,
        audience=audience_of(sharing),
        title=title,
        subject=subject,
        created_at=now,
        last_posted_at=now,
        held_at=now if sending.get("held") else None,
    )
    bear_tags(thread, named)
    question = append_post(thread=thread, author=author, body=body, **sending)
    if question.held_at is None:
        count_in_topic(thread, 1)
    elif thread.held_at is None:
        thread.held_at = question.held_at
        thread.save(update_fields=["held_at"])
    return thread


@transaction.atomic
def accept_reply(*, post: Post, by: User) -> None:
    """Choose ``post`` as the most helpful reply of its thread; it takes the place of another.

    Raises PermissionDenied, or Refused for the question itself or a reply out of sight.
    """
    require_writer(by)
    post = hold_post(post.pk)
    require(permissions.can_accept(by, post.thread))
    if post.number == 1 or permissions.is_removed(post):
        raise Refused(_("Only a reply that members see can be the most helpful one."))
    _set_accepted(post.thread, post)


@transaction.atomic
def unaccept_reply(*, post: Post, by: User) -> None:
    """Take the choice of ``post`` back; does nothing where another reply is chosen."""
    require_writer(by)
    post = hold_post(post.pk)
    require(permissions.can_accept(by, post.thread))
    if post.thread.accepted_post_id == post.pk:
        _set_accepted(post.thread, None)


def _set_accepted(thread: Thread, post: Post | None) -> None:
    thread.accepted_post = post
    thread.save(update_fields=["accepted_post"])
    announce(thread_changed, thread=thread)


@transaction.atomic
def set_thread_pinned(*, thread: Thread, by: User, pinned: bool) -> Thread:
    """Keep ``thread`` at the top of its topic, or let it go. Raises PermissionDenied, Outdated."""
    return _set_moment(thread, by, "pinned_at", pinned)


@transaction.atomic
def set_thread_hidden(*, thread: Thread, by: User, hidden: bool) -> Thread:
    """Hide ``thread`` from members, or show it again. Raises PermissionDenied, Outdated."""
    held = _set_moment(thread, by, "hidden_at", hidden)
    if held.withdrawn_at is None and held.held_at is None:
        count_in_topic(held, -1 if hidden else 1)
    question = question_of(held)
    if hidden:
        announce_within(post_deciding, post=question, by=by, is_kept=False)
    elif held.held_at:
        announce_within(post_holding, post=question, cause="")
    return held


def _set_moment(thread: Thread, by: User, field: str, on: bool) -> Thread:
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held))
    if bool(getattr(held, field)) == on:
        raise Outdated(_("Another moderator has done this already."))
    setattr(held, field, timezone.now() if on else None)
    held.save(update_fields=[field])
    announce(thread_changed, thread=held)
    return held


@transaction.atomic
def move_thread(*, thread: Thread, by: User, topic: Topic, seen_in: int | None = None) -> Thread:
    """Put ``thread`` into ``topic``, by a moderator of both; ``seen_in`` is where they saw it.

    Raises PermissionDenied, Refused for an archived topic, Outdated where it is there already or was
    moved meanwhile. Both topics are held in one order, whichever way a thread goes, so that moves
    never wait for each other.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held) and permissions.moderates_topic(by, topic.pk))
    if held.topic_id == topic.pk:
        raise Outdated(_("The thread is in that topic already."))
    if seen_in not in (None, held.topic_id):
        raise Outdated(_("Another moderator has moved the thread meanwhile."))
    if hold_topics(held.topic_id, topic.pk)[topic.pk].archived_at:
        raise Refused(_("This topic takes no more questions."))
    if not permissions.is_removed(held):
        Topic.objects.filter(pk=held.topic_id).update(thread_count=F("thread_count") - 1)
        Topic.objects.filter(pk=topic.pk).update(thread_count=F("thread_count") + 1)
    held.topic = topic
    held.save(update_fields=["topic"])
    announce(thread_changed, thread=held)
    return held


@transaction.atomic
def change_owner(*, thread: Thread, by: User, member: User) -> Thread:
    """Make ``member`` the asker of ``thread``, who chooses the most helpful reply from now on.

    The question stays as it was written, with its author's line. Raises PermissionDenied, Refused
    for somebody who left and for a question without a name, whoever is named: the answer would tell
    whose it is. Outdated where it is theirs already.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_moderate(by, held))
    if held.asker_pseudonym:
        raise Refused(_("The question was asked without a name, so it stays with its asker."))
    if not User.objects.current().filter(pk=member.pk).exists():
        raise Refused(_("Choose somebody who is a member now."))
    if held.author_id == member.pk:
        raise Outdated(_("The question is theirs already."))
    held.author = member
    held.save(update_fields=["author"])
    announce(thread_changed, thread=held)
    return held


@transaction.atomic
def ask_for_update(*, thread: Thread, by: User) -> Thread:
    """Put the question of ``thread`` before the organizations again whose answers have grown old.

    Once in 30 days for each thread; their members find it on their home page. Raises
    PermissionDenied, Refused for a thread that asks for no status, Outdated where somebody asked.
    """
    require_writer(by)
    held = hold_thread(thread.pk)
    require(permissions.can_reply(by, held))
    if held.subject_id is None:
        raise Refused(_("This question does not ask for a status."))
    if permissions.was_update_asked(held):
        raise Outdated(_("An update was asked for already. It can be asked for once in 30 days."))
    held.update_asked_at = timezone.now()
    held.save(update_fields=["update_asked_at"])
    announce(thread_changed, thread=held)
    return held


def move_questions(*, source: Subject, target: Subject) -> None:
    """Let the questions about ``source`` be about ``target``, in the transaction that merges them."""
    Thread.objects.filter(subject=source).update(subject=target)
