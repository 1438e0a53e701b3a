"""Looking up who wrote a post without a name: one moderator asks, another agrees, the author is told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from forum.core.erasing import rewrite
from forum.core.errors import Outdated
from forum.core.redacting import Place, Words, redact
from forum.moderation import logbook
from forum.moderation.models import ModerationAction, RevealRequest
from forum.moderation.permissions import can_decide_reveal
from forum.threads.models import Post
from forum.threads.permissions import can_ask_reveal
from forum.threads.services.locks import hold_post

Kind = ModerationAction.Kind


@transaction.atomic
def ask_reveal(*, post: Post, moderator: User, reason: str) -> RevealRequest:
    """Ask another moderator to look up together who wrote ``post``, which bears no name.

    Raises PermissionDenied, for one's own post too, and Outdated where somebody has asked already.
    """
    held = hold_post(post.pk)
    if not can_ask_reveal(moderator, held):
        raise PermissionDenied
    if held.reveal_requests.filter(decided_at=None).exists():
        raise Outdated(_("Another moderator has asked this already. See what waits."))
    logbook.write(moderator, Kind.ASK_REVEAL, post=held, note=reason)
    return RevealRequest.objects.create(post=held, asked_by=moderator, reason=reason)


@transaction.atomic
def decide_reveal(*, request: RevealRequest, moderator: User, is_agreed: bool) -> RevealRequest:
    """Agree, so that both moderators learn who wrote the post, or not. The author is mailed if so.

    Raises PermissionDenied for who asked and for the author, Outdated where it is decided.
    """
    post = hold_post(request.post_id)
    held = RevealRequest.objects.select_for_update().get(pk=request.pk)
    if not can_decide_reveal(moderator, held, post):
        raise PermissionDenied
    if held.decided_at:
        raise Outdated(_("Another moderator has decided this already."))
    held.decided_by, held.decided_at, held.is_agreed = moderator, timezone.now(), is_agreed
    held.save(update_fields=["decided_by", "decided_at", "is_agreed"])
    logbook.write(moderator, Kind.REVEAL if is_agreed else Kind.NO_REVEAL, post=post, note=held.reason)
    if is_agreed:
        send_notice("moderation/email/revealed", post.author, {"post": post, "reason": held.reason})
    return held


def forget_member(*, user: User) -> None:
    """Take the handle of an erased member out of the reasons."""
    rewrite(RevealRequest.objects.all(), user.handle, "reason")


def redact_words(*, words: Words, post: Post) -> list[Place]:
    """Take ``words`` out of reasons about posts of the same thread."""
    reasons = redact(RevealRequest.objects.filter(post__thread=post.thread_id), words, "reason")
    return [Place(_("A reason to look up an author")) for _reason in reasons]
