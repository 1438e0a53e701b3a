"""After an act on a thread or a reply its moderator reads, where they land, that it is done."""

import pytest

from tests.make import make_thread, make_topic
from tests.moderation.test_queue import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(as_member, moderator):
    client = as_member(moderator)
    return lambda url, **typed: text_of(client.post(url, typed, follow=True))


@pytest.mark.parametrize(
    ("does", "undoes"),
    [
        (("close", "Thread closed."), ("reopen", "Thread reopened.")),
        (("pin", "Thread pinned."), ("unpin", "Thread unpinned.")),
        (("hide", "Thread removed."), ("restore", "Thread restored.")),
    ],
    ids=["closing", "pinning", "removing"],
)
def test_an_act_on_a_thread_is_told_and_so_is_its_undoing(act, does, undoes):
    thread = make_thread()

    for name, said in (does, undoes):
        assert said in act(f"/t/{thread.pk}/{name}/", rule="4")


def test_removing_a_reply_is_told_and_so_is_its_undoing(act):
    reply = make_thread(replies=1).posts.get(number=2)

    assert "Reply removed." in act(f"/posts/{reply.pk}/hide/", rule="4")
    assert "Reply restored." in act(f"/posts/{reply.pk}/restore/")


def test_moving_a_thread_or_its_replies_is_told(act):
    thread, other = make_thread(replies=1), make_thread()
    topic = make_topic()

    assert "Replies moved." in act(
        f"/t/{thread.pk}/replies/move/", numbers="2", where="there", into=str(other.pk)
    )
    assert "Thread moved." in act(f"/t/{thread.pk}/move/", topic=topic.slug, seen_in=thread.topic_id)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("slow", {"seconds": "900"}, "Slow mode saved."),
        ("closing", {"closes_at": ""}, "Closing time saved."),
        ("owner", {"member": "@kellin"}, "Asker changed."),
    ],
)
def test_a_setting_of_a_thread_is_told(act, outsider, name, typed, said):
    assert said in act(f"/t/{make_thread().pk}/{name}/", **typed)
