from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.names import is_voice

MOST_CHARACTERS = 256


class MaximumLengthValidator:
    """Refuse a password so long that hashing it would be the attack."""

    def validate(self, password, user=None):
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(
                _("Use a password of at most 256 characters."), code="password_too_long"
            )

    def get_help_text(self):
        return _("256 characters at most.")


def refuse_voices(name: str) -> None:
    """Raise ValidationError for a name that could be taken for the forum's own."""
    if is_voice(name):
        raise ValidationError(
            _("This could be taken for the forum itself. Enter the name that colleagues know you by"),
            code="voice",
        )
