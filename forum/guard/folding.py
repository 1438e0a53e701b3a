"""A text as the rules read it: plain signs, nothing invisible, and the way back to the original.

Members write "ＭＲＮ" with wide letters, numbers with thin spaces and long dashes, and Markdown
between them. The rules see one form of all that; where they find something, the original is marked.
"""

import html
import re
import unicodedata
from typing import NamedTuple

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_QUOTED_LINE = re.compile(r"(?<=\n)[ ]{0,3}(?:>[ ]?)+|^[ ]{0,3}(?:>[ ]?)+")
_PIECE = re.compile(rf"{_ENTITY.pattern}|{_QUOTED_LINE.pattern}|.", re.DOTALL)
_MARKDOWN = frozenset("*`\\~")
MOST_SPELLED = 8
_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), "‘": "'", "’": "'", "“": '"', "”": '"', "№": "no"}
    # Letters of other alphabets that look like ours, as they stand in numbers and their words.
    | dict(
        zip(
            "АВСЕНІЈКМОРЅТХавсеіјкморѕтху" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
            "ABCEHIJKMOPSTXabceijkmopstxy" + "ABEZHIKMNOPTYXo",
            strict=True,
        )
    )
)


class Folded(NamedTuple):
    """``text`` in one form; the sign at ``i`` came from ``starts[i]`` to ``ends[i]`` of the original."""

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the original of ``text[start:end]`` begins and ends."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        for sign in _plain(piece.group()):
            signs.append(sign)
            starts.append(piece.start())
            ends.append(piece.end())
    return Folded("".join(signs), starts, ends)


def _plain(piece: str) -> str:
    """What the rules see of one sign, of one HTML entity, or of the marks before a quoted line."""
    if len(piece) > 1 or piece == ">":
        return " " if piece.lstrip().startswith(">") else _plain_all(html.unescape(piece))
    if piece in _MARKDOWN:
        return ""
    return piece if piece.isascii() else _plain_all(piece)


def _plain_all(piece: str) -> str:
    spelled = unicodedata.normalize("NFKD", piece.translate(_PLAIN))
    if len(spelled) > MOST_SPELLED:  # one sign that stands for a whole sentence says no number
        return " "
    return "".join(map(_plain_sign, spelled))


def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Mn", "Me", "Cf", "Cs") or (category == "Cc" and sign not in "\n\t"):
        return ""
    if category.startswith("Z"):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return sign.translate(_PLAIN)
