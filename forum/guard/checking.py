"""What the guard found in the texts of one form, and what their writer said of it."""

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core import text as texts_of
from forum.guard.finding import findings
from forum.guard.rules import CONTACTS, Finding, Level, Rule

AROUND = 48
LONGEST_REASON = 200


class Excerpt(NamedTuple):
    """One finding as the page shows it: the words, and a few before and after them."""

    label: str
    before: str
    words: str
    after: str


class Check(NamedTuple):
    texts: dict[str, str]
    found: dict[str, list[Finding]]
    is_ticked: bool = False
    reason: str = ""
    may_wait: bool = True  # whether a moderator can look at it before members do

    @property
    def everything(self) -> list[tuple[str, Finding]]:
        """The findings with the names of their fields; those that must go come first."""
        every = [(name, finding) for name, found in self.found.items() for finding in found]
        return sorted(every, key=lambda one: one[1].level != Level.HARD)

    @property
    def has_text(self) -> bool:
        return any(self.texts.values())

    @property
    def rules(self) -> set[Rule]:
        return {finding.rule for _name, finding in self.everything}

    @property
    def is_hard(self) -> bool:
        return any(rule.level == Level.HARD for rule in self.rules)

    @property
    def can_tick(self) -> bool:
        return self.may_wait or not self.is_hard

    @property
    def stops(self) -> bool:
        """Whether the writer has to do something before this can be posted."""
        if not self.rules:
            return False
        agreed = self.is_ticked and self.can_tick
        return not agreed or (self.is_hard and bool(self.reason_error))

    @property
    def waits(self) -> bool:
        """Whether it may be posted, and a moderator looks at it before members see it."""
        return self.is_hard and not self.stops

    @property
    def cause(self) -> str:
        """Why it waits, as the moderators' queue names it; "" where it does not."""
        return "guard" if self.waits else ""

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
        words = "\n".join(f"{finding.rule} {finding.words}" for _name, finding in self.everything)
        return salted_hmac("forum.guard", words).hexdigest()[:16] if words else ""

    @property
    def excerpts(self) -> list[Excerpt]:
        return [_excerpt(self.texts[name], finding) for name, finding in self.everything]

    @property
    def removable(self) -> dict[str, list[Finding]]:
        """What one click replaces: all that must go; or everything, if nothing must."""
        if not self.is_hard:
            return self.found
        return {
            name: [finding for finding in found if finding.level == Level.HARD]
            for name, found in self.found.items()
        }

    @property
    def is_about_patients(self) -> bool:
        return bool(self.rules - {Rule.PRICE_TALK})

    @property
    def heading(self) -> str:
        if self.is_about_patients:
            return _("This may identify a patient")
        return _("This may be talk of prices or wages")

    @property
    def summary(self) -> str:
        count = len(self.everything)
        return ngettext(
            "We found one thing to check. Nothing has been posted.",
            "We found %(count)s things to check. Nothing has been posted.",
            count,
        ) % {"count": apnumber(count)}

    @property
    def remove_label(self) -> str:
        count, every = sum(map(len, self.removable.values())), len(self.everything)
        if count == every == 1:
            return _("Replace it with “[removed]”")
        if count == every == 2:
            return _("Replace both with “[removed]”")
        if count == every:
            return _("Replace all %(count)s with “[removed]”") % {"count": apnumber(count)}
        return ngettext(
            "Replace the first with “[removed]”", "Replace the first %(count)s with “[removed]”", count
        ) % {"count": apnumber(count)}

    @property
    def tick_label(self) -> str:
        if not self.is_about_patients:
            return _("I have checked: this gives away no price, wage or bid")
        if Rule.PRICE_TALK in self.rules:
            return _(
                "I have checked: none of this is about a patient, and it gives away no price or wage"
            )
        return _("I have checked: none of this is about a patient")


def checked(
    texts: Mapping[str, str],
    answers: Mapping[str, str],
    *,
    may_wait: bool = True,
    is_own: bool = False,
) -> Check:
    """What stands in ``texts``, by the names of their fields, and what ``answers`` say of it.

    ``answers`` is the form as it was sent: guard_ok, guard_reason and guard_seen. Where members speak
    of themselves (``is_own``) a phone number or an address is theirs to give.
    """
    ignored = CONTACTS if is_own else frozenset()
    found = {
        name: [finding for finding in findings(text) if finding.rule not in ignored]
        for name, text in texts.items()
    }
    reason = texts_of.one_line(str(answers.get("guard_reason", "")))[:LONGEST_REASON]
    check = Check(dict(texts), found, reason=reason, may_wait=may_wait)
    shown = answers.get("guard_seen", check.seen)
    return check._replace(is_ticked=bool(answers.get("guard_ok")) and shown == check.seen)


def _excerpt(text: str, finding: Finding) -> Excerpt:
    before = " ".join(text[max(0, finding.start - AROUND) : finding.start].split())
    after = " ".join(text[finding.end : finding.end + AROUND].split())
    if finding.start > AROUND:
        before = "…" + before.partition(" ")[2]
    if finding.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    glue = " " if text[finding.start - 1 : finding.start].isspace() else ""
    tail = " " if text[finding.end : finding.end + 1].isspace() else ""
    return Excerpt(str(finding.rule.label), before + glue, finding.words, tail + after)
