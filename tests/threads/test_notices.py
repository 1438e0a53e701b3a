"""What a thread page says to its reader of what is out of sight, and of what they may do there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.threads import services
from tests.make import make_reply, make_thread, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(asker):
    """A thread whose asker only reads for now."""
    thread = make_thread(author=asker)
    asker.posting_paused_until = timezone.now() + timedelta(days=3)
    asker.save()
    return thread


def page_of(as_member, reader, thread):
    return as_member(reader).get(thread.get_absolute_url()).content.decode()


def test_who_withdrew_a_reply_is_spoken_to(as_member, peer, moderator):
    post = make_reply(author=peer)
    services.withdraw_post(post=post, by=peer)

    own = page_of(as_member, peer, post.thread)
    moderators = page_of(as_member, moderator, post.thread)

    assert "You withdrew this reply today" in own
    assert "Only you and the moderators see it." in own
    assert "Priya Raman withdrew this reply today" in moderators
    assert "Only its author and the moderators see it." in moderators


def test_a_withdrawn_question_says_so_once(as_member, asker):
    thread = make_thread(author=asker)
    services.withdraw_post(post=thread.posts.get(), by=asker)

    page = page_of(as_member, asker, thread)

    assert "You withdrew this question today" in page
    assert "This question is withdrawn." not in page


def test_what_others_withdrew_is_not_read_out_as_removed(as_member, peer, outsider):
    post = make_reply(author=peer)
    services.withdraw_post(post=post, by=peer)

    page = page_of(as_member, outsider, post.thread)

    assert "Reply 1, not shown" in page
    assert "Reply 1, removed" not in page


def test_who_only_reads_is_not_offered_to_withdraw(as_member, asker, thread):
    page = page_of(as_member, asker, thread)

    assert "You read only for now" in page
    assert "Withdraw" not in page


def test_who_only_reads_is_told_so_where_sharing_is_changed(as_member, asker, thread):
    response = as_member(asker).get(f"/t/{thread.pk}/sharing/")

    assert response.status_code == 403
    assert "You read only for now" in response.content.decode()


def test_sharing_is_changed_after_the_rules_of_today_are_accepted(as_member, asker, administrator):
    thread = make_thread(author=asker)
    make_version(by=administrator)

    response = as_member(asker).post(f"/t/{thread.pk}/sharing/", {"sharing": "members"})

    thread.refresh_from_db()
    assert response.status_code == 403
    assert "The asker says" not in response.content.decode()
    assert thread.sharing == "everyone"


def test_paper_says_once_what_may_be_done_with_it(client):
    page = client.get(make_thread().get_absolute_url()).content.decode()

    printed = page.partition('class="print-only')[2].partition("</p>")[0]
    assert "Sharing: Everyone. Everyone can read and quote this. Printed" in printed
