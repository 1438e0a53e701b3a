"""What is new to a reader: which posts count, where the badge leads, and what *New* lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from forum.threads import services
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(asker, peer, as_member):
    """A thread that ``peer`` has read to its end, days after their visit before."""
    thread = make_thread(author=asker, replies=1)
    User.objects.filter(pk=peer.pk).update(previous_visit_at=timezone.now() - timedelta(days=2))
    as_member(peer).get(thread.get_absolute_url())
    return thread


def seen_by(as_member, reader):
    """What ``reader`` is told on the home page, in *New* and in the thread: where the badge leads, …"""
    client = as_member(reader)
    badge = client.get("/").content.decode().partition('badge-new" href="')[2].partition("</a>")[0]
    is_listed = "Which newsletter tool do you use?" in client.get("/new/").content.decode()
    return badge.partition('"')[0], badge.partition(">")[2].partition("<")[0], is_listed


def test_the_badge_leads_to_the_first_reply_not_read(as_member, peer, moderator, read):
    make_reply(thread=read)
    gone = make_reply(thread=read)
    services.set_post_hidden(post=gone, by=moderator, hidden=True)

    assert seen_by(as_member, peer) == (f"/t/{read.pk}/#reply-2", "1 new", True)


def test_the_badge_leads_past_what_was_removed(as_member, peer, moderator, read):
    gone = make_reply(thread=read)
    make_reply(thread=read)
    services.set_post_hidden(post=gone, by=moderator, hidden=True)

    assert seen_by(as_member, peer) == (f"/t/{read.pk}/#reply-3", "1 new", True)


def test_nothing_is_new_where_the_new_reply_waits(as_member, peer, read):
    make_reply(thread=read, held="first")

    assert seen_by(as_member, peer) == ("", "", False)


def test_nothing_is_new_where_the_new_reply_was_withdrawn(as_member, peer, read):
    post = make_reply(thread=read)
    services.withdraw_post(post=post, by=post.author)

    assert seen_by(as_member, peer) == ("", "", False)


def test_a_reply_is_new_when_it_is_released_also_to_who_has_looked_meanwhile(
    as_member, peer, moderator, read
):
    post = make_reply(thread=read, held="first")
    as_member(peer).get(read.get_absolute_url())

    services.release_post(post=post, by=moderator)

    assert seen_by(as_member, peer) == (f"/t/{read.pk}/#reply-2", "1 new", True)
    assert "1 new reply since" in as_member(peer).get(read.get_absolute_url()).content.decode()


def test_a_reply_released_late_is_new_to_who_was_here_since_it_was_written(as_member, peer, moderator):
    thread = make_thread(written_at=timezone.now() - timedelta(days=4))
    as_member(peer).get(thread.get_absolute_url())
    User.objects.filter(pk=peer.pk).update(previous_visit_at=timezone.now() - timedelta(hours=1))
    written = timezone.now() - timedelta(days=3)
    post = make_reply(thread=thread, held="first", written_at=written)

    services.release_post(post=post, by=moderator)

    assert seen_by(as_member, peer) == (f"/t/{thread.pk}/#reply-1", "1 new", True)


def test_a_question_released_late_is_the_latest_and_new(client, as_member, peer, moderator):
    User.objects.filter(pk=peer.pk).update(previous_visit_at=timezone.now() - timedelta(hours=1))
    long_ago = timezone.now() - timedelta(days=1)
    late = make_thread(title="Who asked this a day ago?", held="first", written_at=long_ago)
    make_thread(written_at=long_ago + timedelta(hours=2))

    services.release_post(post=late.posts.get(), by=moderator)

    home = client.get("/").content.decode()
    assert home.index("Who asked this a day ago?") < home.index("Which newsletter tool")
    assert "Who asked this a day ago?" in as_member(peer).get("/new/").content.decode()


def test_what_was_read_after_a_reply_is_not_new_again_when_that_is_released(
    as_member, peer, moderator, read
):
    post = make_reply(thread=read, held="first")
    make_reply(thread=read)
    as_member(peer).get(read.get_absolute_url())

    services.release_post(post=post, by=moderator)

    assert seen_by(as_member, peer)[:2] == ("", "")


def test_whoever_wrote_or_released_it_is_not_told(as_member, peer, moderator, read):
    as_member(moderator).get(read.get_absolute_url())
    post = make_reply(thread=read, author=peer, held="first")
    as_member(peer).get(read.get_absolute_url())
    as_member(moderator).get(read.get_absolute_url())

    services.release_post(post=post, by=moderator)

    assert seen_by(as_member, peer)[:2] == ("", "")
    assert seen_by(as_member, moderator)[:2] == ("", "")


def test_what_comes_back_after_a_flag_is_not_new(as_member, peer, moderator, read):
    post = read.posts.get(number=2)
    services.hold_post_back(post=post)

    services.release_post(post=post, by=moderator)

    assert seen_by(as_member, peer) == ("", "", False)


def test_replies_on_a_page_not_read_yet_are_not_called_new_since_a_visit(as_member, peer):
    thread = make_thread(replies=30)
    client = as_member(peer)
    client.get(thread.get_absolute_url())

    page = client.get(f"{thread.get_absolute_url()}?page=2").content.decode()

    assert "6 replies you have not read" in page
    assert "since your last visit" not in page
