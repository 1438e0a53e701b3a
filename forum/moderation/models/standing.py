"""What moderators keep about a member: notes, warnings and pauses, and the removal of a spammer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MemberNote(models.Model):
    """What a moderator tells the other moderators about a member."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes_about")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index("member", F("id").desc(), name="member_note_newest")]


class Sanction(models.Model):
    """A warning to read, a pause (read only) or a suspension (no sign-in), until a date."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        PAUSE = "pause", _("Posting pause")
        SUSPENSION = "suspension", _("Suspension")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=Kind)
    rule = models.CharField(max_length=4, blank=True)
    public_reason = models.CharField(max_length=500, help_text="The member reads it.")
    private_reason = models.CharField(max_length=500, blank=True, help_text="Moderators read it.")
    post = models.ForeignKey("threads.Post", models.SET_NULL, null=True, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, help_text="A warning has none.")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, help_text="When the member said they read it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="warning", until=None) | (~Q(kind="warning") & Q(until__isnull=False)),
                name="sanction_until",
            ),
        ]
        indexes = [models.Index("member", F("id").desc(), name="sanction_newest")]


class SpamRemoval(models.Model):
    """That everything of a spammer was removed in one act, and what, so that it can be undone."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posts = models.JSONField(default=list, help_text="Ids of the replies it hid.")
    threads = models.JSONField(default=list, help_text="Ids of the threads it hid.")
    address = models.ForeignKey("accounts.BlockedAddress", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(undone_at=None), name="spam_removal_one_stands"
            ),
        ]
