"""Form fields that bring what members type to one form before its length is checked."""

from django import forms

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
