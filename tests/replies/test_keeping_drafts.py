"""What becomes of a draft, and what is said of it."""

import pytest

from forum.replies.models import Draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("thread", ["abc", "", "0", "-1", "999999", "9" * 30])
def test_a_reply_to_no_thread_leaves_the_draft_of_the_question(as_member, peer, thread):
    client = as_member(peer)
    client.post("/drafts/save/", {"title": "My long question", "body": "Long text"})

    response = client.post(f"/drafts/save/?thread={thread}", {"body": "A reply"})

    assert response.status_code == 404
    assert Draft.objects.get().body == "Long text"
