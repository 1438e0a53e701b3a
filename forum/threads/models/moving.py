"""Where posts have been before, and what it takes to take threads apart again."""

from django.conf import settings
from django.db import models

from forum.threads.models.threads import Post, Thread


class MovedPostQuerySet(models.QuerySet["MovedPost"]):
    def from_merged(self):
        """Of threads that have become a part of another, as a whole."""
        return self.filter(thread__merged_into__isnull=False)


class MovedPost(models.Model):
    """The address a post had before it came to another thread: it leads to it still."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="former_addresses")
    was_merged = models.BooleanField(
        default=False, help_text="It was here only while a merge stood that is undone."
    )

    objects = MovedPostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="moved_post_once")]


class ThreadMerge(models.Model):
    """That one thread became a part of another, and what it takes to undo it within a day."""

    source = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    target = models.ForeignKey(Thread, models.CASCADE, related_name="merges")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    before = models.JSONField(help_text="Numbers, counters and markers as they were.")
