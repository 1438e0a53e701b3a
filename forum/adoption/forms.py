from django import forms
from django.utils.translation import gettext_lazy as _

from forum.adoption.models import StatusReport, Subject
from forum.core.fields import LineField, MonthField
from forum.guard.forms import GuardedForm


class StatusForm(GuardedForm):
    """What an organization does with ``subject``, since when, and a word on it."""

    guarded = ("note",)
    may_wait = False
    status = forms.ChoiceField(
        label=_("Status"), widget=forms.RadioSelect, error_messages={"required": _("Choose a status")}
    )
    since = MonthField(
        label=_("Since"), help_text=_("The month it began, like 2023-08."), required=False
    )
    note = LineField(
        label=_("Note"),
        help_text=_("What a peer should know, in a sentence or two. At most 280 characters."),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, subject: Subject, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(status.value, status.label) for status in subject.statuses]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]


class StatusesForm(forms.Form):
    """Statuses that have grown old, each to be confirmed, changed or left for later."""

    prefix = "status"

    def __init__(self, *args, reports: list[StatusReport], **kwargs):
        super().__init__(*args, **kwargs)
        self.reports = reports
        for report in reports:
            statuses = [(status.value, status.label) for status in report.subject.statuses]
            self.fields[str(report.pk)] = forms.ChoiceField(
                label=report.subject.name,
                choices=[("", _("Leave for later")), *statuses],
                initial=report.status,
                required=False,
            )

    def clean(self):
        """What is sent about a report that has been superseded was chosen in view of an older one."""
        known = {self.add_prefix(name) for name in self.fields}
        if any(name.startswith(f"{self.prefix}-") and name not in known for name in self.data):
            raise forms.ValidationError(
                _("A colleague has answered meanwhile. Nothing was saved: look once more.")
            )
        return self.cleaned_data

    @property
    def rows(self) -> list[tuple[StatusReport, forms.BoundField]]:
        return [(report, self[str(report.pk)]) for report in self.reports]

    @property
    def statuses(self) -> dict[int, str]:
        """The statuses chosen, by the report that each takes the place of."""
        return {int(name): status for name, status in self.cleaned_data.items() if status}
