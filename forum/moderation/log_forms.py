"""What of the log is to be shown."""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.conduct.queries import rule_choices
from forum.core.fields import LineField
from forum.moderation.log_queries import KINDS, ROUNDS, LogFilter

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
_TARGET = re.compile(
    r"(?:.*/)?(?P<what>t|posts)/(?P<id>\d{1,18})(?:[/?#].*)?|#?(?P<number>\d{1,18})", re.ASCII
)


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class LogForm(forms.Form):
    kind = forms.ChoiceField(label=_("Act"), choices=[("", _("All acts")), *KINDS], required=False)
    moderator = LineField(
        label=_("By"),
        help_text=_("The handle of a moderator, or “rounds” for what happened by itself."),
        max_length=31,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    about = LineField(
        label=_("About"),
        help_text=_("A member (@mokafor), a thread (18 or /t/18/) or a post (/posts/30/)."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    since = DayField(
        label=_("From"),
        required=False,
        error_messages={"invalid": _("Enter the first day, like 2026-11-30")},
    )
    until = DayField(
        label=_("To"),
        required=False,
        error_messages={"invalid": _("Enter the last day, like 2026-11-30")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", _("All rules")), *rule_choices()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> LogFilter:
        """The filter that a valid form makes."""
        return LogFilter(**self.cleaned_data)

    @property
    def kept(self) -> dict[str, str]:
        """What was typed, for links and for the export."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def clean_moderator(self):
        handle = self.cleaned_data["moderator"].removeprefix("@").lower()
        return handle if handle in ("", ROUNDS) else _member(handle)

    def clean_about(self):
        typed = self.cleaned_data["about"]
        if not typed:
            return None
        if typed.startswith("@"):
            return "member", _member(typed[1:].lower())
        found = _TARGET.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(
                _("Enter a handle with its @, or the address of a thread or post.")
            )
        name = "post" if found["what"] == "posts" else "thread"
        return name, int(found["id"] or found["number"])

    def clean_since(self):
        return _midnight(self.cleaned_data["since"])

    def clean_until(self):
        day = self.cleaned_data["until"]
        return _midnight(day + timedelta(days=1)) if day else None


def _member(handle: str) -> User:
    member = User.objects.filter(handle=handle).first()
    if member is None:
        raise forms.ValidationError(_("No member has this handle."))
    return member


def _midnight(day: date | None) -> datetime | None:
    """When ``day`` begins for who asks."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
