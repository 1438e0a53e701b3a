"""Watched words: finding in a text what moderators do not want posted as it is. Pure, like the rules.

An entry is one word or several that follow one another, whole and in any case; `*` stands for any
letters of a word, and alone for any one word. Regular expressions are not taken: nobody could promise
that one ends in time. All entries become one matcher, whose steps grow with the text and not with what
the text says: each distinct word is looked up among the patterns once, and phrases walk a tree.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.guard.folding import Folded, fold

MOST_ENTRIES = 500
MOST_WORDS = 8
FEWEST_LETTERS = 2  # of an entry
FEWEST_BESIDE_A_STAR = 3
WIDEST_GAP = 3  # signs between two words of a phrase
MOST_AT_ONCE = 200  # phrases begun at one place of a text
LONGEST_WORD = 100  # what a pattern looks at of one word
_STAR = "\ue000"  # stands for * while an entry is folded, which takes Markdown's signs away
_ANY = "*"
_WORD = re.compile(r"[^\W_]+")
_ENTRY_WORD = re.compile(rf"(?:[^\W_]|{_STAR})+")


class Act(models.TextChoices):
    """What becomes of a text with watched words, the gravest first."""

    BLOCK = "block", _("Cannot be posted")
    HOLD = "hold", _("Waits for a moderator")
    WARN = "warn", _("Warns")
    REPLACE = "replace", _("Is replaced")


_GRAVITY = {act: place for place, act in enumerate(Act)}


class Entry(NamedTuple):
    pk: int
    words: str
    act: str
    message: str = ""
    replacement: str = ""


class Match(NamedTuple):
    """That ``words``, which stand at ``start`` to ``end`` of a text, are watched by ``entry``."""

    entry: Entry
    start: int
    end: int
    words: str

    @property
    def label(self) -> str:
        return str(Act(self.entry.act).label)


class Unusable(ValueError):
    """An entry that would match nothing, or nearly everything; the message says why."""


def words_of(typed: str) -> list[str]:
    """The words of an entry in their one form, `*` in its place. Raises Unusable."""
    folded = fold(typed.replace("*", _STAR)).text.casefold()
    words = [word.replace(_STAR, "*") for word in _ENTRY_WORD.findall(folded)]
    letters = [max(map(len, word.split("*"))) for word in words]  # of the longest piece
    if sum(letters) < FEWEST_LETTERS:
        raise Unusable(_("Enter a word: at least two letters or digits"))
    if len(words) > MOST_WORDS:
        raise Unusable(_("Enter eight words at most"))
    if not (letters[0] and letters[-1]):
        raise Unusable(_("Begin and end with a word: a * alone stands between others"))
    if any(
        "*" in word and 0 < count < FEWEST_BESIDE_A_STAR
        for word, count in zip(words, letters, strict=True)
    ):
        raise Unusable(_("Give at least three letters in a row beside a *"))
    return [word if word.strip("*") else _ANY for word in words]


class _Node:
    """A place in the tree of phrases: where each next word leads, and which entry ends here."""

    __slots__ = ("entry", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.entry: int | None = None


class _Patterns:
    """The words with stars, to be found by what they begin and end with, or by a piece between two stars."""

    def __init__(self, patterns: Iterable[str]):
        self._by_ends: dict[tuple[int, int], dict[tuple[str, str], list[str]]] = {}
        self._by_piece: dict[int, dict[str, list[tuple[str, list[str]]]]] = {}
        for pattern in patterns:
            first, *pieces, last = pattern.split("*")
            pieces = [piece for piece in pieces if piece]
            if pieces:
                longest = max(pieces, key=len)
                known = self._by_piece.setdefault(len(longest), {})
                known.setdefault(longest, []).append((pattern, [first, *pieces, last]))
            else:
                ends = self._by_ends.setdefault((len(first), len(last)), {})
                ends.setdefault((first, last), []).append(pattern)

    def fitting(self, word: str) -> dict[str, None]:
        """Those that fit ``word``."""
        found: dict[str, None] = {}
        for (first, last), ends in self._by_ends.items():
            if len(word) >= first + last:
                found |= dict.fromkeys(ends.get((word[:first], word[len(word) - last :]), ()))
        for length, known in self._by_piece.items():
            for piece in {word[at : at + length] for at in range(len(word) - length + 1)}:
                for pattern, pieces in known.get(piece, ()):
                    if _fits(pieces, word):
                        found[pattern] = None
        return found


def _fits(pieces: list[str], word: str) -> bool:
    """Whether ``word`` begins with the first piece, ends with the last and holds the others between."""
    first, *middle, last = pieces
    if not (word.startswith(first) and word.endswith(last)):
        return False
    at, end = len(first), len(word) - len(last)
    for piece in middle:
        at = word.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end


class Matcher:
    def __init__(self, entries: Iterable[Entry]):
        self.entries = sorted(entries, key=lambda entry: (_GRAVITY[Act(entry.act)], entry.pk))
        self._root = _Node()
        patterns: dict[str, None] = {}
        for place, entry in enumerate(self.entries):
            node = self._root
            for word in words_of(entry.words):
                if "*" in word and word != _ANY:
                    patterns[word] = None
                node = node.following.setdefault(word, _Node())
            node.entry = place if node.entry is None else node.entry
        self._patterns = _Patterns(patterns)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def look(self, text: str) -> list[Match]:
        """The watched words of ``text`` in their order; where two meet in a place, the graver."""
        if not self.entries:
            return []
        folded = fold(text)
        taken, found = bytearray(len(text)), []
        for place, first, last in sorted(self._phrases(folded), key=lambda one: (one[0], one[1])):
            start, end = folded.original(first, last)
            if 1 not in taken[start:end]:
                taken[start:end] = b"\1" * (end - start)
                found.append(Match(self.entries[place], start, end, text[start:end]))
        return sorted(found, key=lambda match: match.start)

    def _phrases(self, folded: Folded) -> Iterator[tuple[int, int, int]]:
        """(place of the entry, start, end) for each word that ends a watched phrase: the gravest of them."""
        fits: dict[str, dict[str, None]] = {}
        begun: list[tuple[_Node, int]] = []
        before = 0
        for match in _WORD.finditer(folded.text):
            word, start, end = match.group().casefold(), match.start(), match.end()
            if word not in fits:
                fits[word] = self._words_for(word)
            if start - before > WIDEST_GAP or "\n\n" in folded.text[before:start]:
                begun = []
            begun = [
                (node, since)
                for origin, since in [*begun[:MOST_AT_ONCE], (self._root, start)]
                for node in _followers(origin, fits[word])
            ]
            ended = [(node.entry, since, end) for node, since in begun if node.entry is not None]
            if ended:
                yield min(ended)
            before = end

    def _words_for(self, word: str) -> dict[str, None]:
        """What the tree may call ``word``: itself, any word, and the patterns that fit it."""
        return dict.fromkeys((word, _ANY)) | self._patterns.fitting(word[:LONGEST_WORD])


def _followers(node: _Node, names: dict[str, None]) -> list[_Node]:
    following = node.following
    if len(following) < len(names):
        return [following[name] for name in following if name in names]
    return [following[name] for name in names if name in following]


def replaced(text: str, matches: Iterable[Match]) -> str:
    """``text`` with what each entry puts in the place of its words."""
    kept, last = [], 0
    for match in matches:
        kept += [text[last : match.start], match.entry.replacement]
        last = match.end
    return "".join((*kept, text[last:]))
