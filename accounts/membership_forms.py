"""Forms of the settings page "Organization"."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts import regions
from accounts.models import Kind, Organization
from forum.core.fields import LineField
from forum.guard.forms import GuardedForm


class WebsiteField(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Website"),
            help_text=_("Its own, like lakeshore.org"),
            assume_scheme="https",
            max_length=200,
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
            error_messages=dict.fromkeys(
                ["required", "invalid"], _("Enter the address of its website, like lakeshore.org")
            ),
            **kwargs,
        )


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose the kind")), *Kind.choices],
        error_messages={"required": _("Choose the kind of organization")},
    )


def region_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("State or country"),
        choices=[("", _("Choose where it is")), *regions.choices()],
        error_messages={"required": _("Choose where it is")},
    )


class SearchForm(forms.Form):
    q = LineField(label=_("Name of your organization"), max_length=120, required=False)


class JoinForm(forms.Form):
    organization: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=Organization.objects.all(), to_field_name="slug"
    )


class ProposalForm(GuardedForm):
    """A new organization. ``seen`` is the name for which similar ones were shown already."""

    guarded = ("name", "note")
    is_own = True
    may_wait = False
    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of the organization")},
    )
    kind = kind_field()
    website = WebsiteField()
    region = region_field()
    note = LineField(
        label=_("Note for the moderators"),
        help_text=_(
            "What helps to see that you work there: a page that names you, a name it had before."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = LineField(max_length=120, required=False, widget=forms.HiddenInput)


class AppearanceForm(forms.Form):
    """How a member stands at their organization. What is said for good is not asked again."""

    listed = forms.BooleanField(
        label=_("List me on the page of my organization"),
        help_text=_("With your name and job title, for members who look for a colleague there."),
        required=False,
    )
    for_agency = forms.BooleanField(
        label=_("I work there for an agency, or as a contractor"),
        help_text=_(
            "Your posts say “Vendor”, and you set no status. Only a moderator can take this back."
        ),
        required=False,
    )

    def __init__(self, data=None, *, membership):
        super().__init__(data, initial={"listed": membership.is_listed})
        if membership.is_contractor or membership.organization.is_vendor:
            del self.fields["for_agency"]
