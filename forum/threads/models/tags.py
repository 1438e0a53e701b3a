"""Words that members put on their questions."""

from django.db import models
from django.db.models import Exists, F, OuterRef

from forum.core.addresses import address_of
from forum.threads.models.threads import Thread

tag_address = address_of("tag")


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user):
        """Tags of threads that ``user`` may know of: another's would tell what it is about."""
        threads = Thread.objects.visible_to(user).filter(thread_tags__tag=OuterRef("pk"))
        return self.filter(Exists(threads))


class Tag(models.Model):
    """A word that members put on their questions."""

    name = models.CharField(max_length=30, unique=True)
    slug = models.SlugField(max_length=40, unique=True)

    objects = TagQuerySet.as_manager()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return tag_address(self.slug)


class ThreadTag(models.Model):
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="thread_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="thread_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "tag"], name="thread_tag_once")]
        indexes = [models.Index("tag", F("thread").desc(), name="thread_tag_newest")]
