from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from forum.guard.checking import Check
from forum.guard.finding import findings
from forum.guard.folding import fold
from forum.guard.models import ApprovedFinding, GuardEvent, WatchedWord, WatchedWordChange
from forum.guard.rules import WATCHED, Finding, Level
from forum.guard.watch_list import matcher
from forum.guard.watching import Act, Match


def holding_events(posts: Iterable[int]) -> dict[int, list[GuardEvent]]:
    """Why the guard holds each of ``posts``, by their ids."""
    found: dict[int, list[GuardEvent]] = {}
    events = GuardEvent.objects.filter(post_pk__in=posts, action=GuardEvent.Action.HELD)
    for event in events.order_by("pk"):
        found.setdefault(event.post_pk or 0, []).append(event)
    return found


def without_approved(check: Check, post: int | None) -> Check:
    """``check`` of another text of ``post``, less the words that a moderator has let stand in it.

    Costs a statement only where something was found that would make the post wait.
    """
    is_found = any(finding.level == Level.HARD for _name, finding in check.everything)
    if post is None or not (is_found or Act.HOLD in check.acts):
        return check
    approved = ApprovedFinding.objects.filter(post_pk=post)
    digests = frozenset(approved.values_list("digest", flat=True))
    return check.without(lambda one: digest_of(post, one) in digests) if digests else check


def what_would_hold(texts: Iterable[str]) -> list[Finding | Match]:
    """Everything in ``texts`` for which a post waits for a moderator."""
    found: list[Finding | Match] = []
    for text in texts:
        found += [finding for finding in findings(text) if finding.level == Level.HARD]
        found += [match for match in matcher().look(text) if match.entry.act == Act.HOLD]
    return found


def digest_of(post: int, one: Finding | Match) -> str:
    """Stands for words of one post and what was found in them; nobody can read it without the key."""
    rule = one.rule if isinstance(one, Finding) else WATCHED
    words = " ".join(fold(one.words).text.casefold().split())
    return salted_hmac("forum.guard.approved", f"{post} {rule} {words}").hexdigest()[:32]


def watched_word(pk: int) -> WatchedWord | None:
    """The entry with its number, if it is still there."""
    return watched_words().filter(pk=pk).first()


def watched_words(typed: str = "") -> QuerySet[WatchedWord]:
    """The words that are watched now, or those of them that hold ``typed``."""
    words = WatchedWord.objects.filter(retired_at=None)
    return words.filter(words__icontains=typed) if typed else words


def watched_word_changes(word: int | None = None) -> QuerySet[WatchedWordChange]:
    """What moderators changed in the list, or of one entry."""
    changes = WatchedWordChange.objects.select_related("word", "moderator")
    return changes.filter(word=word) if word else changes
