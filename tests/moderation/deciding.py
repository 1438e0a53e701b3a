"""What tests of decisions share: to decide on the page of a case, and what came of it."""

from django.core import mail

from forum.moderation.models import ModerationAction


def logged():
    acts = ModerationAction.objects.order_by("pk")
    return [(act.kind, act.rule, act.note, act.message) for act in acts]


def to_whom_it_concerns():
    """The mails to authors and members, beside those to who flagged them."""
    return [message for message in mail.outbox if message.subject != "What came of your flag"]


def decide(client, case, decision, **typed):
    return client.post(f"/moderation/cases/{case.pk}/decide/", {"decision": decision} | typed)
