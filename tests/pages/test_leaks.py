"""What is out of sight is nowhere: a unique word is searched on every page that guests and strangers can open."""

import pytest

from forum.moderation.services import hide_post, hide_thread
from forum.threads.services import withdraw_post
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator, make_user

pytestmark = pytest.mark.django_db
WORD = "zanzibar"


def every_page(thread, post, author):
    topic = thread.topic
    return [
        "/",
        "/unanswered/",
        "/new/",
        "/mine/",
        "/topics/",
        topic.get_absolute_url(),
        f"{topic.get_absolute_url()}unanswered/",
        "/tags/leak/",
        thread.get_absolute_url(),
        f"{thread.get_absolute_url()}?page=1",
        f"/t/{thread.pk}/reply/",
        f"/t/{thread.pk}/reply/?quote={post.number}",
        f"/t/{thread.pk}/reply/?to={post.number}",
        f"/posts/{post.pk}/source/",
        f"/posts/{post.pk}/revisions/",
        f"/posts/{post.pk}/edit/",
        author.get_absolute_url(),
        f"{author.get_absolute_url()}questions/",
        "/drafts/",
    ]


def pages_with_word(client, paths):
    return [path for path in paths if WORD in client.get(path).content.decode().lower()]


@pytest.fixture
def sister(db):
    """Another thread of the same topic and tag, whose page lists related questions."""
    topic = make_topic()
    make_thread(topic=topic, tags=["leak"])
    return topic


def hidden_reply(topic, author, moderator):
    thread = make_thread(topic=topic, tags=["leak"])
    return hide_post(
        post=make_reply(thread=thread, author=author, body=WORD), moderator=moderator, rule="1"
    )


def withdrawn_reply(topic, author, moderator):
    thread = make_thread(topic=topic, tags=["leak"])
    return withdraw_post(post=make_reply(thread=thread, author=author, body=WORD), by=author)


def hidden_thread(topic, author, moderator):
    thread = make_thread(
        topic=topic, author=author, title=f"About {WORD} only", body=WORD, tags=["leak"]
    )
    hide_thread(thread=thread, moderator=moderator, rule="1")
    return thread.posts.get()


def withdrawn_thread(topic, author, moderator):
    thread = make_thread(
        topic=topic, author=author, title=f"About {WORD} only", body=WORD, tags=["leak"]
    )
    return withdraw_post(post=thread.posts.get(), by=author)


@pytest.mark.parametrize("case", [hidden_reply, withdrawn_reply, hidden_thread, withdrawn_thread])
@pytest.mark.parametrize("visitor", ["guest", "stranger", "moderator of another topic"])
def test_what_is_out_of_sight_is_nowhere(client, sister, peer, moderator, case, visitor):
    post = case(sister, peer, moderator)
    other = sister.threads.exclude(pk=post.thread_id).get()
    if visitor == "stranger":
        client.force_login(make_user())
    elif visitor != "guest":
        client.force_login(make_topic_moderator(make_topic()))

    paths = [*every_page(post.thread, post, peer), other.get_absolute_url()]

    assert pages_with_word(client, paths) == []


def test_the_author_sees_the_removed_reply_and_why(as_member, sister, peer, moderator):
    post = hidden_reply(sister, peer, moderator)

    page = as_member(peer).get(post.thread.get_absolute_url()).content.decode()

    assert WORD in page
    assert "No patient information" in page


def test_members_only_threads_are_not_there_for_guests(client, sister, peer):
    thread = make_thread(
        topic=sister,
        author=peer,
        sharing="members",
        title=f"About {WORD} only",
        body=WORD,
        tags=["leak"],
    )
    other = sister.threads.exclude(pk=thread.pk).get()

    paths = [*every_page(thread, thread.posts.get(), peer), other.get_absolute_url()]

    assert pages_with_word(client, paths) == []


def test_members_read_members_only_threads(as_member, peer, outsider):
    thread = make_thread(author=peer, sharing="members", body=WORD)

    assert WORD in as_member(outsider).get(thread.get_absolute_url()).content.decode()


def test_the_404_of_a_hidden_thread_is_that_of_none(client, peer, moderator):
    thread = make_thread(author=peer)
    hide_thread(thread=thread, moderator=moderator, rule="1")

    hidden, none = client.get(f"/t/{thread.pk}/"), client.get("/t/999999/")

    assert hidden.status_code == none.status_code == 404
    assert hidden.content.replace(f"/t/{thread.pk}/".encode(), b"/t/N/") == none.content.replace(
        b"/t/999999/", b"/t/N/"
    )


def test_a_hidden_reply_is_not_counted_as_new(as_member, asker, peer, moderator):
    thread = make_thread(author=asker, replies=1)
    client = as_member(asker)
    client.get(thread.get_absolute_url())
    hide_post(post=make_reply(thread=thread, author=peer), moderator=moderator, rule="1")

    assert "badge-new" not in client.get("/").content.decode()


@pytest.mark.parametrize("out_of_sight", ["hidden", "withdrawn", "members"])
def test_the_tag_of_a_thread_out_of_sight_is_none(client, asker, outsider, moderator, out_of_sight):
    thread = make_thread(author=asker, tags=[WORD], sharing="members")
    if out_of_sight == "hidden":
        hide_thread(thread=thread, moderator=moderator, rule="1")
    elif out_of_sight == "withdrawn":
        withdraw_post(post=thread.posts.get(), by=asker)

    assert client.get(f"/tags/{WORD}/").status_code == 404
    client.force_login(outsider)
    known = out_of_sight == "members"
    assert client.get(f"/tags/{WORD}/").status_code == (200 if known else 404)
    assert (WORD in client.get("/ask/").content.decode()) == known
