"""Drafts that follow their thread into another one, and back."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat

from forum.replies.models import Draft
from forum.threads.models import Thread

BETWEEN = "\n\n"


def join_drafts(*, source: Thread, target: Thread, offset: int, before: dict) -> None:
    """Let what members typed for ``source`` wait for them in ``target``, in the merging transaction.

    Who has typed for both finds one text after the other. Their draft of the source stays where
    nobody sees it: undoing needs it, and no text is kept elsewhere.
    """
    there = Draft.objects.filter(thread=target).values_list("user", "pk")
    in_target = dict(there)
    mine = Draft.objects.filter(thread=source)
    joined = []
    for draft in mine.filter(user__in=in_target):
        both = Draft.objects.filter(pk=in_target[draft.user_id])
        both.update(body=Concat(F("body"), Value(BETWEEN + draft.body)))
        joined.append([draft.pk, in_target[draft.user_id]])
    alone = mine.exclude(user__in=in_target)
    before["drafts"] = {"moved": list(alone.values_list("pk", flat=True)), "joined": joined}
    alone.update(thread=target, in_reply_to=F("in_reply_to") + offset)


def part_drafts(*, source: Thread, target: Thread, offset: int, before: dict) -> None:
    """Put drafts back to the thread they were typed for; one that was changed since stays whole."""
    moved = Draft.objects.filter(pk__in=before["drafts"]["moved"], thread=target)
    moved = moved.exclude(user__in=Draft.objects.filter(thread=source).values("user"))
    answered = Case(When(in_reply_to__gt=offset, then=F("in_reply_to") - offset))
    moved.update(thread=source, in_reply_to=answered)
    for kept, joined in before["drafts"]["joined"]:
        mine = Draft.objects.filter(pk=kept).first()
        both = Draft.objects.filter(pk=joined, thread=target).first()
        if mine is None:
            continue
        if both and both.body.endswith(BETWEEN + mine.body):
            body = both.body.removesuffix(BETWEEN + mine.body)
            Draft.objects.filter(pk=both.pk).update(body=body)
        else:  # posted or rewritten
            mine.delete()
