from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.moderation.models.actions import ModerationAction


class Appeal(models.Model):
    """That a member disagrees with an act of a moderator. Another moderator decides, once."""

    action = models.OneToOneField(ModerationAction, models.PROTECT, related_name="appeal")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals")
    words = models.TextField(max_length=2000, blank=True, help_text="Why they disagree.")
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, blank=True, help_text="To the member.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, is_granted=None)
                | Q(decided_at__isnull=False, is_granted__isnull=False),
                name="appeal_decided_one_way",
            ),
        ]
