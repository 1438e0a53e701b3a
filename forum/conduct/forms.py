from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, TextField


class SeenForm(forms.Form):
    """What every form about the draft carries: the draft as its administrator saw it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)


class RuleForm(SeenForm):
    title = LineField(
        label=_("Rule"),
        help_text=_(
            "One short sentence. Keep what the rule is about: its number stays with it for good."
        ),
        max_length=100,
        error_messages={"required": _("Write the rule in one sentence")},
    )
    noun = LineField(
        label=_("What a post that breaks it held"),
        help_text=_("In the notice in its place, like “sales pitch” or “unkind words”."),
        max_length=60,
        error_messages={"required": _("Say in a few words what such a post held")},
    )
    text = TextField(
        label=_("Explanation"),
        help_text=_("Markdown, as in a post. At most 3,000 characters."),
        max_length=3000,
        error_messages={"required": _("Explain the rule")},
    )


class PublishForm(SeenForm):
    what_changed = TextField(
        label=_("What changed"),
        help_text=_(
            "In a few sentences. Members read it before they accept, and in the list of versions."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what changed")},
    )
    asks_acceptance = forms.BooleanField(
        label=_("Members accept it before they write again"),
        help_text=_(
            "Tick it where something is forbidden that was not before. Not for a better wording."
        ),
        required=False,
    )
