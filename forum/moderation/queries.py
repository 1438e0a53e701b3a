from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from forum.adoption.models import Subject
from forum.adoption.queries import answers_that_join
from forum.conduct.queries import rule_named
from forum.moderation.models import ModerationAction
from forum.threads.articles import RuleFacts
from forum.threads.models import Post, Thread


def with_hiding_rule(posts: QuerySet[Post]) -> QuerySet[Post]:
    """``posts``, which are hidden or held, each with the ``hiding_rule`` that the moderator named.

    And for its author ``hiding_message``, what they are told, and ``hiding_act``, which they may
    appeal.
    """
    acts = ModerationAction.objects.filter(post=OuterRef("pk"), kind=ModerationAction.Kind.HIDE)

    def of_latest(field: str) -> Subquery:
        return Subquery(acts.order_by("-pk").values(field)[:1])

    return posts.annotate(
        hiding_rule=of_latest("rule"),
        hiding_message=of_latest("message"),
        hiding_act=of_latest("pk"),
    )


def thread_hiding_action(thread: Thread) -> ModerationAction | None:
    """The act that hid ``thread``, for its asker and for moderators."""
    if not thread.hidden_at:
        return None
    acts = ModerationAction.objects.filter(thread=thread, kind=ModerationAction.Kind.HIDE)
    return acts.order_by("-pk").first()


def rule_facts(rule: str, at: datetime | None = None) -> RuleFacts | None:
    """What a notice of that time says of ``rule``, as it read then; None where it names none."""
    found = rule_named(rule, at) if rule else None
    if found is None:
        return None
    sentence = found.title[0].lower() + found.title[1:]
    reference = _("Code of conduct, rule %(number)s: %(sentence)s")
    return RuleFacts(
        noun=found.noun,
        reference=reference % {"number": rule, "sentence": sentence},
        url=found.url,
    )


class Joining(NamedTuple):
    """What becomes a part of another subject in a merge."""

    answers: int
    both: int  # organizations that answered both; their later answer is the current one
    names: list[str]
    questions: int


def what_joins(source: Subject, target: Subject) -> Joining:
    """What of ``source`` would join ``target``."""
    answers, both = answers_that_join(source, target)
    names = list(source.names.order_by("is_alias", "key").values_list("name", flat=True))
    return Joining(answers, both, names, Thread.objects.filter(subject=source).count())
