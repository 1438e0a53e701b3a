"""What questions are sorted by, and who looks after it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import is_topic_moderator
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


class TopicModerator(models.Model):
    """That a member has a moderator's rights in one topic; administrators say so."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="moderators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="topic_moderator_once")]

    def __str__(self):
        return f"{self.user} · {self.topic}"


def in_topics_of(user, topic: str) -> Q:
    """That ``topic`` (a way to one) is among those that ``user`` moderates; nothing for others."""
    if not is_topic_moderator(user):
        return Q()
    return Q(**{f"{topic}__in": TopicModerator.objects.filter(user=user.pk).values("topic")})
