"""What becomes of flags: a moderator decides, a post is taken back, a member leaves, words have to go."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from forum.core.dates import day
from forum.core.erasing import rewrite
from forum.core.redacting import Place, Words, redact
from forum.moderation.case_services import close_case, hold_case
from forum.moderation.flag_queries import (
    kind_of,
    open_cases,
    outcome_of,
    posts_in_sight,
    reason_words,
    what_is_flagged,
)
from forum.moderation.models import Case, Flag
from forum.threads.models import Post

SETTLED = Case.Outcome.SETTLED


def settle_flags(*, case: Case, moderator: User | None, upheld: bool | None) -> None:
    """Tell everybody who flagged what came of it, and let it count for the weight of their word.

    In the transaction that decides ``case``, which is held, and after the post has been removed or
    brought back: the mail links to what its reader can see then. ``upheld`` is None where nothing was
    left to decide, which tells nothing of the reporter. The moderator who decided hears nothing.
    """
    flags = list(case.flags.filter(is_upheld=None).select_related("reporter").order_by("pk"))
    what, url = what_is_flagged(case, posts_in_sight([case.post_id]))
    if upheld is None:  # it is going, or its name is
        what, url = kind_of(case), ""
    for flag in flags:
        flag.case, flag.is_upheld = case, upheld
        if flag.reporter.erased_at:
            flag.note = ""
        elif flag.reporter != moderator:
            _tell_outcome(flag, what, url)
    Flag.objects.bulk_update(flags, ["is_upheld", "note"])


def _tell_outcome(flag: Flag, what: str, url: str) -> None:
    context = {
        "what": what,
        "url": url,
        "reason": reason_words(flag.reason),
        "day": day(flag.created_at),
        "outcome": outcome_of(flag),
    }
    send_notice("moderation/email/flag_settled", flag.reporter, context)


def follow_withdrawal(*, post: Post) -> None:
    """Settle the flags of a post that its author took back, and open them again where it is put back."""
    case = Case.objects.filter(kind=Case.Kind.FLAGS, post=post).order_by("-pk").first()
    if case and case.outcome in ("", SETTLED):
        with transaction.atomic():
            _follow(hold_case(case.pk))


def _follow(case: Case) -> None:
    is_withdrawn = Post.objects.filter(cases=case, withdrawn_at__isnull=False).exists()
    if case.closed_at is None:
        if is_withdrawn:
            _settle(case)
    elif not is_withdrawn and case.outcome == SETTLED and case.flags.filter(is_upheld=None).exists():
        case.closed_at, case.closed_by, case.outcome = None, None, ""
        case.save(update_fields=["closed_at", "closed_by", "outcome"])


def _settle(case: Case) -> None:
    settle_flags(case=close_case(case=case, by=None, outcome=SETTLED), moderator=None, upheld=None)


def forget_member(*, user: User) -> None:
    """Settle flags about an erased member, and take them out of notes.

    What they flagged themselves waits on, by a former member; their words in it go once decided.
    """
    for case in open_cases().filter(member=user):
        _settle(case)
    Flag.objects.filter(reporter=user).exclude(case__closed_at=None).update(note="")
    rewrite(Flag.objects.all(), user.handle, "note")


def redact_words(*, words: Words) -> list[Place]:
    """Take ``words`` out of the notes of flags."""
    found = redact(Flag.objects.exclude(note=""), words, "note")
    return [Place(_("A note to a flag")) for _flag in found]
