"""Forms about cases: what a moderator decides, whom they ask, and what an author asks to erase."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, TextField
from forum.core.redacting import Words
from forum.guard.forms import GuardedForm
from forum.moderation.bulk_services import KEEP, REMOVE
from forum.moderation.forms import HideForm, RedactWordsForm
from forum.moderation.models import Case
from forum.moderation.permissions import can_moderate, can_pause_author

Kind = Case.Kind
APPROVE, REDACT, UPHOLD, ERASE, DECLINE = "approve", "redact", "uphold", "erase", "decline"
RULE_OF = {  # the rule that a cause points at, chosen beforehand; the moderator may choose another
    "patient": "1",
    "guard": "1",
    "unkind": "2",
    "colleague": "3",
    "sales": "4",
    "vendor": "4",
    "prices": "5",
    "topic": "6",
}
NEEDS_RULE = frozenset((REMOVE, UPHOLD))


class Option(NamedTuple):
    value: str
    label: str
    hint: str


OPTIONS: dict[str, tuple[Any, Any]] = {
    KEEP: (_("Keep"), _("The flags are closed, and who raised them is told that it follows the code.")),
    REMOVE: (_("Remove, and say why in its place"), _("A short notice with the rule stays there.")),
    REDACT: (
        _("Remove and redact"),
        _("Only for patient information. You choose the words next, and see every place they leave."),
    ),
    UPHOLD: (_("The flags are right"), _("Who raised them is told. What is needed is yours to do.")),
    ERASE: (_("Erase it"), _("The text, its former texts and quotes of it go for good. A stub stays.")),
    DECLINE: (_("Leave it"), _("The member is mailed your note as the answer.")),
}


def options_of(case: Case, moderator) -> list[str]:
    """What ``moderator`` may choose from, beside approving in one click."""
    if case.kind == Kind.ERASURE:
        return [ERASE, DECLINE]
    redact = [REDACT] if can_moderate(moderator) else []
    if case.kind == Kind.HELD:
        return [REMOVE, *redact]
    return [KEEP, REMOVE, *redact] if case.post else [KEEP, UPHOLD]


def message_field() -> TextField:
    return TextField(
        label=_("Note to the author"),
        help_text=_("Mailed, and signed “the moderators.”"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(HideForm):
    decision = forms.ChoiceField(
        label=_("Decide"),
        error_messages={
            "required": _("Choose what to do"),
            "invalid_choice": _("Choose what to do from the list"),
        },
    )
    message = message_field()
    pauses_author = forms.BooleanField(
        label=_("Also: pause posting for 7 days"),
        help_text=_("Goes with a removal. The author reads only until then, and is mailed."),
        required=False,
    )
    field_order = ["decision", "rule", "message", "note", "pauses_author"]

    def __init__(self, *args, case, moderator, **kwargs):
        super().__init__(*args, **kwargs)
        self.values = options_of(case, moderator)
        choices = [(value, OPTIONS[value][0]) for value in self.values]
        if case.kind == Kind.HELD:
            choices.append((APPROVE, _("Approve")))
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        self.fields["note"].label = _("Note for the moderators")
        self.fields["rule"].required = False
        self.fields["rule"].initial = RULE_OF.get(case.cause, "")
        if REMOVE not in self.values or not can_pause_author(moderator, case):
            del self.fields["pauses_author"]
        if case.kind == Kind.ERASURE:
            del self.fields["rule"]
            self.fields["message"].label = _("Answer")

    @property
    def options(self) -> list[Option]:
        return [Option(value, *OPTIONS[value]) for value in self.values]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        decision = data.get("decision")
        if decision in NEEDS_RULE and not data.get("rule") and "rule" not in self.errors:
            self.add_error("rule", self.fields["rule"].error_messages["required"])
        if data.get("pauses_author") and decision not in (None, REMOVE):
            self.add_error("pauses_author", _("This goes with a removal: choose that, or clear the box"))
        if decision == DECLINE and not data.get("message"):
            self.add_error("message", _("Say why, so that the member understands"))
        return data

    @property
    def facts(self) -> dict:
        """What the chosen decision's service takes."""
        data = dict(self.cleaned_data)
        decision = data.pop("decision")
        if decision not in NEEDS_RULE:
            data.pop("rule", None)
        if decision != REMOVE:
            data.pop("pauses_author", None)
        return data


class RedactCaseForm(RedactWordsForm):
    """The words that leave every place, while the post itself is removed."""

    message = message_field()
    field_order = ["words", "rule", "message", "note"]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        words, message = data.get("words"), data.get("message")
        if words and message and Words(words).are_in(message):
            self.add_error("message", _("Leave the words themselves out of the note"))
        return data


class BulkForm(HideForm):
    """One decision about all ticked cases of a list."""

    cases = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Tick what to decide about"),
            "invalid_choice": _("Tick what to decide about in the list"),
        },
    )
    decision = forms.ChoiceField(
        label=_("Decide"),
        choices=[
            ("", _("Choose what to do")),
            (KEEP, _("Keep what is flagged, approve what is held")),
            (REMOVE, _("Remove, with the rule shown in place")),
        ],
        error_messages={
            "required": _("Choose what to do"),
            "invalid_choice": _("Choose what to do from the list"),
        },
    )
    message = message_field()
    field_order = ["cases", "decision", "rule", "message", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].required = False
        self.fields["message"].label = _("Note to the authors")
        self.fields["note"].label = _("Note for the moderators")
        typed = self["cases"].data or [] if self.is_bound else []
        numbers = [pk for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19]
        self.fields["cases"].choices = [(pk, pk) for pk in numbers]  # type: ignore[attr-defined]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("decision") == REMOVE and not data.get("rule") and "rule" not in self.errors:
            self.add_error("rule", self.fields["rule"].error_messages["required"])
        return data


class AskModeratorForm(forms.Form):
    asked = forms.ChoiceField(
        label=_("Moderator"),
        error_messages={
            "required": _("Choose whom to ask"),
            "invalid_choice": _("Choose a moderator from the list"),
        },
    )
    note = LineField(
        label=_("Note"),
        help_text=_("Mailed to them. Do not repeat patient information here."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, moderators, **kwargs):
        super().__init__(*args, **kwargs)
        self.moderators = {str(one.pk): one for one in moderators}
        names = [(pk, one.display_name) for pk, one in self.moderators.items()]
        self.fields["asked"].choices = [("", _("Choose whom to ask")), *names]  # type: ignore[attr-defined]

    def clean_asked(self):
        return self.moderators[self.cleaned_data["asked"]]


class ErasureForm(GuardedForm):
    """Why an author wants a post erased."""

    guarded = ("words",)
    may_wait = False
    words = TextField(
        label=_("Why"),
        help_text=_("The moderators read it. Do not repeat what has to go."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why it should go")},
    )
