"""Topics and tags, as administrators keep them."""

from django.db import transaction

from forum.core.signals import announce
from forum.threads.models import Tag, Topic
from forum.threads.signals import topics_changed


@transaction.atomic
def save_topic(*, topic: Topic) -> Topic:
    """Add or change a topic, checked by the admin's form."""
    topic.save()
    announce(topics_changed)
    return topic


@transaction.atomic
def save_tag(*, tag: Tag) -> Tag:
    """Add or rename a tag, checked by the admin's form."""
    tag.save()
    announce(topics_changed)
    return tag


@transaction.atomic
def delete_tag(*, tag: Tag) -> None:
    """Take a tag off every question and out of the list; the questions stay."""
    tag.delete()
    announce(topics_changed)
