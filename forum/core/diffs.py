"""What changed between two texts, readable: runs of text that stayed, came or went."""

import difflib
import re
from typing import NamedTuple

MOST_TOKENS = 4000  # beyond it words are compared by line only: difflib is quadratic at worst


class Piece(NamedTuple):
    """A run of text that was kept (""), added ("ins") or taken out ("del")."""

    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """``old`` turned into ``new``, word by word, or line by line where the texts are long."""
    old_tokens, new_tokens = _tokens(old), _tokens(new)
    if len(old_tokens) + len(new_tokens) > MOST_TOKENS:
        old_tokens, new_tokens = old.splitlines(True), new.splitlines(True)
    if len(old_tokens) + len(new_tokens) > MOST_TOKENS:
        return [Piece("del", old), Piece("ins", new)]
    matcher = difflib.SequenceMatcher(None, old_tokens, new_tokens)
    found = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece("", "".join(old_tokens[start:end])))
            continue
        if end > start:
            found.append(Piece("del", "".join(old_tokens[start:end])))
        if new_end > new_start:
            found.append(Piece("ins", "".join(new_tokens[new_start:new_end])))
    return found


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
