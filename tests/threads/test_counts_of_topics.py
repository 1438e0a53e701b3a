"""The count of a topic's questions stays true while members ask."""

import pytest
from django.core.management import call_command

from forum.threads.models import Topic
from forum.threads.services import save_topic
from tests.make import make_thread, make_topic
from tests.together import meanwhile


@pytest.mark.django_db
def test_saving_a_topic_leaves_the_questions_that_were_asked_meanwhile_counted():
    topic = make_topic(name="Video")
    make_thread(topic=Topic.objects.get(pk=topic.pk))
    topic.name = "Podcasts"

    save_topic(topic=topic)

    topic = Topic.objects.get()
    assert (topic.name, topic.thread_count) == ("Podcasts", 1)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_is_asked_during_a_recount_is_counted():
    topic = make_topic()
    make_thread(topic=topic)

    with meanwhile(
        lambda: make_thread(topic=topic), after=r'SELECT COUNT\(\*\) .*FROM "threads_thread"'
    ):
        call_command("recount")

    topic.refresh_from_db()
    assert topic.thread_count == 2
