"""What the guard found in the texts of one form, and what their writer said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from forum.core import text as texts_of
from forum.guard.finding import findings
from forum.guard.rules import CONTACTS, Finding, Level, Rule
from forum.guard.watch_list import matcher
from forum.guard.watching import Act, Match, replaced
from forum.guard.wording import Wording

AROUND = 48
LONGEST_REASON = 200


class Excerpt(NamedTuple):
    """One finding as the page shows it: the words, and a few before and after them."""

    label: str
    before: str
    words: str
    after: str
    message: str = ""
    replacement: str = ""


@dataclass(frozen=True)
class Check(Wording):
    """``texts`` by the names of their fields, watched words replaced in them, and what is found there."""

    texts: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, list[Finding]] = field(default_factory=dict)
    watched: Mapping[str, list[Match]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)  # the texts that had words to replace
    replacements: Mapping[str, list[Match]] = field(default_factory=dict)  # in ``typed``
    is_ticked: bool = False
    reason: str = ""
    may_wait: bool = True  # whether a moderator can look at it before members do
    is_moderators: bool = False  # whose posts do not wait for watched words

    @property
    def everything(self) -> list[tuple[str, Finding]]:
        """The findings of the rules with the names of their fields; those that must go come first."""
        every = [(name, finding) for name, found in self.found.items() for finding in found]
        return sorted(every, key=lambda one: one[1].level != Level.HARD)

    @property
    def matches(self) -> list[tuple[str, Match]]:
        """The watched words with the names of their fields, the gravest first."""
        ignored = Act.HOLD if self.is_moderators else None
        every = [
            (name, match)
            for name, found in self.watched.items()
            for match in found
            if match.entry.act != ignored
        ]
        return sorted(every, key=lambda one: list(Act).index(Act(one[1].entry.act)))

    @property
    def is_shown(self) -> bool:
        """Whether there is something to tell the writer."""
        return bool(self.excerpts or self.exchanged)

    @property
    def is_waiting_for_words(self) -> bool:
        """Whether watched words, and nothing graver, let it wait for a moderator."""
        return Act.HOLD in self.acts and not (self.is_hard or self.is_blocked)

    @property
    def has_text(self) -> bool:
        return any(self.texts.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found, so that nothing is counted."""
        return not (self.rules or self.matches or any(self.replacements.values()))

    @property
    def rules(self) -> set[Rule]:
        return {finding.rule for _name, finding in self.everything}

    @property
    def acts(self) -> set[str]:
        """What watched words ask for, replacing aside. Where nothing can wait, what would has to go."""
        acts = {match.entry.act for _name, match in self.matches}
        if Act.HOLD in acts and not self.may_wait:
            acts = (acts - {Act.HOLD}) | {Act.BLOCK}
        return acts

    @property
    def is_hard(self) -> bool:
        return any(rule.level == Level.HARD for rule in self.rules)

    @property
    def is_blocked(self) -> bool:
        return Act.BLOCK in self.acts

    @property
    def asks(self) -> bool:
        """Whether there is something to tick."""
        return bool(self.rules) or Act.WARN in self.acts

    @property
    def can_tick(self) -> bool:
        return not self.is_blocked and (self.may_wait or not self.is_hard)

    @property
    def stops(self) -> bool:
        """Whether the writer has to do something before this can be posted."""
        if self.is_blocked:
            return True
        if not self.asks:
            return False
        agreed = self.is_ticked and self.can_tick
        return not agreed or (self.is_hard and bool(self.reason_error))

    @property
    def cause(self) -> str:
        """Why it may be posted, but a moderator looks at it before members: "guard", "watched" or ""."""
        if self.stops:
            return ""
        if self.is_hard:
            return "guard"
        return "watched" if Act.HOLD in self.acts else ""

    @property
    def waits(self) -> bool:
        return bool(self.cause)

    @property
    def reason_error(self) -> str:
        if not self.reason:
            return _("Say in a few words why it is not about a patient")
        repeated = any(finding.words in self.reason for _name, finding in self.everything)
        if repeated or any(finding.level == Level.HARD for finding in findings(self.reason)):
            return _("Leave the words themselves out of the reason")
        return ""

    @property
    def seen(self) -> str:
        """Stands for these findings in the form: a tick holds for what its writer was shown."""
        lines = [f"{finding.rule} {finding.words}" for _name, finding in self.everything]
        lines += [f"{match.entry.act} {match.words}" for _name, match in self.matches]
        return salted_hmac("forum.guard", "\n".join(lines)).hexdigest()[:16] if lines else ""

    @property
    def excerpts(self) -> list[Excerpt]:
        found = [
            _excerpt(self.texts[name], finding, str(finding.rule.label))
            for name, finding in self.everything
        ]
        watched = [
            _excerpt(self.texts[name], match, self._label_of(match), message=match.entry.message)
            for name, match in self.matches
        ]
        return found + watched

    @property
    def exchanged(self) -> list[Excerpt]:
        """The words that are replaced when this is posted, and by what."""
        return [
            _excerpt(
                self.typed[name],
                match,
                match.label,
                message=match.entry.message,
                replacement=match.entry.replacement,
            )
            for name, matches in self.replacements.items()
            for match in matches
        ]

    @property
    def removable(self) -> dict[str, list[Finding | Match]]:
        """What one click replaces: all that must go; or everything, if nothing must."""
        every: list[tuple[str, Finding | Match]] = [*self.everything, *self.matches]
        must = [(name, one) for name, one in every if self._must_go(one)]
        chosen: dict[str, list[Finding | Match]] = {}
        for name, one in must or every:
            chosen.setdefault(name, []).append(one)
        return chosen

    def _must_go(self, one: Finding | Match) -> bool:
        if isinstance(one, Finding):
            return one.level == Level.HARD
        act = one.entry.act
        return act == Act.BLOCK or (act == Act.HOLD and not self.may_wait)

    def without(self, is_approved: Callable[[Finding | Match], bool]) -> "Check":
        """The same, less what a moderator has let stand before."""
        return replace(
            self,
            found={
                name: [one for one in found if not is_approved(one)]
                for name, found in self.found.items()
            },
            watched={
                name: [one for one in found if one.entry.act != Act.HOLD or not is_approved(one)]
                for name, found in self.watched.items()
            },
        )

    def answered(self, answers: Mapping[str, str]) -> "Check":
        """The same with what the form says of it: guard_ok, guard_reason and guard_seen."""
        shown = answers.get("guard_seen", self.seen)
        reason = texts_of.one_line(str(answers.get("guard_reason", "")))[:LONGEST_REASON]
        ticked = bool(answers.get("guard_ok")) and shown == self.seen
        return replace(self, reason=reason, is_ticked=ticked)


def checked(
    texts: Mapping[str, str],
    *,
    may_wait: bool = True,
    is_own: bool = False,
    is_moderators: bool = False,
) -> Check:
    """What stands in ``texts``, by the names of their fields.

    Where members speak of themselves (``is_own``) a phone number or an address is theirs to give.
    """
    ignored = CONTACTS if is_own else frozenset()
    check = checked_for_words(texts)
    found = {
        name: [finding for finding in findings(text) if finding.rule not in ignored]
        for name, text in check.texts.items()
    }
    return replace(check, found=found, may_wait=may_wait, is_moderators=is_moderators)


def checked_for_words(texts: Mapping[str, str]) -> Check:
    """The watched words of ``texts`` alone."""
    read, watched, replacements = {}, {}, {}
    for name, text in texts.items():
        matches = matcher().look(text)
        exchanged = [match for match in matches if match.entry.act == Act.REPLACE]
        if exchanged:
            replacements[name] = exchanged
            text = replaced(text, exchanged)
            matches = matcher().look(text)
        read[name] = text
        watched[name] = [match for match in matches if match.entry.act != Act.REPLACE]
    return Check(texts=read, watched=watched, typed=texts, replacements=replacements)


def _excerpt(text: str, finding: Finding | Match, label: str, **more: str) -> Excerpt:
    before = " ".join(text[max(0, finding.start - AROUND) : finding.start].split())
    after = " ".join(text[finding.end : finding.end + AROUND].split())
    if finding.start > AROUND:
        before = "…" + before.partition(" ")[2]
    if finding.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    glue = " " if text[finding.start - 1 : finding.start].isspace() else ""
    tail = " " if text[finding.end : finding.end + 1].isspace() else ""
    return Excerpt(label, before + glue, finding.words, tail + after, **more)
