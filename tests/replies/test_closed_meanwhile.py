"""A reply that was written while a moderator closed the thread."""

import pytest

from forum.moderation.services import close_thread
from forum.replies.models import Draft
from tests.make import make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(as_member, peer, moderator):
    """What ``peer`` is answered, and the address it was sent to."""
    thread = make_thread()
    path = f"/t/{thread.pk}/reply/"
    close_thread(thread=thread, moderator=moderator)

    def sent(**headers):
        return as_member(peer).post(path, {"body": "Half an hour of text."}, headers=headers), path

    return sent


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_text_is_shown_and_a_draft(refused, peer, headers):
    response, _path = refused(**headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "This question is closed" in page
    assert "Half an hour of text." in page
    assert Draft.objects.get(user=peer).body == "Half an hour of text."


def test_the_draft_is_read_where_the_list_of_drafts_leads(refused, client):
    _response, path = refused()

    assert f'href="{path}"' in client.get("/drafts/").content.decode()
    assert "Half an hour of text." in client.get(path).content.decode()
