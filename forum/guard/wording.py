"""What a check says to who wrote the texts."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.guard.rules import Rule
from forum.guard.watching import Act, Match


class Wording:
    """The words around the findings of a ``Check``, which is what each ``self`` is."""

    @property
    def is_about_patients(self: Any) -> bool:
        return bool(self.rules - {Rule.PRICE_TALK})

    @property
    def heading(self: Any) -> str:
        if self.is_about_patients:
            return _("This may identify a patient")
        if self.rules:
            return _("This may be talk of prices or wages")
        if self.is_blocked:
            return _("Some of these words cannot be posted")
        if Act.WARN in self.acts:
            return _("Read this before you post")
        if Act.HOLD in self.acts:
            return _("A moderator looks at this first")
        return _("Some words are replaced")

    @property
    def summary(self: Any) -> str:
        if not (self.asks or self.is_blocked):
            return ""
        count = len(self.excerpts)
        return ngettext(
            "We found one thing to check. Nothing has been posted.",
            "We found %(count)s things to check. Nothing has been posted.",
            count,
        ) % {"count": apnumber(count)}

    @property
    def remove_label(self: Any) -> str:
        count, every = sum(map(len, self.removable.values())), len(self.excerpts)
        if count == every == 1:
            return _("Replace it with “[removed]”")
        if count == every == 2:
            return _("Replace both with “[removed]”")
        if count == every:
            return _("Replace all %(count)s with “[removed]”") % {"count": apnumber(count)}
        if self.acts:  # they do not stand first in the list
            return ngettext(
                "Replace what has to go with “[removed]”",
                "Replace the %(count)s that have to go with “[removed]”",
                count,
            ) % {"count": apnumber(count)}
        return ngettext(
            "Replace the first with “[removed]”", "Replace the first %(count)s with “[removed]”", count
        ) % {"count": apnumber(count)}

    @property
    def tick_label(self: Any) -> str:
        if not self.rules:
            return _("I have read this: post it anyway")
        if Act.WARN in self.acts:
            return _("%(checked)s; the rest is to be posted anyway") % {"checked": self._checked_label}
        return self._checked_label

    @property
    def _checked_label(self: Any) -> str:
        if not self.is_about_patients:
            return _("I have checked: this gives away no price, wage or bid")
        if Rule.PRICE_TALK in self.rules:
            return _(
                "I have checked: none of this is about a patient, and it gives away no price or wage"
            )
        return _("I have checked: none of this is about a patient")

    @property
    def outcome(self: Any) -> str:
        """What becomes of a text with these watched words, in one sentence."""
        if self.is_blocked:
            return _("It cannot be posted")
        if Act.HOLD in self.acts and Act.WARN in self.acts:
            return _("Its writer is warned; posted anyway, it waits for a moderator")
        if Act.HOLD in self.acts:
            return _("It waits for a moderator")
        if Act.WARN in self.acts:
            return _("Its writer is warned, and may post it anyway")
        return _("It is posted, with words replaced") if self.exchanged else _("It is posted as it is")

    def _label_of(self: Any, match: Match) -> str:
        if match.entry.act == Act.HOLD and not self.may_wait:
            return str(Act.BLOCK.label)
        if match.entry.act == Act.WARN:
            return _("Think twice about this")
        return match.label
