"""Questions that go to another topic."""

import pytest
from django.utils import timezone

from forum.core.errors import Refused
from forum.threads.models import Topic
from forum.threads.services import move_thread, save_topic
from tests.make import make_thread, make_topic

pytestmark = pytest.mark.django_db


def test_an_archived_topic_takes_no_thread(moderator):
    thread, topic = make_thread(), make_topic(archived_at=timezone.now())

    with pytest.raises(Refused, match="This topic takes no more questions"):
        move_thread(thread=thread, by=moderator, topic=topic)

    thread.refresh_from_db()
    topic.refresh_from_db()
    assert thread.topic_id != topic.pk
    assert (thread.topic.thread_count, topic.thread_count) == (1, 0)


def test_a_topic_that_was_archived_meanwhile_takes_no_thread(moderator):
    thread, topic = make_thread(), make_topic()
    archived = Topic.objects.get(pk=topic.pk)
    archived.archived_at = timezone.now()
    save_topic(topic=archived)

    with pytest.raises(Refused):
        move_thread(thread=thread, by=moderator, topic=topic)


def test_a_thread_leaves_an_archived_topic(moderator):
    archived, topic = make_topic(), make_topic()
    thread = make_thread(topic=archived)
    archived.archived_at = timezone.now()
    save_topic(topic=archived)

    move_thread(thread=thread, by=moderator, topic=topic)

    assert topic.threads.get() == thread
