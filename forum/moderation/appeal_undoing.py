"""What it means to take an act of a moderator back, by what the act was."""

from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.erasing import FORMER
from forum.core.redacting import STUB
from forum.moderation.models import ModerationAction, Sanction
from forum.moderation.standing_queries import SANCTION_OF, sanction_of, standing_now
from forum.moderation.standing_services import lift
from forum.threads import services as threads
from forum.threads.models import Post, Revision, Thread

Kind = ModerationAction.Kind
REMOVALS = frozenset((Kind.HIDE, Kind.DECLINE))


def undo(action: ModerationAction, *, by: User) -> None:
    """Take ``action`` back, within the transaction of the appeal that is granted.

    Nothing happens to what has been taken back before, or decided anew since.
    """
    if action.post and action.kind == Kind.EDIT:
        _put_back_former_text(action, action.post, by)
    elif action.post and action.kind in REMOVALS:
        _restore_post(action, action.post, by)
    elif action.thread and action.kind in REMOVALS:
        _restore_thread(action, action.thread, by)
    elif action.kind in SANCTION_OF:
        _lift(action, by)


def _lift(action: ModerationAction, by: User) -> None:
    sanction = sanction_of(action)
    if sanction and standing_now(Sanction.objects.filter(pk=sanction.pk)).exists():
        lift(sanction=sanction, moderator=by)


def _restore_post(action: ModerationAction, post: Post, by: User) -> None:
    if post.hidden_at and _is_latest(action, post=post):
        threads.set_post_hidden(post=post, by=by, hidden=False)


def _restore_thread(action: ModerationAction, thread: Thread, by: User) -> None:
    if thread.hidden_at and _is_latest(action, thread=thread):
        threads.set_thread_hidden(thread=thread, by=by, hidden=False)


def _is_latest(action: ModerationAction, **target) -> bool:
    """Whether no later act removed the same thing once more."""
    return not ModerationAction.objects.filter(kind=Kind.HIDE, pk__gt=action.pk, **target).exists()


def _put_back_former_text(action: ModerationAction, post: Post, by: User) -> None:
    """The text before the moderator's edit, unless somebody has written another one since."""
    former = Revision.objects.filter(post=post).order_by("-number").first()
    if former is None or former.editor_id != action.moderator_id or former.redacted_at:
        return
    threads.edit_post(
        post=post,
        editor=by,
        body=former.body,
        title=former.title,
        tags=[name for name in former.tags.split(", ") if name and name not in (STUB, FORMER)],
        reason=_("An appeal was granted"),
        version=post.version,
    )
