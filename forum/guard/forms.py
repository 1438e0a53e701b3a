"""The guard on a form: whatever members write passes it on preview, on posting and on saving."""

from copy import copy
from typing import Any

from django import forms
from django.utils.html import format_html

from forum.guard.checking import Check, checked
from forum.guard.finding import removed


class GuardedForm(forms.Form):
    """A form whose ``guarded`` fields are looked through for what may identify a patient.

    ``guard`` says what was found and whether what is posted has to wait (``guard.waits``). The form
    is not valid while its writer has not answered, nor right after the findings were replaced on
    request: then it is shown again, with the stubs in it, and posted by another click.
    """

    guarded: tuple[str, ...] = ()
    may_wait = True  # whether a moderator can look at it before members do
    is_own = False  # whether members speak of themselves in it
    guard = Check({}, {})
    replaced: Check | None = None  # what was found before it was replaced

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        self.guard = self._checked()
        if "guard_remove" in self.data and self.guard.rules:
            self._replace_findings()
        elif self.guard.stops and "preview" not in self.data:
            self.add_error(None, format_html('<a href="#guard-title">{}</a>', self.guard.heading))
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and self.replaced is None

    def _checked(self) -> Check:
        texts = {name: _text(self.cleaned_data.get(name)) for name in self.guarded}
        return checked(texts, self.data, may_wait=self.may_wait, is_own=self.is_own)

    def _replace_findings(self) -> None:
        self.replaced = self.guard
        typed: Any = copy(self.data)
        for name, found in self.guard.removable.items():
            if found:
                self.cleaned_data[name] = typed[name] = removed(self.guard.texts[name], found)
        self.data = typed
        self.guard = self._checked()


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else value or ""
