from typing import NamedTuple

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from accounts.models import Proposal
from accounts.queries import open_proposals
from forum.adoption.models import Subject
from forum.adoption.queries import answers_that_join
from forum.moderation.models import ModerationAction, Rule
from forum.threads.articles import RuleFacts
from forum.threads.models import Post, Thread

MOST_LISTED = 25


def with_hiding_rule(posts: QuerySet[Post]) -> QuerySet[Post]:
    """``posts``, each with the ``hiding_rule`` that the moderator who hid it named."""
    acts = ModerationAction.objects.filter(post=OuterRef("pk"), kind=ModerationAction.Kind.HIDE)
    rule = Case(
        When(hidden_at__isnull=False, then=Subquery(acts.order_by("-pk").values("rule")[:1])),
        default=Value(""),
    )
    return posts.annotate(hiding_rule=rule)


def thread_hiding_action(thread: Thread) -> ModerationAction | None:
    """The act that hid ``thread``, for its asker and for moderators."""
    if not thread.hidden_at:
        return None
    acts = ModerationAction.objects.filter(thread=thread, kind=ModerationAction.Kind.HIDE)
    return acts.order_by("-pk").first()


def rule_facts(rule: str) -> RuleFacts | None:
    """What a notice says of ``rule``; None where it names none."""
    if rule not in Rule.values:
        return None
    found = Rule(rule)
    sentence = found.sentence[0].lower() + found.sentence[1:]
    reference = _("Code of conduct, rule %(number)s: %(sentence)s")
    return RuleFacts(
        noun=found.noun,
        reference=reference % {"number": rule, "sentence": sentence},
        url=f"/conduct/#rule-{rule}",
    )


def held_posts() -> QuerySet[Post]:
    """Posts that wait for a moderator."""
    waiting = Post.objects.filter(held_at__isnull=False, withdrawn_at=None, hidden_at=None)
    return waiting.select_related(
        "author", "organization", "in_reply_to__author", "status_report", "thread__author"
    )


class Queue(NamedTuple):
    """What waits for a moderator: the oldest as ``rows``, and how many there are in ``total``."""

    rows: list[Proposal]
    total: int

    def after(self, proposal: Proposal) -> Proposal | None:
        """The one to look at when ``proposal`` is put off: after the last the oldest again."""
        later = [row for row in self.rows if row.pk > proposal.pk]
        other = [row for row in self.rows if row.pk != proposal.pk]
        return next(iter(later or other), None)


def open_queue() -> Queue:
    waiting = open_proposals()
    rows = list(waiting[: MOST_LISTED + 1])
    total = waiting.count() if len(rows) > MOST_LISTED else len(rows)
    return Queue(rows[:MOST_LISTED], total)


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
