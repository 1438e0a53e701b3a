from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 256


class MaximumLengthValidator:
    """Refuse a password so long that hashing it would be the attack."""

    def validate(self, password, user=None):
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(_("Use at most 256 characters."), code="password_too_long")

    def get_help_text(self):
        return _("256 characters at most.")
