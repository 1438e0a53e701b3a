from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField
from forum.guard.forms import GuardedForm
from forum.moderation.models import Flag


class FlagForm(GuardedForm):
    """Why a member flags something. Only moderators read it."""

    guarded = ("note",)
    may_wait = False
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with it"),
            "invalid_choice": _("Choose a reason from the list"),
        },
    )
    note = LineField(
        label=_("Note to the moderators"),
        required=False,
        max_length=500,
        help_text=_(
            "What they should know. Needed for “Something else”. Do not repeat patient information here."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if (
            data.get("reason") == Flag.Reason.OTHER
            and not data.get("note")
            and "note" not in self.errors
        ):
            self.add_error("note", _("Say in a few words what is wrong with it"))
        return data
