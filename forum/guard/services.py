"""What the guard remembers: that a rule found something, and what became of it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.redacting import Place, Words, redact
from forum.guard.checking import Check
from forum.guard.forms import GuardedForm
from forum.guard.models import GuardEvent

Action = GuardEvent.Action


def record(form: GuardedForm, *, post: int | None = None) -> None:
    """Count what the guard found in ``form``, which was refused, or went into ``post`` (its id)."""
    if post is not None:
        action = Action.HELD if form.guard.waits else Action.TICKED
        _add(form.guard, action, post=post, reason=form.guard.reason if form.guard.waits else "")
    elif form.replaced:
        _add(form.replaced, Action.REMOVED)
    elif form.guard.stops:
        _add(form.guard, Action.STOPPED)


def forget_reasons(*, post: int) -> None:
    """Drop what the author said of a finding, once a moderator has decided on the post."""
    GuardEvent.objects.filter(post_pk=post).exclude(reason="").update(reason="")


def redact_words(*, words: Words) -> list[Place]:
    """Take ``words`` out of what authors said of findings."""
    found = redact(GuardEvent.objects.exclude(reason=""), words, "reason")
    return [Place(_("What the author told the moderators")) for _event in found]


def _add(check: Check, action: Action, *, post: int | None = None, reason: str = "") -> None:
    now = timezone.now()
    events = [
        GuardEvent(
            rule=rule, level=rule.level, action=action, post_pk=post, reason=reason, created_at=now
        )
        for rule in sorted(check.rules)
    ]
    GuardEvent.objects.bulk_create(events)  # of nothing: no statement at all
