"""Posts that their authors ask to have erased: for good, from former texts and quotes too."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import ngettext

from accounts.adapter import send_notice
from accounts.models import User
from forum.core.redacting import Place, Words, redact_core, redacting
from forum.moderation.case_services import close_case, hold_case, open_case
from forum.moderation.logbook import write
from forum.moderation.models import Case, ModerationAction
from forum.moderation.permissions import can_decide, can_moderate
from forum.threads.models import Post
from forum.threads.permissions import can_ask_erasure
from forum.threads.services.locks import hold_post, require
from forum.threads.services.redacting import erase_post, redact_quotes

Act, Outcome = ModerationAction.Kind, Case.Outcome
STANDS_FOR_ITSELF = 40  # characters that nobody else writes by chance


@transaction.atomic
def ask_for_erasure(*, post: Post, by: User, words: str) -> Case:
    """Ask the moderators to erase one's own post; ``words`` say why. Twice is once.

    Raises PermissionDenied for another's post, or one that a moderator removed.
    """
    held = hold_post(post.pk)
    require(can_ask_erasure(by, held))
    case = open_case(kind=Case.Kind.ERASURE, harm=Case.Harm.PERSON, post=held)
    case.words = words
    case.save(update_fields=["words"])
    return case


@transaction.atomic
def erase(*, case: Case, moderator: User, note: str = "", message: str = "") -> list[Place]:
    """Leave a stub of the post, of its former texts and of quotes; the member is mailed.

    Returns the other places it stood in. Raises PermissionDenied, Outdated.
    """
    closed = _close(case, moderator, Outcome.REDACTED)
    post = _post(closed)
    places = [place for text in erase_post(post=post) for place in _take_out(text, post)]
    Case.objects.filter(post=post).exclude(words="").update(words="")
    count = ngettext("%d other place", "%d other places", len(places)) % len(places)
    write(moderator, Act.ERASE, post=post, note=note, message=message, detail=count)
    _tell(closed, "moderation/email/erasure_done", message)
    return places


@transaction.atomic
def decline_erasure(*, case: Case, moderator: User, message: str, note: str = "") -> Case:
    """Leave the post as it is; the member is mailed why. Raises PermissionDenied, Outdated."""
    closed = _close(case, moderator, Outcome.DECLINED)
    write(moderator, Act.DECLINE, post=closed.post, note=note, message=message)
    _tell(closed, "moderation/email/erasure_declined", message)
    return closed


def _close(case: Case, moderator: User, outcome: str) -> Case:
    held = hold_case(case.pk)
    if not (can_moderate(moderator) and can_decide(moderator, held)):
        raise PermissionDenied
    return close_case(case=held, by=moderator, outcome=outcome)


def _take_out(text: str, post: Post) -> list[Place]:
    """Take what the post said out of everywhere; a short text out of quotes alone, or others lose theirs."""
    words = Words(text)
    if len(text) < STANDS_FOR_ITSELF:
        return redact_quotes(words=words, post=post)
    answers: Any = redacting.send(sender=None, words=words, post=post)
    places = [place for _receiver, found in answers for place in found or ()]
    return [*places, *redact_core(words)]


def _tell(case: Case, template: str, message: str) -> None:
    send_notice(template, _post(case).author, {"case": case, "message": message})


def _post(case: Case) -> Post:
    return hold_post(Post.objects.values_list("pk", flat=True).get(cases=case))
