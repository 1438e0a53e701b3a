"""Form fields that bring what members type to one form before its length is checked."""

from collections.abc import Callable

from django import forms

from forum.core import text

MOST_TIMES = 4  # a text so many times too long is not cleaned before it is refused


class _CleanedField(forms.CharField):
    cleaned: Callable[[str], str]

    def to_python(self, value):
        """``value`` in its one form; as it stands where the validators refuse it anyway."""
        raw = super().to_python(value) or ""
        is_endless = self.max_length is not None and len(raw) > self.max_length * MOST_TIMES
        return raw if "\x00" in raw or is_endless else self.cleaned(raw)


class LineField(_CleanedField):
    """One line of text: a title, a name."""

    cleaned = staticmethod(text.one_line)


class TextField(_CleanedField):
    """Text of many lines. Line ends count as one character, as the browser counts them."""

    widget = forms.Textarea
    cleaned = staticmethod(text.many_lines)
