"""What changed between two texts, readable: whole lines that stayed, and words that did not."""

import difflib
import re
from typing import NamedTuple

from forum.threads.bylines import Byline, editor_byline
from forum.threads.models import Post, Revision

MOST_TOKENS = 4000  # beyond it words are compared by line only: difflib is quadratic at worst


class Piece(NamedTuple):
    """A run of text that was kept (""), added ("ins") or taken out ("del")."""

    kind: str
    text: str


class Step(NamedTuple):
    """One edit: who made it and when, why, and what it changed."""

    number: int  # of the text that it replaced
    editor: Byline
    made_at: object
    reason: str
    title: list[Piece]
    body: list[Piece]
    is_redacted: bool  # the former text is gone, and nothing tells what changed
    is_readable: bool


def revision_steps(post: Post, revisions: list[Revision], after: Revision | None = None) -> list[Step]:
    """The edits that replaced ``revisions``, given and returned the latest first.

    ``after`` is the text that the latest of them made; None is the present one.
    """
    later = [after or _present(post), *revisions]
    return [_step(post, old, new) for old, new in zip(revisions, later, strict=False)]


def _present(post: Post) -> Revision:
    return Revision(title=post.thread.title if post.number == 1 else "", body=post.body)


def _step(post: Post, old: Revision, new: Revision) -> Step:
    readable = not (old.redacted_at or new.redacted_at)
    return Step(
        number=old.number,
        editor=editor_byline(old.editor, post),
        made_at=old.created_at,
        reason=old.reason,
        title=pieces(old.title, new.title) if readable and old.title != new.title else [],
        body=pieces(old.body, new.body) if readable else [],
        is_redacted=old.redacted_at is not None,
        is_readable=readable,
    )


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
