"""Topics, their moderators and tags, as administrators keep them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import set_topic_moderator
from forum.core.errors import Outdated
from forum.core.signals import announce
from forum.threads.models import Tag, Topic, TopicModerator
from forum.threads.signals import topic_moderator_added, topic_moderator_removed, topics_changed

OF_A_FORM = [f.name for f in Topic._meta.concrete_fields if f.editable and not f.primary_key]


@transaction.atomic
def save_topic(*, topic: Topic) -> Topic:
    """Add or change a topic, checked by the admin's form. What is counted of it stays as it is."""
    topic.save(update_fields=None if topic.pk is None else OF_A_FORM)
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


@transaction.atomic
def add_topic_moderator(*, topic: Topic, member: User, by: User) -> TopicModerator:
    """Give ``member`` a moderator's rights in ``topic``. The log hears of it.

    Raises Refused where ``by`` is no administrator, or ``member`` is gone or moderates everything,
    Outdated where they have the topic already.
    """
    set_topic_moderator(member=member, by=by, on=True)
    row, is_new = TopicModerator.objects.get_or_create(topic=topic, user=member)
    if not is_new:
        raise Outdated(_("They look after that topic already."))
    announce(topic_moderator_added, topic=topic, member=member, by=by)
    return row


@transaction.atomic
def remove_topic_moderator(*, topic: Topic, member: User, by: User) -> None:
    """Take ``topic`` from ``member``; with the last one goes the role. Twice is once.

    The log hears of it. Raises Refused where ``by`` is no administrator.
    """
    set_topic_moderator(member=member, by=by, on=True)  # first, for the locks it takes
    gone, _rows = TopicModerator.objects.filter(topic=topic, user=member).delete()
    if not TopicModerator.objects.filter(user=member).exists():
        set_topic_moderator(member=member, by=by, on=False)
    if gone:
        announce(topic_moderator_removed, topic=topic, member=member, by=by)


def forget_topics_of(*, member: User) -> None:
    """Let ``member`` look after no topic, since their role is another one now."""
    TopicModerator.objects.filter(user=member).delete()
