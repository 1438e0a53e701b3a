"""Topics and tags as administrators keep them."""

from datetime import UTC, datetime

import pytest

from forum.threads.models import Tag, Topic
from tests.make import make_thread, make_topic

pytestmark = pytest.mark.django_db


def test_an_administrator_adds_a_topic_that_guests_see_at_once(
    as_member, administrator, client, django_capture_on_commit_callbacks
):
    client.get("/topics/")
    form = {"name": "Podcasts", "slug": "podcasts", "description": "Audio.", "position": "3"}

    with django_capture_on_commit_callbacks(execute=True):
        as_member(administrator).post("/admin/threads/topic/add/", form)

    client.logout()
    assert "Podcasts" in client.get("/topics/").content.decode()


def test_an_archived_topic_takes_no_more_questions(as_member, administrator, asker):
    topic = make_topic()
    form = {"name": topic.name, "slug": topic.slug, "description": "", "position": "0"}

    as_member(administrator).post(f"/admin/threads/topic/{topic.pk}/change/", form | {"archived": "on"})
    page = as_member(asker).get("/ask/").content.decode()

    assert Topic.objects.get().archived_at
    assert f'value="{topic.slug}"' not in page


def test_an_archived_topic_keeps_its_date_until_it_is_opened_again(as_member, administrator):
    topic = make_topic(archived_at=datetime(2026, 1, 1, tzinfo=UTC))
    address = f"/admin/threads/topic/{topic.pk}/change/"
    form = {"name": topic.name, "slug": topic.slug, "description": "Old.", "position": "0"}
    client = as_member(administrator)

    shown = client.get(address).content.decode()
    client.post(address, form | {"archived": "on"})
    kept = Topic.objects.get().archived_at
    client.post(address, form)

    assert '<textarea name="description"' in shown
    assert kept == topic.archived_at
    assert Topic.objects.get().archived_at is None


def test_topics_cannot_be_deleted(as_member, administrator):
    topic = make_topic()

    answer = as_member(administrator).post(f"/admin/threads/topic/{topic.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_two_topics_of_one_name_are_refused_beside_the_field(as_member, administrator):
    topic = make_topic(name="Podcasts")
    form = {"name": topic.name, "slug": "other", "description": "", "position": "0"}

    answer = as_member(administrator).post("/admin/threads/topic/add/", form)

    assert answer.status_code == 200
    assert "already exists" in answer.content.decode()
    assert Topic.objects.count() == 1


def test_a_deleted_tag_leaves_its_questions(as_member, administrator):
    thread = make_thread(tags=["video", "policy"])
    tag = Tag.objects.get(name="video")

    as_member(administrator).post(f"/admin/threads/tag/{tag.pk}/delete/", {"post": "yes"})

    assert [tag.name for tag in thread.tags.all()] == ["policy"]


@pytest.mark.parametrize("path", ["topic/", "topic/add/", "tag/", "tag/add/"])
def test_moderators_and_members_do_not_enter(as_member, moderator, asker, path):
    for user in (moderator, asker):
        answer = as_member(user).get(f"/admin/threads/{path}")
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/")
