from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, TextField
from forum.core.markup import MAX_CHARS
from forum.core.redacting import SHORTEST, Words
from forum.moderation.models import Rule


class ActForm(forms.Form):
    """A note for the log; the base of every act of a moderator."""

    note = LineField(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("For the moderators' log. Do not repeat patient information here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HideForm(ActForm):
    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=[("", _("Choose the rule it breaks")), *Rule.choices],
        help_text=_("Shown in its place, with a link to the code of conduct."),
        error_messages={
            "required": _("Choose the rule it breaks"),
            "invalid_choice": _("Choose a rule from the list"),
        },
    )
    field_order = ["rule", "note"]


class RedactForm(HideForm):
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
