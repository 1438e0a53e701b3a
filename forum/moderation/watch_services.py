"""Watched words, as moderators keep them: each change is a line of the log too."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.guard import watch_services as guard
from forum.guard.models import WatchedWord
from forum.guard.watching import Act
from forum.moderation import logbook
from forum.moderation.models import ModerationAction
from forum.moderation.permissions import can_moderate
from forum.threads.services.locks import require

Kind = ModerationAction.Kind


@transaction.atomic
def watch_words(*, moderator: User, words: str, act: str, **facts: str) -> WatchedWord:
    """Watch ``words`` in everything that members write. Raises PermissionDenied, Refused."""
    require(can_moderate(moderator))
    word = guard.add_word(by=moderator, words=words, act=act, **facts)
    logbook.write(moderator, Kind.WATCH, detail=_("Added: %s") % _named(word), note=word.note)
    return word


@transaction.atomic
def edit_watched_word(*, word: WatchedWord, moderator: User, version: int, **facts: str) -> WatchedWord:
    """Change an entry that was seen in ``version``; unchanged, nothing is logged.

    Raises PermissionDenied, Refused, Outdated where another moderator was first.
    """
    require(can_moderate(moderator))
    was = _named(WatchedWord.objects.get(pk=word.pk))
    edited = guard.edit_word(word=word, by=moderator, version=version, **facts)
    if edited.version != version:
        now = _named(edited)
        changed = _("Changed: %(was)s. Now: %(now)s") % {"was": was, "now": now}
        detail = changed if was != now else _("Changed in its message or note: %s") % now
        logbook.write(moderator, Kind.WATCH, detail=detail, note=edited.note)
    return edited


@transaction.atomic
def retire_watched_word(*, word: WatchedWord, moderator: User, version: int) -> WatchedWord:
    """Watch these words no longer. Raises PermissionDenied, Outdated."""
    require(can_moderate(moderator))
    retired = guard.retire_word(word=word, by=moderator, version=version)
    logbook.write(moderator, Kind.WATCH, detail=_("Retired: %s") % _named(retired))
    return retired


def _named(word: WatchedWord) -> str:
    """The entry in one line: “free trial” warns."""
    if word.replacement:
        facts = {"words": word.words, "replacement": word.replacement}
        return _("“%(words)s” is replaced by “%(replacement)s”") % facts
    act = str(Act(word.act).label)
    return f"“{word.words}” {act[0].lower()}{act[1:]}"
