"""How well the rules do on examples that say what should be found in them."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from forum.guard.finding import findings
from forum.guard.rules import HARD, Level, Rule

FOLDER = Path(__file__).parent / "corpus"
HALVES = ("tuning", "held-out")
LATER = ("later-tuning", "later-held-out", "unseen")  # contacts mostly, with few words around


class Example(NamedTuple):
    text: str
    rules: frozenset[Rule]  # what should be found

    @property
    def is_hard(self) -> bool:
        return not self.rules.isdisjoint(HARD)


class Score(NamedTuple):
    """What one rule found, missed, and found where there was nothing."""

    found: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)


class Report(NamedTuple):
    examples: int
    positive: int
    by_rule: dict[Rule, Score]
    hard_recall: float  # of all hard things in the examples
    false_alarms: float  # of the examples without any hard thing
    mistakes: list[tuple[Example, frozenset[Rule]]]  # and what was found in each


def examples_of(half: str) -> list[Example]:
    """The examples of one half of a corpus, positive ones first."""
    found = []
    for kind in ("positive", "negative"):
        rows = tomllib.loads((FOLDER / f"{half}-{kind}.toml").read_text())["example"]
        found += [
            Example(row["text"].strip(), frozenset(map(Rule, row.get("finds", ())))) for row in rows
        ]
    return found


def measured(examples: list[Example]) -> Report:
    found_in = [frozenset(finding.rule for finding in findings(example.text)) for example in examples]
    pairs = list(zip(examples, found_in, strict=True))
    found = Counter(rule for example, rules in pairs for rule in rules & example.rules)
    missed = Counter(rule for example, rules in pairs for rule in example.rules - rules)
    wrong = Counter(rule for example, rules in pairs for rule in rules - example.rules)
    by_rule = {rule: Score(found[rule], missed[rule], wrong[rule]) for rule in Rule}
    harmless = [rules for example, rules in pairs if not example.is_hard]
    alarms = sum(any(rule.level == Level.HARD for rule in rules) for rules in harmless)
    hard = [by_rule[rule] for rule in HARD]
    return Report(
        examples=len(examples),
        positive=sum(bool(example.rules) for example in examples),
        by_rule=by_rule,
        hard_recall=sum(score.found for score in hard)
        / max(sum(score.found + score.missed for score in hard), 1),
        false_alarms=alarms / max(len(harmless), 1),
        mistakes=[(example, rules) for example, rules in pairs if example.rules != rules],
    )
