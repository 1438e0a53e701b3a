"""Scenes that several files of these tests begin with."""

import pytest

from accounts.services import propose_organization
from forum.moderation import services
from forum.moderation.models import ModerationAction
from tests.make import make_reply, make_thread, make_topic, make_user
from tests.moderation.appealing import MESSAGE
from tests.moderation.proposing import FACTS


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


@pytest.fixture
def spammer():
    """A member whom nobody has dealt with yet."""
    return make_user(handle="deals", display_name="Best Deals", email="deals@county.example")


@pytest.fixture
def scene(spammer, asker, peer, moderator):
    """The spammer's own thread with a reply by a peer, and another's with a reply by the spammer."""
    topic = make_topic()
    own = make_thread(author=spammer, topic=topic, title="Buy our followers")
    make_reply(thread=own, author=peer)
    make_reply(thread=own, author=spammer)
    other = make_thread(author=asker, topic=topic)
    reply = make_reply(thread=other, author=spammer)
    make_reply(thread=other, author=peer)
    return {"own": own, "other": other, "reply": reply, "topic": topic}


@pytest.fixture
def dana():
    """A member whose organization is not here yet."""
    return make_user(handle="druiz", display_name="Dana Ruiz", email="dana@county.example")


@pytest.fixture
def proposal(dana):
    """What she asks for: her organization."""
    return propose_organization(
        member=dana, name="County Hospital", note="Our staff page names me.", **FACTS
    )


@pytest.fixture
def desk(as_member, moderator):
    """The browser of a moderator."""
    return as_member(moderator)
