"""What members type, brought to one form: the same on both databases and in every mail."""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_CONTROL_BUT_JOINERS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MOST_MARKS = 4
_MARKS = "".join(chr(n) for n in range(0x300, 0x1F000) if unicodedata.combining(chr(n)))
_STACKED_MARKS = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")


def one_line(text: str) -> str:
    """A title or a name: NFC, white space folded, nothing invisible left."""
    folded = " ".join(_CONTROL.sub("", _newlines_as_spaces(text)).split())
    return _composed(folded)


def many_lines(text: str) -> str:
    """A post: NFC, line ends as ``\\n``, no control or direction-changing characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _composed(_CONTROL_BUT_JOINERS.sub("", unified)).strip()


def _composed(text: str) -> str:
    """``text`` in NFC. Marks upon marks are dropped first: sorting a stack of them is quadratic."""
    return unicodedata.normalize("NFC", _STACKED_MARKS.sub(r"\1", text))


def _newlines_as_spaces(text: str) -> str:
    return re.sub(r"[\r\n\t\v\f\u2028\u2029]+", " ", text)
