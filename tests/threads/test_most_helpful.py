"""The most helpful reply: chosen by the asker or a moderator, where members see the question."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.moderation.services import hide_thread
from forum.threads.models import Post
from forum.threads.services import (
    accept_reply,
    hold_post_back,
    release_post,
    unaccept_reply,
    undo_withdrawal,
    withdraw_post,
)
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


def question_of(reply):
    return reply.thread.posts.get(number=1)


def withdraw_question(reply):
    """Of a question whose reply was withdrawn before and comes back after."""
    withdraw_post(post=reply, by=reply.author)
    withdraw_post(post=question_of(reply), by=reply.thread.author)
    undo_withdrawal(post=reply, by=reply.author)


OUT_OF_SIGHT = {
    "held": lambda reply, moderator: hold_post_back(post=question_of(reply)),
    "hidden": lambda reply, moderator: hide_thread(thread=reply.thread, moderator=moderator, rule="1"),
    "withdrawn": lambda reply, moderator: withdraw_question(reply),
}


@pytest.fixture
def reply(asker):
    return make_reply(thread=make_thread(author=asker))


@pytest.mark.parametrize("take", OUT_OF_SIGHT.values(), ids=OUT_OF_SIGHT.keys())
@pytest.mark.parametrize("chooser", ["asker", "moderator"])
def test_nobody_chooses_while_the_question_is_out_of_sight(reply, moderator, take, chooser, request):
    take(reply, moderator)

    with pytest.raises(PermissionDenied):
        accept_reply(post=reply, by=request.getfixturevalue(chooser))

    reply.thread.refresh_from_db()
    assert reply.thread.accepted_post is None


def test_a_choice_stays_while_the_question_is_held(reply, asker, moderator):
    accept_reply(post=reply, by=asker)
    hold_post_back(post=question_of(reply))

    with pytest.raises(PermissionDenied):
        unaccept_reply(post=reply, by=asker)

    release_post(post=question_of(reply), by=moderator)
    assert Post.objects.get(pk=reply.pk).thread.accepted_post_id == reply.pk


def test_a_withdrawn_question_has_no_button_to_choose_with(as_member, asker, reply):
    address, button = reply.thread.get_absolute_url(), f'formaction="/posts/{reply.pk}/accept/"'
    client = as_member(asker)

    pages = [client.get(address).content.decode()]
    withdraw_question(reply)
    pages.append(client.get(address).content.decode())

    assert [button in page for page in pages] == [True, False]
