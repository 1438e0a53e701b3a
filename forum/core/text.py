"""What members type, brought to one form: the same on both databases and in every mail."""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_CONTROL_BUT_JOINERS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f]")
# What Unicode tells programs not to show. Emoji need two of them: tags, which make the flag of
# England out of a black one, and the selectors that ask for a picture in place of a sign.
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f"
_PICTURE = "[#*0-9\xa9\xae\u203c-\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f]"
_UNSHOWN = re.compile(
    f"({_FLAG}|{_PICTURE})|[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# Letters and symbols without ink.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U00013441\U00013442\U0001d159")
_NEW_EMOJI = ("\U0001f300", "\U0001faff")  # among them those that this Python does not know yet
MOST_MARKS = 4
_MARKS = "".join(chr(n) for n in range(0x300, 0x1F000) if unicodedata.combining(chr(n)))
_STACKED_MARKS = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")


def one_line(text: str) -> str:
    """A title or a name: NFC, white space folded, nothing invisible left; empty if nothing else was there."""
    folded = " ".join(_CONTROL.sub("", _breaks_as_spaces(text)).split())
    return _seen(_composed(folded))


def sentence(text: str) -> str:
    """``text`` with a full stop, unless it ends as a sentence does, in quotation marks or not."""
    return text if text.rstrip("”’\"'")[-1:] in (".", "?", "!", "…") else f"{text}."


def many_lines(text: str) -> str:
    """A post: NFC, line ends as ``\\n``, no control or direction-changing characters.

    Empty if nothing in it can be seen.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _seen(_composed(_CONTROL_BUT_JOINERS.sub("", unified)).strip())


def can_be_seen(text: str) -> bool:
    """Whether ``text`` has a letter, a digit, a symbol or a sign of punctuation: marks need one to stand on."""
    return any(_has_ink(char) for char in text)


def _has_ink(char: str) -> bool:
    if _NEW_EMOJI[0] <= char <= _NEW_EMOJI[1]:
        return True
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANK


def _seen(text: str) -> str:
    return text if can_be_seen(text) else ""


def _composed(text: str) -> str:
    """``text`` in NFC. Marks upon marks are dropped first: sorting a stack of them is quadratic."""
    shown = _UNSHOWN.sub(r"\1", text)
    return unicodedata.normalize("NFC", _STACKED_MARKS.sub(r"\1", shown))


def _breaks_as_spaces(text: str) -> str:
    return re.sub(r"[\r\n\t\v\f\u2028\u2029\u2800]+", " ", text)
