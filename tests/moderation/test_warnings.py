"""Warnings: the member reads each once, and a moderator can take it back."""

import pytest

from forum.moderation.models import Sanction
from forum.moderation.standing_services import acknowledge_warnings, lift
from tests.moderation.sanctioning import WHY, warned

pytestmark = pytest.mark.django_db


def test_a_warning_is_read_once_and_the_record_says_so(as_member, asker, moderator):
    sanction = warned(asker, moderator)
    client = as_member(asker)
    assert "The moderators sent you a warning." in client.get("/").content.decode()
    page = client.get("/standing/")
    assert WHY in page.content.decode()

    client.post("/standing/read/", {"seen": page.context["newest_warning"]})

    asker.refresh_from_db()
    sanction.refresh_from_db()
    assert not asker.reads_only
    assert sanction.acknowledged_at
    assert "The moderators sent you a warning." not in client.get("/").content.decode()
    assert "Read <time" in as_member(moderator).get(
        f"/moderation/members/{asker.handle}/"
    ).content.decode().replace("\n", " ")


def test_a_warning_that_came_after_the_page_is_not_read_with_it(asker, moderator):
    first = warned(asker, moderator)
    warned(asker, moderator, seen=first.pk)

    acknowledge_warnings(member=asker, seen=first.pk)

    asker.refresh_from_db()
    assert asker.reads_only
    assert Sanction.objects.filter(acknowledged_at=None).count() == 1


@pytest.mark.parametrize("seen", ["", "0", "-1", "x", "9" * 40])
def test_nonsense_reads_no_warning(as_member, asker, moderator, seen):
    warned(asker, moderator)

    assert as_member(asker).post("/standing/read/", {"seen": seen}).status_code == 302

    asker.refresh_from_db()
    assert asker.reads_only


def test_a_warning_can_be_taken_back(asker, moderator):
    lift(sanction=warned(asker, moderator), moderator=moderator)

    asker.refresh_from_db()
    assert not asker.reads_only
