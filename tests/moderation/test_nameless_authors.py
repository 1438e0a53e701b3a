"""What moderators do about a post without a name never tells them whose it is."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.services import erase_member
from forum.core.errors import Outdated
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.models import ModerationAction
from forum.moderation.standing_services import pause_posting, suspend, warn
from tests.make import make_reply, make_user, take_name_off

pytestmark = pytest.mark.django_db
LENGTH = {"length": "7", "rule": "4", "public_reason": "Not like this."}


@pytest.fixture
def post(asker):
    return take_name_off(make_reply(author=asker))


def until():
    return timezone.now() + timedelta(days=7)


@pytest.mark.parametrize("act", ["warn", "pause", "suspend"])
def test_what_holds_for_its_author_by_name_is_not_shown_beside_it(
    as_member, asker, moderator, post, act
):
    facts = {"member": asker, "moderator": moderator, "public_reason": "Known of Dana."}
    warn(**facts)
    pause_posting(**facts, until=until())
    suspend(**facts, until=until())
    client = as_member(moderator)
    path = f"/posts/{post.pk}/author/{act}/"

    page = client.get(path).content.decode()
    answer = client.post(path, LENGTH | {"seen": "0"})

    assert "Known of Dana." not in page
    assert answer.status_code == 302
    assert "Known of Dana." not in answer.content.decode()
