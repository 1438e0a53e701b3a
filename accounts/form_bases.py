"""What allauth's forms have in common here: labels, hints and errors in our words."""

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import MostCharacters

NEW_PASSWORD_HINT = _("12 characters or more. A short sentence works well.")
EMAIL_LIKE = _("Enter your work email, like name@hospital.org")
LEFT_EMPTY = {
    "code": _("Enter the code"),
    "email": EMAIL_LIKE,
    "login": _("Enter your work email or your handle"),
    "name": _("Enter a name for the passkey"),
    "oldpassword": _("Enter your current password"),
    "password": _("Enter your password"),
    "password1": _("Enter a new password"),
}


class PlainWidgets:
    """A label stands above each field, so none needs the text allauth puts into it.

    Their errors say what to enter.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in LEFT_EMPTY:
                field.error_messages["required"] = LEFT_EMPTY[name]
            if name == "email":
                field.label = _("Work email")
                field.error_messages["invalid"] = EMAIL_LIKE


class CodeInput(PlainWidgets):
    """Digits from a mail or an app: large, and with the right keyboard on a phone."""

    code_hint = _("Six digits. Spaces do not matter.")
    code_keyboard = "numeric"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Code"), self.code_hint
        field.validators.append(MostCharacters(40))
        field.widget.attrs.update(
            {"class": "input-code", "inputmode": self.code_keyboard, "maxlength": "12"}
        )


class LimitedTries:
    """Too many wrong tries are a page of their own, with its status and how long to wait."""

    def add_error(self, field, error):
        if getattr(error, "code", "") == "too_many_login_attempts":
            raise ImmediateHttpResponse(respond_429(context.request))
        super().add_error(field, error)  # type: ignore[misc]


class OneNewPassword(PlainWidgets):
    """A new password, typed once: whoever mistypes it has a reset link in their mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = NEW_PASSWORD_HINT
