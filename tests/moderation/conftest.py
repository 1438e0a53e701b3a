"""Scenes that several files of these tests begin with."""

import pytest

from forum.moderation import services
from forum.moderation.models import ModerationAction
from tests.make import make_reply
from tests.moderation.appealing import MESSAGE


@pytest.fixture
def post(peer, moderator):
    """A reply that a moderator removed, with a note to its author."""
    written = make_reply(author=peer, body="Book a demo.")
    services.hide_post(post=written, moderator=moderator, rule="4", note="again", message=MESSAGE)
    written.refresh_from_db()
    return written


@pytest.fixture
def action(post):
    """The line of the log about it."""
    return ModerationAction.objects.get(post=post)
