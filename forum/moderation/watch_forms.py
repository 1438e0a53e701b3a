"""Forms of watched words. Moderators write them, so the guard does not look at them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, TextField
from forum.core.markup import MAX_CHARS
from forum.guard.watching import Act, Unusable, words_of


class WatchForm(forms.Form):
    words = LineField(
        label=_("Words"),
        help_text=_(
            "A word, or several in a row: whole words, in any case. A * stands for any letters: "
            "guarantee* finds guaranteed, buy * followers finds buy cheap followers. Members may come to "
            "see the words, so enter no name of a patient."
        ),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the words to watch")},
    )
    act = forms.ChoiceField(
        label=_("What becomes of a text with them"),
        choices=[
            (Act.BLOCK, _("It cannot be posted")),
            (Act.HOLD, _("It is posted, and a moderator looks at it before members do")),
            (Act.WARN, _("Its writer is warned, and may post it anyway")),
            (Act.REPLACE, _("The words are replaced")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose what becomes of it")),
    )
    replacement = LineField(
        label=_("Replaced by"),
        help_text=_("Only where words are replaced."),
        max_length=100,
        required=False,
    )
    message = LineField(
        label=_("Message"),
        help_text=_("Who writes the words reads it beside them: why, and what to write instead."),
        max_length=200,
        required=False,
    )
    note = LineField(
        label=_("Note"), help_text=_("For moderators, and their log."), max_length=300, required=False
    )

    def clean_words(self):
        typed = self.cleaned_data["words"]
        try:
            words_of(typed)
        except Unusable as problem:
            raise forms.ValidationError(str(problem)) from problem
        return typed

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("act") == Act.REPLACE and not data.get("replacement"):
            self.add_error("replacement", _("Enter what stands in their place"))
        return data


class EditWatchForm(WatchForm):
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class RetireForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)


class TryForm(forms.Form):
    text = TextField(
        label=_("A text to try"),
        help_text=_("Nothing of it is kept."),
        max_length=MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Paste or write a text first")},
    )
