from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField
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
