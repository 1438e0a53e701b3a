"""What moderators do with posts that wait for them, and with words that nobody may read any more."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.core.errors import Refused
from forum.core.redacting import Place, Words, redact, redact_core, redacting
from forum.core.signals import announce
from forum.guard.services import forget_reasons
from forum.moderation.author_notices import tell_author
from forum.moderation.logbook import write as _log
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.moderation.permissions import can_moderate
from forum.threads import services as threads
from forum.threads.former import titles_over
from forum.threads.models import Post
from forum.threads.queries import tags_of
from forum.threads.services.locks import hold_post
from forum.threads.signals import thread_changed

Kind = ModerationAction.Kind


@transaction.atomic
def approve_post(*, post: Post, moderator: User, note: str = "", message: str = "") -> Post:
    """Let members see a post that waits, or a question and its thread. Followers hear of it now.

    Raises PermissionDenied, for one's own post too, and Outdated where another moderator was first.
    """
    released = threads.release_post(post=post, by=moderator)
    forget_reasons(post=released.pk)
    _log(moderator, Kind.APPROVE, post=released, note=note, message=message)
    return released


@transaction.atomic
def decline_post(*, post: Post, moderator: User, rule: str, note: str = "", message: str = "") -> Post:
    """Remove a post that waits: its author sees the rule it breaks. Of a question, the thread.

    The author is mailed why, with ``message``, and may appeal.

    Raises PermissionDenied, for one's own post too, and Outdated where another moderator was first.
    """
    declined = threads.decline_post(post=post, by=moderator)
    forget_reasons(post=declined.pk)
    target = {"thread": declined.thread} if declined.number == 1 else {"post": declined}
    tell_author(_log(moderator, Kind.HIDE, **target, rule=rule, note=note, message=message))
    return declined


def places_of(*, post: Post, moderator: User, words: str) -> list[Place]:
    """Where ``words`` would be taken out: the redaction itself, undone before anybody sees it.

    Raises what ``redact_words`` raises.
    """
    with transaction.atomic():
        places = _take_out(post, moderator, Words(words))
        transaction.set_rollback(True)
    return places


@transaction.atomic
def redact_words(*, post: Post, moderator: User, words: str, rule: str, note: str = "") -> list[Place]:
    """Take ``words`` out of the thread of ``post``, whatever quotes it, drafts, mail and memory.

    A stub stays in each of the places, which are returned; the log says how many, never what. Raises
    PermissionDenied, Refused for words that ``post`` does not hold.
    """
    places = _take_out(post, moderator, Words(words))
    count = ngettext("%d place", "%d places", len(places)) % len(places)
    _log(moderator, Kind.REDACT, post=post, rule=rule, note=note, detail=count)
    return places


def _take_out(post: Post, moderator: User, words: Words) -> list[Place]:
    if not can_moderate(moderator):
        raise PermissionDenied
    held = hold_post(post.pk)
    if not _holds(held, words):
        raise Refused(_("The post does not hold these words. Another moderator may have been first."))
    answers: Any = redacting.send(sender=None, words=words, post=held)
    places = [place for _receiver, found in answers for place in found or ()]
    acts = ModerationAction.objects.about(held.thread)
    notes = redact(acts, words, "note", "message")
    appeals = redact(Appeal.objects.filter(action__in=acts), words, "words", "answer")
    cases = redact(Case.objects.filter(post__thread=held.thread), words, "words", "asked_note")
    announce(thread_changed, thread=held.thread)
    return [
        *places,
        *(Place(_("A note in the moderators’ log")) for _action in notes),
        *(Place(_("An appeal, or its answer")) for _appeal in appeals),
        *(Place(_("What stands with a case in the queue")) for _case in cases),
        *redact_core(words),
    ]


def _holds(post: Post, words: Words) -> bool:
    """Whether ``words`` stand in ``post``, its former texts, the title above it or the tags below."""
    texts = [post.body, post.edit_reason, *titles_over(post)]
    if post.number == 1:
        texts += tags_of(post.thread)
    for revision in post.revisions.all():
        texts += [revision.body, revision.title, revision.tags, revision.reason]
    return any(map(words.are_in, texts))
