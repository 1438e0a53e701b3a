"""Form fields that bring what members type to one form before its length is checked."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core import text


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


class MonthField(forms.CharField):
    """A month as ``2026-03``, which browsers without a picker let people type; cleaned to its first day."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(max_length=7, required=False, **kwargs)
        self.widget.input_type = "month"

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        try:
            year, month = typed.split("-")
            if not (typed.isascii() and len(year) == 4):
                raise ValueError
            return date(int(year), int(month), 1)
        except ValueError as error:
            raise forms.ValidationError(_("Enter a month, like 2026-03")) from error
