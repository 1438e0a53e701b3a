from django.db import models

from forum.core.addresses import address_of

topic_address = address_of("topic")


class Topic(models.Model):
    """A subject area. Topics are few and made by administrators."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True)
    reminder = models.CharField(
        max_length=200, blank=True, help_text="A line above every composer, where patients are near."
    )
    position = models.PositiveSmallIntegerField(default=0)
    thread_count = models.PositiveIntegerField(default=0, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return topic_address(self.slug)
