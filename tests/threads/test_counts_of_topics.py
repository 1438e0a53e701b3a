"""The count of a topic's questions stays true while members ask."""

import pytest

from forum.threads.models import Topic
from forum.threads.services import save_topic
from tests.make import make_thread, make_topic


@pytest.mark.django_db
def test_saving_a_topic_leaves_the_questions_that_were_asked_meanwhile_counted():
    topic = make_topic(name="Video")
    make_thread(topic=Topic.objects.get(pk=topic.pk))
    topic.name = "Podcasts"

    save_topic(topic=topic)

    topic = Topic.objects.get()
    assert (topic.name, topic.thread_count) == ("Podcasts", 1)
