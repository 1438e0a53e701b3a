"""That a moderator wants to know who wrote a post without a name, and what another said to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class RevealRequest(models.Model):
    """It takes two moderators. Decided ones stay as the record."""

    post = models.ForeignKey("threads.Post", models.PROTECT, related_name="reveal_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, help_text="The author is told it.")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(decided_at=None), name="reveal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_agreed=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_agreed__isnull=False),
                name="reveal_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="reveal_by_two"),
        ]

    def __str__(self):
        return f"{self.pk} {self.post_id}"
