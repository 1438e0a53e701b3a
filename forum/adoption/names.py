"""Names of subjects, compared as people mean them."""

import re
import unicodedata


def key_of(name: str) -> str:
    """``name`` without case, accents, spaces and marks: "You Tube Shorts!" is "youtubeshorts"."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^\w+]|_", "", "".join(c for c in letters if not unicodedata.combining(c)))[:60]
