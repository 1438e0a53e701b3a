"""Writing rules: a draft that administrators change, and the moment it is published."""

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.conduct.models import Acceptance, Rule, Version
from forum.conduct.permissions import can_edit_rules
from forum.conduct.signals import rules_published, rules_publishing
from forum.core import editions, markup
from forum.core.errors import Outdated, Refused
from forum.core.models import Generation
from forum.core.signals import announce, announce_within

FIELDS = ("number", "title", "noun", "text")


def seen_now(draft: Version | None) -> str:
    """What a form about ``draft`` carries, so that whoever comes second is told."""
    return f"{draft.number}.{draft.edits}" if draft else f"{_latest() + 1}.0"


@transaction.atomic
def save_rule(*, by, seen: str, title: str, noun: str, text: str, number: int | None = None) -> Rule:
    """Change rule ``number`` in the draft, or add one under a number that no rule ever had.

    Raises PermissionDenied, Outdated where another administrator changed the draft since it was
    ``seen``, Refused for a rule that is not in it.
    """
    draft = _hold_draft(by, seen)
    facts = {"title": title, "noun": noun, "text": text, "html": markup.render(text)}
    if number is None:
        rule = Rule.objects.create(version=draft, number=_next_number(), **facts)
    else:
        rule = _rule_in(draft, number)
        for name, value in facts.items():
            setattr(rule, name, value)
        rule.save()
    _count_edit(draft)
    return rule


@transaction.atomic
def retire_rule(*, by, seen: str, number: int) -> None:
    """Leave rule ``number`` out of the draft; nobody gets its number. Raises what ``save_rule`` does."""
    draft = _hold_draft(by, seen)
    _rule_in(draft, number).delete()
    _count_edit(draft)


@transaction.atomic
def discard_draft(*, by, seen: str) -> None:
    """Drop the draft: the rules stay as they are. Raises PermissionDenied, Outdated."""
    _hold_draft(by, seen).delete()


@transaction.atomic
def publish_rules(*, by, seen: str, what_changed: str, asks_acceptance: bool) -> Version:
    """Let the draft be the code of conduct from now on, in every process at once.

    With ``asks_acceptance`` members read on and write nothing until they accept it. The log hears of
    it within the transaction. Raises PermissionDenied, Outdated where another administrator changed
    or published it meanwhile, Refused where nothing changed or no rule is left.
    """
    draft = _hold_draft(by, seen)
    rules = _facts(draft.number)
    if not rules:
        raise Refused(_("Keep at least one rule."))
    if rules == _facts(draft.number - 1):
        raise Refused(_("The draft says what the rules say already. Change a rule first."))
    draft.published_at, draft.published_by = timezone.now(), by
    draft.what_changed, draft.asks_acceptance = what_changed, asks_acceptance
    draft.save()
    Generation.objects.update_or_create(pk=editions.CONDUCT, defaults={"value": draft.number})
    announce_within(rules_publishing, version=draft, by=by)
    transaction.on_commit(partial(editions.tell, draft.number))
    announce(rules_published, version=draft)
    return draft


def record_acceptance(*, user, version: int, at: datetime) -> None:
    """Keep that ``user`` accepted ``version``, in the transaction that notes it on the member.

    Twice is once.
    """
    accepted = Version.objects.published().get(number=version)
    row = Acceptance(user=user, version=accepted, accepted_at=at)
    Acceptance.objects.bulk_create([row], ignore_conflicts=True)


def _hold_draft(by, seen: str) -> Version:
    """The draft, begun where there is none; nobody else changes it until the transaction ends."""
    if not can_edit_rules(by):
        raise PermissionDenied
    held = Version.objects.draft().select_for_update().first()
    if seen != seen_now(held):
        raise _outdated()
    return held or _begin_draft()


def _begin_draft() -> Version:
    latest = _latest()
    try:
        with transaction.atomic():
            draft = Version.objects.create(number=latest + 1)
    except IntegrityError as error:  # another one began it in the same moment
        raise _outdated() from error
    rules = Rule.objects.filter(version__number=latest).values(*FIELDS, "html")
    Rule.objects.bulk_create(Rule(version=draft, **rule) for rule in rules)
    return draft


def _outdated() -> Outdated:
    return Outdated(_("Another administrator has changed the rules meanwhile. Look at theirs first."))


def _count_edit(draft: Version) -> None:
    draft.edits += 1
    draft.save(update_fields=["edits"])


def _rule_in(draft: Version, number: int) -> Rule:
    found = draft.rules.filter(number=number).first()
    if found is None:
        raise Refused(_("This rule is not in the draft any more."))
    return found


def _facts(version: int) -> list[tuple]:
    return list(Rule.objects.filter(version__number=version).order_by("number").values_list(*FIELDS))


def _latest() -> int:
    return Version.objects.published().aggregate(latest=Max("number"))["latest"] or 0


def _next_number() -> int:
    return (Rule.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
