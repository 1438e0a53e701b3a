"""The guard on a form: whatever members write passes it on preview, on posting and on saving."""

from copy import copy
from typing import Any

from django import forms
from django.core.signing import dumps
from django.utils.html import format_html

from forum.guard.checking import Check, checked
from forum.guard.finding import removed
from forum.guard.queries import without_approved

APPROVAL = "forum.guard.approval"


class GuardedForm(forms.Form):
    """A form whose ``guarded`` fields are looked through for what may identify a patient, and for
    watched words.

    ``guard`` says what was found and whether what is posted has to wait, and why (``guard.cause``).
    The form is not valid while its writer has not answered, nor right after the findings were replaced
    on request: then it is shown again, with the stubs in it, and posted by another click. Watched words
    that have a replacement are replaced in ``cleaned_data``; what was typed stays in the form.
    """

    guarded: tuple[str, ...] = ()
    may_wait = True  # whether a moderator can look at it before members do
    is_own = False  # whether members speak of themselves in it
    is_moderators = False  # whether a moderator writes, whose posts do not wait for watched words
    edited_post: int | None = None  # whose findings a moderator may have let stand before
    guard = Check()
    replaced: Check | None = None  # what was found before it was replaced

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        self.guard = self._checked()
        if "guard_remove" in self.data and any(self.guard.removable.values()):
            self._replace_findings()
        elif self.guard.stops and "preview" not in self.data:
            self.add_error(None, format_html('<a href="#guard-title">{}</a>', self.guard.heading))
        self._exchange_words()
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and self.replaced is None

    @property
    def approval(self) -> str:
        """Lets the check while typing know of which post it is; nobody can make one for another post."""
        return dumps(self.edited_post, salt=APPROVAL) if self.edited_post else ""

    def _checked(self) -> Check:
        texts = {name: _text(self.cleaned_data.get(name)) for name in self.guarded}
        check = checked(
            texts, may_wait=self.may_wait, is_own=self.is_own, is_moderators=self.is_moderators
        )
        return without_approved(check, self.edited_post).answered(self.data)

    def _replace_findings(self) -> None:
        self.replaced = self.guard
        typed: Any = copy(self.data)
        for name, found in self.guard.removable.items():
            self.cleaned_data[name] = typed[name] = removed(self.guard.texts[name], found)
        self.data = typed
        self.guard = self._checked()

    def _exchange_words(self) -> None:
        """Put the replaced text into ``cleaned_data``, if it is still one that the field takes."""
        for name in self.guard.replacements:
            try:
                self.cleaned_data[name] = self.fields[name].clean(self.guard.texts[name])
            except forms.ValidationError as error:
                self.add_error(name, error)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else value or ""
