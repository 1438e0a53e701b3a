"""How a thread may be shared: its asker tightens it at once, and loosens it with everybody's consent."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.services import hide_post, hide_thread
from forum.threads.models import SharingWish, Thread
from forum.threads.services import answer_sharing, change_sharing, merge_threads, undo_merge
from tests.make import label_of, make_reply, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(asker, peer):
    """For members only, with a reply by the peer."""
    thread = make_thread(author=asker, sharing="members")
    make_reply(thread=thread, author=peer)
    return thread


def now(thread) -> tuple[str, str]:
    thread.refresh_from_db()
    return thread.sharing, thread.audience


def wished(thread, asker, sharing="everyone") -> SharingWish:
    change_sharing(thread=thread, by=asker, sharing=sharing)
    return SharingWish.objects.get(thread=thread, ended_at=None)


@pytest.mark.parametrize(
    ("sharing", "audience"),
    [
        ("members", "members"),
        ("no-names", "members"),
        ("organization", "members"),
        ("everyone", "everyone"),
    ],
)
def test_guests_read_what_everyone_may_read(client, sharing, audience):
    thread = make_thread(sharing=sharing)

    assert thread.audience == audience
    assert client.get(thread.get_absolute_url()).status_code == (200 if audience == "everyone" else 404)


def test_the_database_knows_that_the_audience_follows(thread):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(audience="everyone")


def test_the_label_stands_at_the_head_and_in_the_composer(as_member, thread, outsider):
    page = as_member(outsider).get(thread.get_absolute_url()).content.decode()

    assert page.count("Members only") == 3  # at the head, beside the thread and on paper
    assert page.count("Nothing said here may leave Rounds") == 3  # in the composer, too


def test_the_asker_tightens_at_once_and_nobody_is_asked(asker, peer):
    thread = make_thread(author=asker)
    make_reply(thread=thread, author=peer)

    change_sharing(thread=thread, by=asker, sharing="no-names")

    assert now(thread) == ("no-names", "members")
    assert mail.outbox == []
    assert not SharingWish.objects.exists()


def test_without_replies_there_is_nobody_to_ask(asker):
    thread = make_thread(author=asker, sharing="members")
    make_reply(thread=thread, author=asker)

    change_sharing(thread=thread, by=asker, sharing="everyone")

    assert now(thread) == ("everyone", "everyone")


def test_loosening_waits_for_everybody_who_replied(thread, asker, peer, outsider):
    make_reply(thread=thread, author=outsider)
    wish = wished(thread, asker)

    assert {message.to[0] for message in mail.outbox} == {peer.email, outsider.email}
    assert "/sharing/agree/" in mail.outbox[0].body
    assert asker.display_name not in mail.outbox[0].body
    answer_sharing(wish=wish, by=peer, agrees=True)
    assert now(thread) == ("members", "members")
    answer_sharing(wish=wish, by=outsider, agrees=True)
    assert now(thread) == ("everyone", "everyone")


def test_one_no_is_enough(thread, asker, peer, outsider):
    make_reply(thread=thread, author=outsider)
    wish = wished(thread, asker)

    answer_sharing(wish=wish, by=peer, agrees=False)

    with pytest.raises(Outdated):
        answer_sharing(wish=wish, by=outsider, agrees=True)
    assert now(thread) == ("members", "members")


def test_no_answer_means_no(thread, asker, peer):
    wish = wished(thread, asker)

    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(Outdated):
        answer_sharing(wish=wish, by=peer, agrees=True)

    assert now(thread) == ("members", "members")


def test_whoever_replies_meanwhile_is_asked_before_it_changes(thread, asker, peer, outsider):
    wish = wished(thread, asker)
    make_reply(thread=thread, author=outsider)

    answer_sharing(wish=wish, by=peer, agrees=True)

    assert now(thread) == ("members", "members")
    assert mail.outbox[-1].to == [outsider.email]
    answer_sharing(wish=wish, by=outsider, agrees=True)
    assert now(thread) == ("everyone", "everyone")


def test_a_reply_out_of_sight_needs_its_authors_consent_too(thread, asker, peer, outsider, moderator):
    hide_post(post=make_reply(thread=thread, author=outsider), moderator=moderator, rule="4")
    wish = wished(thread, asker)

    answer_sharing(wish=wish, by=peer, agrees=True)

    assert now(thread) == ("members", "members")


def test_a_former_member_cannot_be_asked_so_it_stays(thread, asker, peer, outsider):
    make_reply(thread=thread, author=outsider)
    erase_member(user=outsider)
    wish = wished(thread, asker)

    answer_sharing(wish=wish, by=peer, agrees=True)

    assert [message.to for message in mail.outbox] == [[peer.email]]
    assert now(thread) == ("members", "members")


def test_tightening_takes_the_wish_back(thread, asker, peer):
    wish = wished(thread, asker, "organization")
    Thread.objects.filter(pk=thread.pk).update(sharing="no-names")

    change_sharing(thread=thread, by=asker, sharing="members")

    with pytest.raises(Outdated):
        answer_sharing(wish=wish, by=peer, agrees=True)
    assert now(thread) == ("members", "members")


def test_everybody_is_asked_once_in_thirty_days(thread, asker, peer):
    answer_sharing(wish=wished(thread, asker), by=peer, agrees=False)

    with pytest.raises(Refused, match="30 days"):
        change_sharing(thread=thread, by=asker, sharing="organization")

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        wished(thread, asker, "organization")


def test_only_the_asker_changes_it_and_only_who_replied_answers(
    thread, asker, peer, moderator, outsider
):
    for other in (peer, moderator, outsider):
        with pytest.raises(PermissionDenied):
            change_sharing(thread=thread, by=other, sharing="everyone")
    wish = wished(thread, asker)
    for other in (asker, moderator, outsider):
        with pytest.raises(PermissionDenied):
            answer_sharing(wish=wish, by=other, agrees=True)
    with pytest.raises(Outdated):
        change_sharing(thread=thread, by=asker, sharing="members")


def test_a_thread_out_of_sight_is_not_shared(thread, asker, peer, moderator):
    wish = wished(thread, asker)
    hide_thread(thread=thread, moderator=moderator, rule="1")

    with pytest.raises(PermissionDenied):
        answer_sharing(wish=wish, by=peer, agrees=True)
    with pytest.raises(PermissionDenied):
        change_sharing(thread=thread, by=asker, sharing="organization")


def test_who_replied_with_and_without_a_name_is_asked_once(asker):
    sam = make_verified()
    thread = make_thread(author=asker, sharing="members")
    make_reply(thread=thread, author=sam)
    make_reply(thread=thread, author=sam, unnamed_as=label_of(sam))

    wish = wished(thread, asker)

    assert [message.to for message in mail.outbox] == [[sam.email]]
    assert label_of(sam) not in mail.outbox[0].body
    answer_sharing(wish=wish, by=sam, agrees=True)
    assert now(thread) == ("everyone", "everyone")


def test_undoing_a_merge_leaves_what_was_tightened_since(asker, moderator):
    source, target = make_thread(sharing="no-names"), make_thread(author=asker)
    merge = merge_threads(source=source, target=target, by=moderator)
    change_sharing(thread=target, by=asker, sharing="members")

    undo_merge(merge=merge, by=moderator)

    assert now(target) == ("members", "members")
    assert now(source) == ("no-names", "members")


def test_the_pages(as_member, thread, asker, peer, outsider, client):
    path = f"/t/{thread.pk}/sharing/"
    member = as_member(asker)
    assert path in member.get(thread.get_absolute_url()).content.decode()
    assert member.get(path).status_code == 200
    assert member.post(path, {"sharing": "nobody"}).status_code == 422
    assert member.post(path, {"sharing": "members"}).status_code == 422
    done = member.post(path, {"sharing": "organization"}, follow=True)
    assert "Everybody who replied is asked by email" in done.content.decode()
    waiting = member.get(path).content.decode()
    assert "Those who replied are asked whether it may become “Quotable with organization”" in waiting
    assert "1 of" not in waiting

    member = as_member(peer)
    assert member.get(path).status_code == 403
    page = member.get(f"{path}agree/").content.decode()
    assert "Nobody sees who agreed" in page
    assert now(thread)[0] == "members"
    assert member.post(f"{path}agree/", {"answer": "perhaps"}).status_code == 200
    assert member.post(f"{path}agree/", {"answer": "yes"}).status_code == 302
    assert now(thread)[0] == "organization"
    assert member.post(f"{path}agree/", {"answer": "no"}).status_code == 409

    assert as_member(outsider).get(f"{path}agree/").status_code == 404
    client.logout()
    assert client.get(f"{path}agree/").status_code == 302


def test_changing_it_often_is_refused(as_member, asker):
    thread = make_thread(author=asker)
    client = as_member(asker)

    statuses = [
        client.post(
            f"/t/{thread.pk}/sharing/", {"sharing": "members" if n % 2 == 0 else "everyone"}
        ).status_code
        for n in range(11)
    ]

    assert statuses == [302] * 10 + [429]


def test_the_pages_of_others_threads_are_closed(as_member, thread):
    assert (
        as_member(make_user()).post(f"/t/{thread.pk}/sharing/", {"sharing": "everyone"}).status_code
        == 403
    )
