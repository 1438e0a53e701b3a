"""What is kept beside posts and threads: former texts, and how far each member has read."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from forum.threads.models.threads import Post, Thread


class Revision(models.Model):
    """A former text of a post. Rows are added, and only changed when a moderator redacts one."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(help_text="The version of the post that this text was.")
    title = models.CharField(max_length=150, blank=True, help_text="Of the thread, for a question.")
    tags = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Of the thread, for a question.",
    )
    body = models.TextField(blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who replaced this text."
    )
    reason = models.CharField(max_length=150, blank=True, help_text="Why it was replaced.")
    created_at = models.DateTimeField(help_text="When it was replaced.")
    redacted_at = models.DateTimeField(null=True, help_text="When a moderator removed its text.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_once")]

    def get_absolute_url(self):
        return reverse("post_revisions", args=[self.post_id])


class ReadMarker(models.Model):
    """How far a member has read a thread, and when they last did."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="read_markers")
    number = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="read_marker_once")]
