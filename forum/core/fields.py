"""Form fields that bring what members type to one form before its length is checked."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core import text

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
EARLIEST_YEAR = 1900


class LineField(forms.CharField):
    """One line of text: a title, a name."""

    def to_python(self, value):
        raw = super().to_python(value) or ""
        return raw if "\x00" in raw else text.one_line(raw)


class TextField(forms.CharField):
    """Text of many lines. Line ends count as one character, as the browser counts them."""

    widget = forms.Textarea

    def to_python(self, value):
        raw = super().to_python(value) or ""
        return raw if "\x00" in raw else text.many_lines(raw)


class MonthField(forms.Field):
    """A month, as the date of its first day. Browsers without a picker take it as text: 2023-08."""

    widget = forms.DateInput(attrs={"type": "month", "class": "input-short"}, format="%Y-%m")
    default_error_messages = {"invalid": _("Enter a month, like 2023-08")}

    def to_python(self, value):
        typed = str(value or "").strip()
        if not typed:
            return None
        found = _MONTH.fullmatch(typed)
        year, month = map(int, found.groups()) if found else (0, 0)
        if year < EARLIEST_YEAR or not 1 <= month <= 12:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return date(year, month, 1)
