"""Two who make the same tag in the same instant, in one topic."""

import pytest

from accounts.models import User
from forum.moderation.decision_services import edit_and_approve
from forum.moderation.models import Case
from forum.moderation.services import edit_post
from forum.threads.queries import tags_of
from forum.threads.services import start_thread
from tests.make import make_thread, make_user
from tests.together import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
TAG_IS_MADE = r"INSERT (OR IGNORE )?INTO .?threads_tag\b"


def asking_in(topic):
    """What somebody else does: ask in ``topic``, with the tag that is being made."""
    other = make_user()

    def ask():
        author = User.objects.get(pk=other.pk)
        start_thread(topic=topic, author=author, title="Who runs your zebra account?", tags=["zebra"])

    return ask


def test_a_question_is_asked_while_another_is_corrected_and_held_back(asker):
    post = make_thread(author=asker).posts.get()
    topic = post.thread.topic

    with meanwhile(asking_in(topic), after=TAG_IS_MADE):
        edit_post(post=post, editor=asker, body="More.", tags=["zebra"], held="guard", version=1)

    topic.refresh_from_db()
    assert tags_of(post.thread) == ["zebra"]
    assert topic.thread_count == 1


def test_a_question_is_asked_while_another_is_corrected_and_approved(asker, moderator):
    post = make_thread(author=asker, held="guard").posts.get()
    topic, case = post.thread.topic, Case.objects.get()

    with meanwhile(asking_in(topic), after=TAG_IS_MADE):
        edit_and_approve(case=case, editor=moderator, body="More.", tags=["zebra"], version=1)

    topic.refresh_from_db()
    assert tags_of(post.thread) == ["zebra"]
    assert topic.thread_count == 2
