"""What changed between two texts, readable: whole lines that stayed, and words that did not."""

import difflib
import re
from typing import NamedTuple

from forum.threads.bylines import Byline, member_byline
from forum.threads.models import Post, Revision

MOST_TOKENS = 4000  # beyond it words are compared by line only: difflib is quadratic at worst


class Piece(NamedTuple):
    """A run of text that was kept (""), added ("ins") or taken out ("del")."""

    kind: str
    text: str


class Step(NamedTuple):
    """One edit: who made it and when, why, and what it changed."""

    number: int
    editor: Byline
    made_at: object
    reason: str
    title: list[Piece]
    body: list[Piece]


def revision_steps(post: Post, revisions: list[Revision]) -> list[Step]:
    """The edits of ``post``, newest first. Each revision is what its edit replaced."""
    if not revisions:
        return []
    after = [(revision.title, revision.body) for revision in revisions[1:]]
    after.append((post.thread.title if post.number == 1 else "", post.body))
    steps = [
        Step(
            number=revision.number + 1,
            editor=member_byline(revision.editor),
            made_at=revision.created_at,
            reason=revision.reason,
            title=pieces(revision.title, title) if revision.title != title else [],
            body=pieces(revision.body, body),
        )
        for revision, (title, body) in zip(revisions, after, strict=True)
    ]
    return steps[::-1]


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
