"""What becomes of flags: a moderator decides, a post is taken back, a member leaves, words have to go."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from forum.core.dates import day
from forum.core.erasing import rewrite
from forum.core.redacting import Place, Words, redact
from forum.moderation.case_services import close_case, hold_case
from forum.moderation.flag_queries import (
    STANDS,
    kind_of,
    open_cases,
    outcome_of,
    reason_words,
    what_is_flagged,
)
from forum.moderation.models import Case, Flag
from forum.threads.models import Post

SETTLED = Case.Outcome.SETTLED


def settle_flags(*, case: Case, moderator: User | None, upheld: bool | None) -> None:
    """Tell everybody who flagged what came of it, and let it count for the weight of their word.

    In the transaction that closes ``case``, which is held. ``upheld`` is None where nothing was left
    to decide, which tells nothing of the reporter. The moderator who decided hears nothing.
    """
    flags = list(case.flags.filter(is_upheld=None).select_related("reporter").order_by("pk"))
    for flag in flags:
        flag.case, flag.is_upheld = case, upheld
        if flag.reporter.erased_at:
            flag.note = ""
        elif flag.reporter != moderator:
            _tell_outcome(flag)
    Flag.objects.bulk_update(flags, ["is_upheld", "note"])


def _tell_outcome(flag: Flag) -> None:
    what, url = _what_stays(flag.case)
    context = {
        "what": what,
        "url": url,
        "reason": reason_words(flag.reason),
        "day": day(flag.created_at),
        "outcome": outcome_of(flag),
    }
    send_notice("moderation/email/flag_settled", flag.reporter, context)


def _what_stays(case: Case) -> tuple[str, str]:
    """What ``case`` is about, where it is in sight once everything is done that was decided; else its kind."""
    if case.outcome == SETTLED or (case.post and not _will_be_in_sight(case, case.post)):
        return kind_of(case), ""
    return what_is_flagged(case, {case.post_id} if case.post_id else set())


def _will_be_in_sight(case: Case, post: Post) -> bool:
    """Held posts come back with the decision, which may be carried out only after its case is closed."""
    gone = (post.hidden_at, post.withdrawn_at, post.thread.hidden_at, post.thread.withdrawn_at)
    return case.outcome in STANDS and not any(gone)


def settle_withdrawn(*, post: Post) -> None:
    """Close what is flagged of a post that its author takes back: nothing is left to decide."""
    _settle(open_cases().filter(post=post))


def reopen_put_back(*, post: Post) -> None:
    """Let a post that its author took back, and has put back, wait for a moderator as it did before."""
    case = Case.objects.filter(kind=Case.Kind.FLAGS, post=post).order_by("-pk").first()
    if case and case.outcome == SETTLED and case.flags.filter(is_upheld=None).exists():
        with transaction.atomic():
            _reopen(hold_case(case.pk))


def _reopen(case: Case) -> None:
    is_there = Post.objects.filter(cases=case, withdrawn_at=None, hidden_at=None).exists()
    if is_there and case.outcome == SETTLED:
        case.closed_at, case.closed_by, case.outcome = None, None, ""
        case.save(update_fields=["closed_at", "closed_by", "outcome"])


def _settle(cases: QuerySet[Case]) -> None:
    for case in cases:
        close_case(case=case, by=None, outcome=SETTLED)


def forget_member(*, user: User) -> None:
    """Settle flags about an erased member, and take them out of notes.

    What they flagged themselves waits on, by a former member; their words in it go once decided.
    What others noted about them goes at once; that they were flagged, and why, still counts.
    """
    _settle(open_cases().filter(member=user))
    Flag.objects.filter(case__member=user).update(note="")
    Flag.objects.filter(reporter=user).exclude(case__closed_at=None).update(note="")
    rewrite(Flag.objects.all(), user.handle, "note")


def redact_words(*, words: Words) -> list[Place]:
    """Take ``words`` out of the notes of flags."""
    found = redact(Flag.objects.exclude(note=""), words, "note")
    return [Place(_("A note to a flag")) for _flag in found]
