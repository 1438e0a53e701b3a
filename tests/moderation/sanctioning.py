"""What tests of sanctions share: to warn, pause and suspend a member, and the kinds of acts logged."""

from datetime import timedelta

from django.utils import timezone

from forum.moderation.models import ModerationAction
from forum.moderation.standing_services import pause_posting, suspend, warn

WHY = "Two sales pitches after a warning."


def in_days(days):
    return timezone.now() + timedelta(days=days)


def paused(member, moderator, days=7, **fields):
    facts = {"until": in_days(days), "public_reason": WHY, "rule": "4"}
    return pause_posting(member=member, moderator=moderator, **facts | fields)


def suspended(member, moderator, days=7, **fields):
    facts = {"until": in_days(days), "public_reason": WHY, "rule": "4"}
    return suspend(member=member, moderator=moderator, **facts | fields)


def warned(member, moderator, **fields):
    return warn(member=member, moderator=moderator, **{"public_reason": WHY, "rule": "4"} | fields)


def kinds():
    return list(ModerationAction.objects.order_by("pk").values_list("kind", flat=True))
