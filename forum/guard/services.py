"""What the guard remembers: that a rule found something, and what became of it."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.redacting import Place, Words, redact
from forum.guard.checking import Check
from forum.guard.forms import GuardedForm
from forum.guard.models import ApprovedFinding, GuardEvent
from forum.guard.queries import digest_of, what_would_hold
from forum.guard.rules import WATCHED, Level
from forum.guard.watch_services import rewrite_words
from forum.guard.watching import Act

Action = GuardEvent.Action


def record(form: GuardedForm, *, post: int | None = None) -> None:
    """Count what the guard found in ``form``, which was refused, or went into ``post`` (its id)."""
    if post is not None:
        is_held = form.guard.cause == "guard"
        action = Action.HELD if is_held else Action.TICKED
        _add(form.guard, action, post=post, reason=form.guard.reason if is_held else "")
    elif form.replaced:
        _add(form.replaced, Action.REMOVED)
    elif form.guard.stops:
        _add(form.guard, Action.STOPPED)


def approve_findings(*, post: int, texts: Iterable[str]) -> None:
    """Remember that a moderator lets stand what would hold ``post``: the same words hold it no more."""
    digests = {digest_of(post, one) for one in what_would_hold(texts)}
    approved = [ApprovedFinding(post_pk=post, digest=digest) for digest in sorted(digests)]
    ApprovedFinding.objects.bulk_create(approved, ignore_conflicts=True)


def forget_reasons(*, post: int) -> None:
    """Drop what the author said of a finding, once a moderator has decided on the post."""
    GuardEvent.objects.filter(post_pk=post).exclude(reason="").update(reason="")


def redact_words(*, words: Words) -> list[Place]:
    """Take ``words`` out of what authors said of findings, and moderators of watched words."""
    found = redact(GuardEvent.objects.exclude(reason=""), words, "reason")
    count = rewrite_words(words.out_of)
    return [
        *(Place(_("What the author told the moderators")) for _event in found),
        *(Place(_("A note beside watched words")) for _note in range(count)),
    ]


def _add(check: Check, action: Action, *, post: int | None = None, reason: str = "") -> None:
    now = timezone.now()
    events = [
        GuardEvent(
            rule=rule, level=rule.level, action=action, post_pk=post, reason=reason, created_at=now
        )
        for rule in sorted(check.rules)
    ]
    events += [
        GuardEvent(rule=WATCHED, level=level, action=became, post_pk=post, created_at=now)
        for level, became in _watched(check, action)
    ]
    GuardEvent.objects.bulk_create(events)  # of nothing: no statement at all


def _watched(check: Check, action: Action) -> list[tuple[Level, Action]]:
    """What became of watched words: the gravest of them, and those that were replaced on posting."""
    became = []
    is_posted = action in (Action.HELD, Action.TICKED)
    if check.is_blocked:
        became.append((Level.HARD, action))
    elif Act.HOLD in check.acts and is_posted:
        became.append((Level.HARD, Action.HELD))
    elif Act.WARN in check.acts:
        became.append((Level.SOFT, Action.TICKED if is_posted else action))
    if is_posted and any(check.replacements.values()):
        became.append((Level.SOFT, Action.REMOVED))
    return became
