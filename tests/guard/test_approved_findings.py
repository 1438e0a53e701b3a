"""Findings that a moderator has let stand: they do not make their post wait again."""

import re

import pytest

from forum.guard.models import ApprovedFinding
from forum.moderation.care_services import approve_post
from forum.threads.models import Post
from tests.guard.forms import REASON, RECORD, marked, page_of, seen_in, the_reply
from tests.make import make_reply, make_watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(as_member, peer):
    def send(post, by=None, **typed):
        facts = {"version": str(Post.objects.get(pk=post.pk).version), "reason": ""}
        return as_member(by or peer).post(f"/posts/{post.pk}/edit/", facts | typed)

    return send


def held_and_approved(reply, moderator, body):
    first = reply(body=body)
    if first.status_code == 422:
        reply(body=body, guard_ok="1", guard_seen=seen_in(first), guard_reason=REASON)
    return approve_post(post=the_reply(), moderator=moderator)


def test_an_edit_with_the_same_approved_words_does_not_wait_again(reply, edit, moderator):
    post = held_and_approved(reply, moderator, RECORD)

    response = edit(post, body=f"{RECORD} We answered it.")

    post.refresh_from_db()
    assert response.status_code == 302
    assert (post.held_at, post.version) == (None, 2)


def test_other_words_wait_though_some_were_approved(reply, edit, moderator):
    post = held_and_approved(reply, moderator, RECORD)

    response = edit(post, body=f"{RECORD} And MRN 5518830.")

    assert response.status_code == 422
    assert marked(response) == ["MRN 5518830"]


def test_watched_words_that_were_approved_wait_no_more(reply, edit, moderator):
    make_watched("lawsuit", "hold")
    post = held_and_approved(reply, moderator, "There is a lawsuit.")

    edit(post, body="There is a lawsuit, still.")

    post.refresh_from_db()
    assert (post.held_at, post.version) == (None, 2)


def test_words_are_approved_for_their_post_alone_and_not_kept(reply, moderator, as_member, peer):
    post = held_and_approved(reply, moderator, RECORD)
    other = make_reply(author=peer)

    response = as_member(peer).post(
        f"/posts/{other.pk}/edit/", {"body": RECORD, "version": "1", "reason": ""}
    )

    assert response.status_code == 422
    assert ApprovedFinding.objects.get().post_pk == post.pk
    assert "7730215" not in repr(list(ApprovedFinding.objects.values()))


def test_while_an_approved_post_is_edited_its_words_are_not_marked(reply, moderator, as_member, peer):
    post = held_and_approved(reply, moderator, RECORD)
    client = as_member(peer)
    token = re.search(
        r'name="guard_post" value="([^"]+)"', page_of(client.get(f"/posts/{post.pk}/edit/"))
    )

    known = client.post("/guard/?fields=body", {"body": RECORD, "guard_post": token.group(1)})
    forged = client.post("/guard/?fields=body", {"body": RECORD, "guard_post": str(post.pk)})

    assert marked(known) == []
    assert marked(forged) == ["MRN 7730215"]
