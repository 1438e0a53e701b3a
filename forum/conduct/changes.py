"""What changed between two versions, rule by rule, readable."""

from typing import NamedTuple

from forum.conduct.models import Version
from forum.core.diffs import Piece, pieces


class Change(NamedTuple):
    """What became of one rule: "new", "retired", "changed" or "kept"."""

    number: int
    title: list[Piece]
    text: list[Piece]
    kind: str


def changes_between(old: Version | None, new: Version) -> list[Change]:
    """Every rule of either version in order; all are new where there was none before."""
    before = {rule.number: rule for rule in old.rules.all()} if old else {}
    after = {rule.number: rule for rule in new.rules.all()}
    return [
        _change(number, before.get(number), after.get(number)) for number in sorted({*before, *after})
    ]


def _change(number, old, new) -> Change:
    facts = ("title", "text")
    title, text = (pieces(getattr(old, fact, ""), getattr(new, fact, "")) for fact in facts)
    if old is None:
        return Change(number, title, text, "new")
    if new is None:
        return Change(number, title, text, "retired")
    same = all(getattr(old, fact) == getattr(new, fact) for fact in facts)
    return Change(number, title, text, "kept" if same else "changed")
