"""Forms of the settings pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import time_zones
from accounts.models import Kind, User
from accounts.validators import refuse_voices
from forum.core.fields import LineField, TextField
from forum.guard.forms import GuardedForm


class ProfileForm(GuardedForm):
    guarded = ("display_name", "job_title", "organization_name", "about")
    may_wait = False
    is_own = True
    display_name = LineField(
        label=_("Your name"),
        max_length=60,
        validators=[refuse_voices],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    job_title = LineField(
        label=_("Job title"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": _("Enter your job title")},
    )
    organization_name = LineField(
        label=_("Organization"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organization_kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=[("", _("Choose the kind")), *Kind.choices],
        required=False,
    )
    about = TextField(
        label=_("About you"),
        help_text=_("What you work on, and what colleagues may ask you. At most 600 characters."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones.choices,
        error_messages={
            "required": _("Choose a time zone"),
            "invalid_choice": _("Choose a time zone from the list"),
        },
    )

    def __init__(self, *args, standing, **kwargs):
        """A member whose organization is confirmed does not type it: their membership says it."""
        super().__init__(*args, **kwargs)
        if standing.organization:
            del self.fields["organization_name"], self.fields["organization_kind"]


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colors"),
        choices=User.Theme.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose light, dark or as the device has it")
        ),
    )


class EraseForm(forms.Form):
    handle = LineField(
        label=_("Your handle"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type your handle to confirm")},
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["handle"].help_text = _("Type %(handle)s to confirm.") % {"handle": member.handle}

    def clean_handle(self):
        handle = self.cleaned_data["handle"].lower().removeprefix("@")
        if handle != self.member.handle:
            raise forms.ValidationError(_("This is not your handle. Nothing was erased."))
        return handle
