from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from forum.guard.rules import Level, Rule


class GuardEvent(models.Model):
    """That the guard found something, and what became of it. Never what it was, nor who wrote it."""

    class Action(models.TextChoices):
        STOPPED = "stopped", _("Stopped")
        REMOVED = "removed", _("Replaced by its writer")
        TICKED = "ticked", _("Posted, ticked as harmless")
        HELD = "held", _("Waits for a moderator")

    rule = models.CharField(max_length=20, choices=Rule)
    level = models.CharField(max_length=5, choices=Level)
    action = models.CharField(max_length=10, choices=Action)
    # A number, not a key: the guard knows nothing of posts.
    post_pk = models.PositiveBigIntegerField(null=True, help_text="The id of the post it went into.")
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it is no patient’s, until a moderator has decided."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index("post_pk", name="guard_event_by_post", condition=~models.Q(post_pk=None)),
            models.Index("rule", F("created_at").desc(), name="guard_event_by_rule"),
        ]
