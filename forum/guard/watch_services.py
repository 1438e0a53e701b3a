"""The list of watched words: each change raises the version and is one line of the changes."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.errors import Outdated, Refused
from forum.guard.models import WatchedWord, WatchedWordChange
from forum.guard.watch_list import forget_everywhere
from forum.guard.watching import MOST_ENTRIES, Act, Unusable, words_of

LONGEST_KEY = 200
FACTS = ("words", "act", "message", "replacement", "note")
WRITTEN = {"message": 200, "note": 300}  # what moderators say of the words, and how long it may be


@transaction.atomic
def add_word(*, by: Any, words: str, act: str, **facts: str) -> WatchedWord:
    """Watch ``words`` from now on. Every worker knows within seconds.

    Raises Refused for words that match nothing or nearly everything, that are watched already, or
    where there are as many as one list takes.
    """
    if WatchedWord.objects.filter(retired_at=None).count() >= MOST_ENTRIES:
        raise Refused(_("The list is full: 500 entries. Retire one first."))
    word = WatchedWord(words=words, act=act, **facts)
    return _save(word, by, before=None)


@transaction.atomic
def edit_word(*, word: WatchedWord, by: Any, version: int, **facts: str) -> WatchedWord:
    """Change ``facts`` of a watched word, as it was in ``version``. Unchanged, nothing is kept.

    Raises Refused as ``add_word`` does, Outdated where another moderator was first.
    """
    held = _held(word, version)
    before = facts_of(held)
    for name, value in facts.items():
        setattr(held, name, value)
    if facts_of(held) == before:
        return held
    held.version += 1
    return _save(held, by, before=before)


@transaction.atomic
def retire_word(*, word: WatchedWord, by: Any, version: int) -> WatchedWord:
    """Watch these words no longer; what became of them stays to be read. Raises Outdated."""
    held = _held(word, version)
    held.retired_at = timezone.now()
    held.version += 1
    held.save(update_fields=["retired_at", "version"])
    _keep_change(held, by, before=facts_of(held), after=None)
    return held


@transaction.atomic
def rewrite_words(change: Callable[..., str]) -> int:
    """Put what moderators wrote of watched words through ``change(text, most=…)``; how many places it changed.

    For redactions and erasures alone: the words that are watched stay, or they would be posted again.
    """
    changed = 0
    for word in WatchedWord.objects.select_for_update(no_key=True).order_by("pk"):
        changed += _rewritten(word, _changed(facts_of(word), change))
    for row in WatchedWordChange.objects.select_for_update(no_key=True).order_by("pk"):
        changed += _rewritten(
            row,
            {
                side: facts and facts | _changed(facts, change)
                for side, facts in (("before", row.before), ("after", row.after))
            },
        )
    if changed:
        forget_everywhere()
    return changed


def _changed(facts: dict[str, str], change: Callable[..., str]) -> dict[str, str]:
    return {name: change(facts[name], most=most) for name, most in WRITTEN.items()}


def _rewritten(row: WatchedWord | WatchedWordChange, facts: dict[str, Any]) -> bool:
    differs = any(getattr(row, name) != value for name, value in facts.items())
    if differs:
        type(row)._default_manager.filter(pk=row.pk).update(**facts)
    return differs


def facts_of(word: WatchedWord) -> dict[str, str]:
    return {name: getattr(word, name) for name in FACTS}


def _held(word: WatchedWord, version: int) -> WatchedWord:
    held = WatchedWord.objects.select_for_update(no_key=True).get(pk=word.pk)
    if held.retired_at:
        raise Outdated(_("Another moderator has retired this entry."))
    if held.version != version:
        raise Outdated(_("Another moderator has changed this entry while you had it open."))
    return held


def _save(word: WatchedWord, by: Any, *, before: dict[str, str] | None) -> WatchedWord:
    try:
        word.key = " ".join(words_of(word.words))
    except Unusable as problem:
        raise Refused(str(problem)) from problem
    if len(word.key) > LONGEST_KEY:
        raise Refused(_("This is too long to be watched."))
    if word.act != Act.REPLACE:
        word.replacement = ""
    elif not word.replacement:
        raise Refused(_("Enter what stands in its place."))
    try:
        with transaction.atomic():
            word.save()
    except IntegrityError as error:
        raise Refused(_("“%(words)s” is watched already.") % {"words": word.words}) from error
    _keep_change(word, by, before=before, after=facts_of(word))
    return word


def _keep_change(word: WatchedWord, by: Any, *, before: Any, after: Any) -> None:
    WatchedWordChange.objects.create(
        word=word, version=word.version, moderator=by, before=before, after=after
    )
    forget_everywhere()
