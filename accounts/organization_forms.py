"""Forms about organizations: finding one, and what its administrators choose and ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import regions
from accounts.models import Beds, Kind, Organization
from forum.core.fields import LineField


class DirectoryForm(forms.Form):
    """What to look for. A value that there is not is as none at all.

    The filters stand beside the list and belong to the form above it.
    """

    beside = {"form": "find"}
    name = LineField(
        label=_("Name of an organization"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name of an organization")}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *Kind.choices],
        widget=forms.Select(attrs=beside),
    )
    beds = forms.ChoiceField(
        label=_("Beds"),
        required=False,
        choices=[("", _("Any number")), *Beds.choices],
        widget=forms.Select(attrs=beside),
    )
    region = forms.ChoiceField(label=_("Region"), required=False, widget=forms.Select(attrs=beside))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Everywhere")), *regions.choices()]  # type: ignore[attr-defined]

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set and make sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class NamingForm(forms.Form):
    naming = forms.ChoiceField(
        label=_("How your organization is shown"),
        choices=Organization.Naming.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how your organization is shown")},
        help_text=_("Either way it counts in every snapshot, now and for what it has said before."),
    )


class JoiningForm(forms.Form):
    ADDRESS, APPROVAL = "address", "approval"
    joining = forms.ChoiceField(
        label=_("How colleagues join"),
        choices=[
            (ADDRESS, _("At once, by confirming an address at one of our domains")),
            (APPROVAL, _("When an administrator has approved them as well")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how colleagues join")},
    )

    @classmethod
    def present(cls, organization: Organization) -> str:
        return cls.APPROVAL if organization.approves_colleagues else cls.ADDRESS


class DomainForm(forms.Form):
    domain = LineField(
        label=_("Mail domain"),
        help_text=_("What stands behind the @ in your colleagues’ addresses, like hospital.org"),
        max_length=253,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter a mail domain, like hospital.org")},
    )


class AdministratorForm(forms.Form):
    note = LineField(
        label=_("Note to the moderators"),
        help_text=_("What you do there, so that they can tell. At most 300 characters."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
