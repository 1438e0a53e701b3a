from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forum.guard.rules import WATCHED, Level, Rule
from forum.guard.watching import Act


class GuardEvent(models.Model):
    """That the guard found something, and what became of it. Never what it was, nor who wrote it."""

    class Action(models.TextChoices):
        STOPPED = "stopped", _("Stopped")
        REMOVED = "removed", _("Replaced by its writer")
        TICKED = "ticked", _("Posted, ticked as harmless")
        HELD = "held", _("Waits for a moderator")

    rule = models.CharField(max_length=20, choices=[*Rule.choices, (WATCHED, _("Watched words"))])
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


class ApprovedFinding(models.Model):
    """That a moderator has read these words in a post and let them stand. A keyed digest, no text."""

    post_pk = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post_pk", "digest"], name="approved_finding_once"),
        ]


class WatchedWord(models.Model):
    """Words that moderators do not want posted as they are, and what becomes of a text with them."""

    words = models.CharField(max_length=100)
    key = models.CharField(max_length=200, help_text="The words in the form in which texts are read.")
    act = models.CharField(max_length=7, choices=Act)
    message = models.CharField(max_length=200, blank=True, help_text="For who writes them: why.")
    replacement = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="For moderators.")
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(retired_at=None), name="watched_word_once"
            ),
            models.CheckConstraint(
                condition=(Q(act=Act.REPLACE) & ~Q(replacement=""))
                | (~Q(act=Act.REPLACE) & Q(replacement="")),
                name="watched_word_replacement",
            ),
        ]

    def __str__(self):
        return self.words


class WatchedWordChange(models.Model):
    """What a watched word was before a moderator changed it, and after. Rows are added, never changed."""

    word = models.ForeignKey(WatchedWord, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before = models.JSONField(null=True, help_text="Empty: it was new.")
    after = models.JSONField(null=True, help_text="Empty: it was retired.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "version"], name="watched_word_change_once"),
        ]
