"""Forms of the member record: a note, a warning, and what ends by the clock."""

from copy import copy
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, TextField
from forum.moderation.forms import RuleForm

A_DATE = "date"
FURTHEST = timedelta(days=3660)


class NoteForm(forms.Form):
    words = TextField(
        label=_("Note"),
        help_text=_("For the other moderators. It cannot be changed. No patient information."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note")},
    )


class WarnForm(RuleForm):
    """What the member reads, and what the moderators know beside it."""

    note = None  # type: ignore[assignment]  # the private reason is the note of the log
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    public_reason = TextField(
        label=_("Reason"),
        help_text=_("They read it, on their page and by email, signed “the moderators”."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence or two")},
    )
    private_reason = LineField(
        label=_("For moderators"),
        help_text=_("For the log. The member does not see it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["rule", "length", "day", "public_reason", "private_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].help_text = _("They are told which one.")

    @property
    def facts(self) -> dict:
        """What the service takes."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("length", "day")
        }

    def show_again(self, standing) -> None:
        """With what another moderator has imposed meanwhile as what this one knows of."""
        shown: Any = copy(self.data)
        shown["seen"] = str(standing.pk if standing else 0)
        self.data = shown


class UntilForm(WarnForm):
    """A sanction that ends by the clock."""

    length = forms.ChoiceField(
        label=_("For how long"),
        choices=[
            ("1", _("1 day")),
            ("7", _("7 days")),
            ("30", _("30 days")),
            (A_DATE, _("Until a day")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose for how long")),
    )
    day = forms.DateField(
        label=_("Day"),
        help_text=_("It ends as that day begins, in your time zone."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}),
        error_messages={"invalid": _("Enter a day, like 2026-12-01")},
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        length = data.get("length")
        if length == A_DATE:
            if "day" in data:
                data["until"] = self._beginning_of(data["day"])
        elif length:
            data["until"] = timezone.now() + timedelta(days=int(length))
        return data

    def _beginning_of(self, day) -> datetime | None:
        until = timezone.make_aware(datetime.combine(day, time.min)) if day else None
        if until is None or not timezone.now() < until < timezone.now() + FURTHEST:
            self.add_error("day", _("Choose a day to come, within ten years"))
        return until
