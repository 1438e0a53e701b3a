"""Another text for a post that was posted: the former one is kept."""

from typing import Required, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import require_writer
from forum.core import markup
from forum.core.errors import Outdated
from forum.core.signals import announce
from forum.threads import permissions
from forum.threads.models import Post, Revision, Thread
from forum.threads.queries import tags_of
from forum.threads.services.holding import hold_back
from forum.threads.services.limits import Writing, refuse_crowded
from forum.threads.services.locks import hold_post, require
from forum.threads.services.posts import render_body
from forum.threads.services.tags import has_tags, put_tags
from forum.threads.signals import post_changed


class EditedMeanwhile(Outdated):
    """Somebody saved another text while this one was being written."""


class NewText(TypedDict, total=False):
    """What an edit brings: what moderation hands on to ``edit_post``.

    An empty title and no list of tags leave those as they are. ``version`` is the version the editor
    saw, ``reason`` is for readers.
    """

    body: Required[str]
    title: str
    tags: list[str] | None
    reason: str
    version: Required[int]


@transaction.atomic
def edit_post(
    *,
    post: Post,
    editor: User,
    body: str,
    reason: str = "",
    title: str = "",
    tags: list[str] | None = None,
    version: int,
    held: str = "",
) -> Post:
    """Replace the text of ``post``, and of a question the title and tags; the former is a revision.

    What the middle ones say is told at ``NewText``. ``held`` is a cause to wait for a moderator.
    Raises PermissionDenied, EditedMeanwhile where another text was saved since, or what
    ``refuse_crowded`` does.
    """
    require_writer(editor)
    post = hold_post(post.pk)
    require(permissions.can_edit(editor, post))
    if post.version != version:
        raise EditedMeanwhile(_("This post was edited while you wrote. Compare, then save again."))
    if not would_change(post, body=body, title=title, tags=tags):
        return post
    body_html = render_body(body)
    if post.author_id == editor.pk:
        refuse_crowded(Writing(editor, None, body, body_html))
    _keep_revision(post, editor, reason)
    post.body, post.body_html, post.markup_version = body, body_html, markup.VERSION
    post.edited_at, post.edit_reason, post.version = timezone.now(), reason, post.version + 1
    post.save(
        update_fields=["body", "body_html", "markup_version", "edited_at", "edit_reason", "version"]
    )
    if post.number == 1:
        _change_question(post.thread, title, tags)
    if held:
        hold_back(post, cause=held)
    announce(post_changed, post=post)
    return post


def would_change(post: Post, *, body: str, title: str = "", tags: list[str] | None = None) -> bool:
    """Whether those are another text than ``post`` has now; "" and None leave what is there."""
    if body != post.body:
        return True
    if post.number > 1:
        return False
    return title not in ("", post.thread.title) or not (tags is None or has_tags(post.thread, tags))


def _change_question(thread: Thread, title: str, tags: list[str] | None) -> None:
    if title not in ("", thread.title):
        thread.title = title
        thread.save(update_fields=["title"])
    if tags is not None:
        put_tags(thread, tags)


def _keep_revision(post: Post, editor: User, reason: str) -> None:
    is_question = post.number == 1
    Revision.objects.create(
        post=post,
        number=post.version,
        title=post.thread.title if is_question else "",
        tags=", ".join(tags_of(post.thread)) if is_question else "",
        body=post.body,
        editor=editor,
        reason=reason,
        created_at=timezone.now(),
    )
