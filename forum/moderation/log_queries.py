"""Reading the log of moderators' acts, filtered: for its page, and line by line for its export."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.conduct.queries import rule_named
from forum.moderation.models import ModerationAction
from forum.threads.models import Thread, in_topics_of

Kind = ModerationAction.Kind
ALONE = {  # as the log names them where nothing follows
    Kind.UNDO_JOIN: _("Merge undone"),
    Kind.MOVE_POSTS: _("Replies moved"),
    Kind.SLOW: _("Pace set"),
    Kind.CLOSE_AT: _("Closing time set"),
    Kind.OWNER: _("Asker changed"),
    Kind.ROLE: _("Role changed"),
    Kind.TOPICS: _("Topics given or taken"),
    Kind.RULES: _("Rules published"),
    Kind.GRANT: _("Appeal granted"),
    Kind.REFUSE: _("Appeal refused"),
    Kind.NOTE: _("Note made"),
    Kind.PAUSE: _("Posting paused"),
    Kind.LIFT: _("Pause lifted"),
    Kind.SPAM: _("Everything of a member removed"),
    Kind.UNDO_SPAM: _("Everything of a member brought back"),
}
KINDS = [(kind.value, ALONE.get(kind, kind.label)) for kind in Kind]
EXPORTED_AT_ONCE = 1000
ROUNDS = "rounds"  # in the place of a moderator: Rounds itself, by a rule
EXPORT_HEADER = (
    "Line",
    "Time",
    "By",
    "Act",
    "Rule",
    "About",
    "Address",
    "Detail",
    "Note",
    "To the author",
)


class LogFilter(NamedTuple):
    """Which lines of the log; what is empty filters nothing."""

    kind: str = ""
    moderator: User | str | None = None  # ROUNDS, or a member
    rule: str = ""
    about: tuple[str, Any] | None = None  # ("member", User), ("thread", id) or ("post", id)
    since: datetime | None = None
    until: datetime | None = None  # before that moment


def action_log(chosen: LogFilter, *, viewer: User) -> QuerySet[ModerationAction]:
    """The lines that ``viewer``, who may read the log, finds there; of those the ``chosen`` ones.

    A topic moderator finds the acts on threads and posts of their topics. What is about a member is
    what was done to them by name, never to a post of theirs: it may have been posted without one.
    """
    acts = ModerationAction.objects.filter(
        in_topics_of(viewer, "thread__topic") | in_topics_of(viewer, "post__thread__topic")
    )
    if chosen.kind:
        acts = acts.filter(kind=chosen.kind)
    if isinstance(chosen.moderator, User):
        acts = acts.filter(moderator=chosen.moderator)
    elif chosen.moderator == ROUNDS:
        acts = acts.filter(moderator=None)
    if chosen.rule:
        acts = acts.filter(rule=chosen.rule)
    if chosen.since:
        acts = acts.filter(created_at__gte=chosen.since)
    if chosen.until:
        acts = acts.filter(created_at__lt=chosen.until)
    return _about(acts, chosen.about)


def _about(acts, target: tuple[str, Any] | None) -> QuerySet[ModerationAction]:
    if target is None:
        return acts
    name, thing = target
    return acts.about(Thread(pk=thing)) if name == "thread" else acts.filter(**{name: thing})


def with_targets(acts: QuerySet[ModerationAction]) -> QuerySet[ModerationAction]:
    """``acts`` with all that their lines name."""
    return acts.select_related(
        "moderator", "thread", "post__thread", "member", "organization", "subject"
    )


def exported(chosen: QuerySet[ModerationAction]) -> Iterator[tuple[object, ...]]:
    """The cells of each line, the newest first.

    A thousand lines a statement: so that any number fits into memory, and no statement runs long.
    """
    lines = chosen.order_by("-pk").values_list(
        "pk",
        "created_at",
        "moderator__handle",
        "kind",
        "rule",
        "thread",
        "post",
        "member__handle",
        "organization__slug",
        "subject__slug",
        "detail",
        "note",
        "message",
    )
    acts = dict(KINDS)
    found = list(lines[:EXPORTED_AT_ONCE])
    while found:
        for pk, at, handle, kind, rule, *targets, detail, note, message in found:
            time, by = at.isoformat(timespec="seconds"), handle or "Rounds"
            told = (detail, note, message)
            yield pk, time, by, acts[kind], _rule(rule, at), *_target(*targets), *told
        found = list(lines.filter(pk__lt=found[-1][0])[:EXPORTED_AT_ONCE])


def _rule(rule: str, at: datetime) -> str:
    """The rule as it read on that day."""
    named = rule_named(rule, at) if rule else None
    return named.label if named else rule


def _target(thread, post, handle, organization, subject) -> tuple[str, str]:
    """What kind of thing it is, and its address."""
    for what, page, key in (
        ("thread", "thread", thread),
        ("post", "post", post),
        ("member", "member", handle),
        ("organization", "organization", organization),
        ("subject", "subject", subject),
    ):
        if key is not None:
            return what, reverse(page, args=[key])
    return "", ""
