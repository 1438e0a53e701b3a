import unicodedata

from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.validators import MOST_CHARACTERS


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at OWASP's setting. Django's default takes 100 MiB and 160 ms for each sign-in.

    A password is the same however a keyboard composes its accents.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1

    def encode(self, password, salt):
        return super().encode(_composed(password), salt)

    def verify(self, password, encoded):
        return super().verify(_composed(password), encoded)


def _composed(password: str) -> str:
    """In NFC, unless it is longer than any password: then it fits none, and is not worth the work."""
    return unicodedata.normalize("NFC", password) if len(password) <= MOST_CHARACTERS else password
