from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import regions
from accounts.models import Beds, Kind

FIRST_DAY = date(2006, 1, 1)


class FilterForm(forms.Form):
    """Which organizations a snapshot counts, and as of when. All empty: every one, today."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *((k.value, k.label) for k in Kind if k != Kind.VENDOR)],
    )
    beds = forms.ChoiceField(
        label=_("Beds"), required=False, choices=[("", _("Any number")), *Beds.choices]
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    like_mine = forms.BooleanField(label=_("Organizations like mine"), required=False)
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}),
        error_messages={"invalid": _("Enter a day, like 2025-06-30")},
    )

    def __init__(self, *args, has_organization: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Everywhere")), *regions.choices()]  # type: ignore[attr-defined]
        if not has_organization:
            del self.fields["like_mine"]

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and not FIRST_DAY <= day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day from 2006 to today"))
        return None if day == timezone.localdate() else day

    @property
    def has_filters(self) -> bool:
        return any(self.cleaned_data.values())
