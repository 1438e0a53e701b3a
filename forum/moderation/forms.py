from django import forms
from django.utils.translation import gettext_lazy as _

from forum.conduct.queries import rule_choices
from forum.core.fields import LineField, TextField
from forum.core.markup import MAX_CHARS
from forum.core.redacting import SHORTEST, Words


class ActForm(forms.Form):
    """A note for the log; the base of every act of a moderator."""

    note = LineField(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("For the moderators’ log. Do not repeat patient information here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _rules() -> list:
    return [("", _("Choose the rule it breaks")), *rule_choices()]


class RuleForm(ActForm):
    """An act that a rule of today calls for."""

    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=_rules,
        help_text=_("Shown in its place, with a link to the code of conduct."),
        error_messages={
            "required": _("Choose the rule it breaks"),
            "invalid_choice": _("Choose a rule from the list"),
        },
    )
    field_order = ["rule", "note"]


class HideForm(RuleForm):
    message = TextField(
        label=_("Note to the author"),
        required=False,
        max_length=1000,
        help_text=_("They see it, signed “the moderators”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["rule", "message", "note"]


class RedactForm(RuleForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].help_text = _(
            "For the moderators’ log. The text is gone for good, for everybody."
        )


class RedactWordsForm(RedactForm):
    words = TextField(
        label=_("Words to take out"),
        max_length=MAX_CHARS,
        min_length=SHORTEST,
        help_text=_(
            "Copied from the text above, as it was typed. They leave the thread, quotes elsewhere, former "
            "texts, drafts and waiting mail. A stub stays."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Copy the words that have to go"),
            "min_length": _("Copy at least 4 characters, so that nothing else is taken out with them"),
        },
    )
    field_order = ["words", "rule", "note"]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        words, note = data.get("words"), data.get("note")
        if words and note and Words(words).are_in(note):
            self.add_error("note", _("Leave the words themselves out of the note"))
        return data
