"""What the edits of a post changed."""

from typing import NamedTuple

from forum.core.diffs import Piece, pieces
from forum.threads.bylines import Byline, editor_byline
from forum.threads.models import Post, Revision
from forum.threads.queries import tags_of


class Step(NamedTuple):
    """One edit: who made it and when, why, and what it changed."""

    number: int  # of the text that it replaced
    editor: Byline
    made_at: object
    reason: str
    title: list[Piece]
    tags: list[Piece]
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
    if post.number > 1:
        return Revision(body=post.body)
    return Revision(title=post.thread.title, tags=", ".join(tags_of(post.thread)), body=post.body)


def _step(post: Post, old: Revision, new: Revision) -> Step:
    readable = not (old.redacted_at or new.redacted_at)
    return Step(
        number=old.number,
        editor=editor_byline(old.editor, post),
        made_at=old.created_at,
        reason=old.reason,
        title=pieces(old.title, new.title) if readable and old.title != new.title else [],
        tags=pieces(old.tags, new.tags) if readable and old.tags != new.tags else [],
        body=pieces(old.body, new.body) if readable else [],
        is_redacted=old.redacted_at is not None,
        is_readable=readable,
    )
