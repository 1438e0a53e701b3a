"""Posts that came to another thread, and threads that became a part of one."""

from django.conf import settings
from django.db import models

from forum.threads.models.threads import Post, Thread


class MovedPost(models.Model):
    """The address a post had before it came to another thread: it leads to it still."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="former_addresses")

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
