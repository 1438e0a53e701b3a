"""Form fields that bring what members type to one form before its length is checked."""

import re
from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from forum.core import markup, text

MOST_TIMES = 4  # a text so many times too long is not cleaned before it is refused
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
EARLIEST_YEAR = 1900


class MostCharacters(MaxLengthValidator):
    """At most so many characters, told in our words and with figures that can be read."""

    message = _("Keep it to %(limit)s characters; this has %(count)s")

    def __call__(self, value):
        if len(value) > self.limit_value:
            params = {"limit": f"{self.limit_value:,}", "count": f"{len(value):,}"}
            raise ValidationError(self.message, code=self.code, params=params)


class _TypedText(forms.CharField):
    default_error_messages = {
        "null_characters_not_allowed": _("Leave out the characters that are not text"),
    }
    cleaned: Callable[[str], str]

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        if max_length is not None:
            others = [check for check in self.validators if not isinstance(check, MaxLengthValidator)]
            self.validators = [*others, MostCharacters(max_length)]

    def widget_attrs(self, widget):
        """No maxlength: browsers cut with it what is pasted, and tell nobody."""
        return {
            name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"
        }

    def to_python(self, value):
        """``value`` in its one form; as it stands where the validators refuse it anyway."""
        raw = super().to_python(value) or ""
        is_endless = self.max_length is not None and len(raw) > self.max_length * MOST_TIMES
        return raw if "\x00" in raw or is_endless else self.cleaned(raw)


class LineField(_TypedText):
    """One line of text: a title, a name."""

    cleaned = staticmethod(text.one_line)


class TextField(_TypedText):
    """Text of many lines. Line ends count as one character, as the browser counts them.

    Signs of Markdown around nothing are no text.
    """

    widget = forms.Textarea
    cleaned = staticmethod(text.many_lines)

    def to_python(self, value):
        typed = super().to_python(value)
        return "" if markup.shows_nothing(typed) else typed


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
