"""Without a name in the same instant, and moderators and repliers who decide at once."""

import pytest
from django.core import mail

from forum.core.errors import Outdated
from forum.moderation.models import RevealRequest
from forum.moderation.reveal_services import ask_reveal, decide_reveal
from forum.replies.services import post_reply
from forum.threads.models import Post, SharingWish, Thread
from forum.threads.services import answer_sharing, change_sharing
from tests.make import label_of, make_reply, make_thread, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


def nameless(thread, members):
    label = label_of(members[0])
    return at_once(
        lambda author: post_reply(
            thread=Thread.objects.get(pk=thread.pk), author=author, body="Yes.", unnamed_as=label
        ),
        members,
    )


def test_members_get_a_pseudonym_each():
    thread = make_thread()
    members = [make_verified() for _n in range(WRITERS)]

    posts = nameless(thread, members)

    assert {post.pseudonym for post in posts} == {f"Member {n}" for n in range(2, WRITERS + 2)}


def test_one_member_gets_one():
    thread, member = make_thread(), make_verified()

    posts = nameless(thread, [member] * WRITERS)

    assert {post.pseudonym for post in posts} == {"Member 2"}
    assert Post.objects.nameless().count() == WRITERS


def test_of_two_moderators_who_decide_one_is_told():
    author = make_verified()
    post = make_reply(author=author, unnamed_as=label_of(author))
    asked = ask_reveal(post=post, moderator=make_user(role="moderator"), reason="A threat.")
    others = [make_user(role="moderator") for _n in range(2)]

    outcomes = at_once(
        lambda one: decide_reveal(
            request=RevealRequest.objects.get(pk=asked.pk), moderator=one, is_agreed=True
        ),
        others,
    )

    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Outdated)) == [Outdated]
    assert len(mail.outbox) == 1


def test_the_last_two_who_agree_at_once_share_it():
    asker = make_user()
    thread = make_thread(author=asker, sharing="members")
    repliers = [make_user() for _n in range(2)]
    for member in repliers:
        make_reply(thread=thread, author=member)
    change_sharing(thread=thread, by=asker, sharing="everyone")
    wish = SharingWish.objects.get()

    at_once(
        lambda member: answer_sharing(wish=SharingWish.objects.get(pk=wish.pk), by=member, agrees=True),
        repliers,
    )

    thread.refresh_from_db()
    assert thread.sharing == "everyone"
