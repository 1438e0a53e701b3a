"""An edit that comes after a moderator has closed the thread or removed the post."""

import pytest

from forum.moderation.services import close_thread, hide_post
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


def test_the_text_of_an_edit_is_shown_where_the_thread_was_closed_meanwhile(as_member, asker, moderator):
    thread = make_thread(author=asker)
    close_thread(thread=thread, moderator=moderator)

    response = as_member(asker).post(
        f"/posts/{thread.posts.get().pk}/edit/",
        {"title": "Which tool, after a year?", "body": "Half an hour of text.", "version": 1},
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "Nothing was saved." in page
    assert "Half an hour of text." in page
    assert 'value="Which tool, after a year?"' in page


def test_the_text_of_an_edit_is_shown_where_the_reply_was_removed_meanwhile(as_member, peer, moderator):
    post = make_reply(author=peer)
    hide_post(post=post, moderator=moderator, rule="1")

    response = as_member(peer).post(f"/posts/{post.pk}/edit/", {"body": "Kinder words.", "version": 1})

    post.refresh_from_db()
    assert response.status_code == 403
    assert "Kinder words." in response.content.decode()
    assert post.body != "Kinder words."
