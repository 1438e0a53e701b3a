"""Members who look after some topics: what they see and do there, and nowhere else."""

import pytest

from accounts.services import change_role, erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.models import ModerationAction
from forum.moderation.services import close_thread, hide_post, hide_thread
from forum.threads.models import Thread, TopicModerator
from forum.threads.services import add_topic_moderator, remove_topic_moderator
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics():
    return make_topic(), make_topic()


def logged():
    return list(ModerationAction.objects.order_by("pk").values_list("kind", "detail"))


def test_they_read_what_is_removed_in_their_topics_only(as_member, topics, moderator):
    own, other = (make_thread(topic=topic, title=f"A question in {topic.name}") for topic in topics)
    for thread in (own, other):
        hide_thread(thread=thread, moderator=moderator, rule="1")
    client = as_member(make_topic_moderator(topics[0]))

    answers = [client.get(thread.get_absolute_url()).status_code for thread in (own, other)]

    assert answers == [200, 404]


def test_a_removed_reply_is_text_in_their_topics_and_a_notice_elsewhere(as_member, topics, moderator):
    threads = [make_thread(topic=topic) for topic in topics]
    for thread in threads:
        post = make_reply(thread=thread, body="A phone number.")
        hide_post(post=post, moderator=moderator, rule="1")
    client = as_member(make_topic_moderator(topics[0]))

    pages = [client.get(thread.get_absolute_url()).content.decode() for thread in threads]

    assert ["A phone number." in page for page in pages] == [True, False]
    assert ["Moderate this thread" in page for page in pages] == [True, False]


def test_lists_are_a_members(as_member, topics, moderator):
    hidden = make_thread(topic=topics[0], title="A hidden question here")
    hide_thread(thread=hidden, moderator=moderator, rule="1")

    page = as_member(make_topic_moderator(topics[0])).get("/").content.decode()

    assert "A hidden question here" not in page


def test_their_log_has_the_acts_in_their_topics(as_member, topics, moderator, administrator):
    member = make_topic_moderator(topics[0])
    own, other = (make_thread(topic=topic, title=f"A question in {topic.name}") for topic in topics)
    for thread in (own, other):
        hide_post(post=make_reply(thread=thread), moderator=moderator, rule="4")
        close_thread(thread=thread, moderator=moderator)

    page = as_member(member).get("/moderation/log/").content.decode()

    assert page.count(own.title) == 2
    assert other.title not in page
    assert "Changed the topics" not in page.partition("timeline")[2]


def test_members_read_neither_log_nor_queue_and_topic_moderators_no_subjects(as_member, topics, peer):
    client = as_member(peer)
    assert client.get("/moderation/log/").status_code == 403
    assert client.get("/moderation/queue/").status_code == 403
    assert as_member(make_topic_moderator(topics[0])).get("/moderation/subjects/").status_code == 403


def test_they_are_no_moderators_on_their_author_line(client, topics):
    thread = make_thread(topic=topics[0], author=make_topic_moderator(topics[0]))

    assert "badge-moderator" not in client.get(thread.get_absolute_url()).content.decode()


def test_an_act_of_theirs_is_logged_as_any(as_member, topics):
    member = make_topic_moderator(topics[0])
    thread = make_thread(topic=topics[0])

    as_member(member).post(f"/t/{thread.pk}/close/", {"note": "done"})

    act = ModerationAction.objects.get(kind="close")
    assert (act.moderator, act.thread, act.note) == (member, thread, "done")


def test_the_form_offers_their_topics(as_member, topics):
    thread = make_thread(topic=topics[0])

    page = as_member(make_topic_moderator(topics[0])).get(f"/t/{thread.pk}/move/").content.decode()

    assert f'value="{topics[0].slug}"' in page
    assert f'value="{topics[1].slug}"' not in page


def test_an_administrator_gives_and_takes_a_topic(
    as_member, administrator, peer, topics, django_capture_on_commit_callbacks
):
    client = as_member(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/threads/topicmoderator/add/", {"topic": topics[0].pk, "user": peer.pk})
    peer.refresh_from_db()
    given = peer.role
    row = TopicModerator.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/threads/topicmoderator/{row.pk}/delete/", {"post": "yes"})

    peer.refresh_from_db()
    name = topics[0].name
    assert (given, peer.role) == ("topic-moderator", "member")
    assert logged() == [("topics", f"+ {name}"), ("topics", f"− {name}")]


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_who_looks_after_everything_gets_no_topic(as_member, administrator, topics, role):
    member = make_user(role=role)

    answer = as_member(administrator).post(
        "/admin/threads/topicmoderator/add/", {"topic": topics[0].pk, "user": member.pk}
    )

    assert "They look after every topic already." in answer.content.decode()
    assert not TopicModerator.objects.exists()


def test_only_administrators_give_topics(as_member, moderator, peer, topics):
    answer = as_member(moderator).post(
        "/admin/threads/topicmoderator/add/", {"topic": topics[0].pk, "user": peer.pk}
    )

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")
    with pytest.raises(Refused):
        add_topic_moderator(topic=topics[0], member=peer, by=moderator)
    assert not TopicModerator.objects.exists()


def test_a_topic_is_given_once(administrator, peer, topics):
    add_topic_moderator(topic=topics[0], member=peer, by=administrator)

    with pytest.raises(Outdated):
        add_topic_moderator(topic=topics[0], member=peer, by=administrator)


def test_the_role_goes_with_the_last_topic(administrator, topics):
    member = make_topic_moderator(*topics)

    remove_topic_moderator(topic=topics[0], member=member, by=administrator)
    member.refresh_from_db()
    between = member.role
    remove_topic_moderator(topic=topics[1], member=member, by=administrator)
    member.refresh_from_db()

    assert (between, member.role) == ("topic-moderator", "member")


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_another_role_ends_the_topics(administrator, topics, role, django_capture_on_commit_callbacks):
    member = make_topic_moderator(*topics)

    with django_capture_on_commit_callbacks(execute=True):
        change_role(member=member, role=role, by=administrator)

    assert not TopicModerator.objects.exists()


def test_the_role_comes_with_a_topic_only(administrator, peer):
    with pytest.raises(Refused, match="Give them a topic"):
        change_role(member=peer, role="topic-moderator", by=administrator)


def test_an_erased_member_looks_after_nothing(topics):
    member = make_topic_moderator(*topics)

    erase_member(user=member)

    assert not TopicModerator.objects.exists()


def test_who_lost_the_topic_loses_the_act_at_once(as_member, administrator, topics):
    member = make_topic_moderator(*topics)
    thread = make_thread(topic=topics[0])
    client = as_member(member)
    remove_topic_moderator(topic=topics[0], member=member, by=administrator)

    assert client.post(f"/t/{thread.pk}/close/").status_code == 403


def test_a_moved_thread_leaves_their_hands(as_member, topics, moderator):
    member = make_topic_moderator(topics[0])
    thread = make_thread(topic=topics[0])
    Thread.objects.filter(pk=thread.pk).update(topic=topics[1])

    assert as_member(member).post(f"/t/{thread.pk}/close/").status_code == 403
