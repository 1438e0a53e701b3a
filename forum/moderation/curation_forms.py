"""Forms of the queue, of subjects and of organizations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.membership_forms import WebsiteField, kind_field, region_field
from accounts.models import Beds, Organization
from forum.adoption.models import Subject
from forum.adoption.queries import subject_named
from forum.core.fields import LineField

MOST_ALIASES = 20
LONGEST_NAME = 60


def note_field() -> LineField:
    return LineField(
        label=_("Note"), help_text=_("For the moderators’ log."), max_length=500, required=False
    )


class DecisionForm(forms.Form):
    """What a moderator answers to what a member asked. A reason is needed to decline."""

    reason = LineField(
        label=_("Reason"),
        help_text=_(
            "Mailed to the member, signed “the moderators”. Needed to decline, welcome to agree."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the member can ask better")},
    )
    with_domain = forms.BooleanField(required=False)
    existing: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=Organization.objects.all(), to_field_name="slug", required=False
    )


class SubjectForm(forms.Form):
    name = LineField(label=_("Name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose the kind")), *Subject.Kind.choices],
        help_text=_("Only on a platform can a name be reserved."),
        error_messages={"required": _("Choose the kind of subject")},
    )
    aliases = LineField(
        label=_("Also called"),
        help_text=_("Other names, with commas between them. Who types one finds this subject."),
        max_length=MOST_ALIASES * (LONGEST_NAME + 2),
        required=False,
    )
    half_life_days = forms.IntegerField(
        label=_("Half-life in days"),
        help_text=_("How long an answer counts as news: 180 for a platform, 365 for the rest."),
        min_value=30,
        max_value=3650,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )

    def clean_aliases(self):
        aliases = [alias for part in self.cleaned_data["aliases"].split(",") if (alias := part.strip())]
        if len(aliases) > MOST_ALIASES:
            raise forms.ValidationError(_("Give 20 other names at most."))
        if any(len(alias) > LONGEST_NAME for alias in aliases):
            raise forms.ValidationError(_("A name has 60 characters at most."))
        return aliases


class EditSubjectForm(SubjectForm):
    note = note_field()


class MergeForm(forms.Form):
    """Into which subject, by any of its names."""

    into = LineField(
        label=_("Subject that stays"),
        help_text=_("Its name, or another that it goes by."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"list": "subject-names", "autocomplete": "off"}),
        error_messages={"required": _("Enter the subject that stays")},
    )
    note = note_field()

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_into(self):
        target = subject_named(self.cleaned_data["into"])
        if target is None:
            raise forms.ValidationError(_("No subject goes by this name."))
        if target == self.source:
            raise forms.ValidationError(_("This is the same subject. Choose another."))
        return target


class OrganizationForm(forms.Form):
    name = LineField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter the name of the organization")},
    )
    kind = kind_field()
    beds = forms.ChoiceField(label=_("Beds"), choices=Beds.choices)
    region = region_field()
    website = WebsiteField(required=False)
    about = LineField(
        label=_("About"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    parent = LineField(
        label=_("Part of"),
        help_text=_("The full name of the organization that it belongs to."),
        max_length=120,
        required=False,
    )
    note = note_field()

    def clean_parent(self):
        name = self.cleaned_data["parent"]
        found = Organization.objects.filter(name__iexact=name).first() if name else None
        if name and found is None:
            raise forms.ValidationError(_("No organization is called so."))
        return found
