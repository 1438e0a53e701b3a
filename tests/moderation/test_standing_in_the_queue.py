"""What a case shows of who is behind it, and what a moderator does about them from there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import ReadsOnly
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Case, Flag
from forum.moderation.spam_services import remove_spammer
from tests.make import make_reply, make_user, take_name_off
from tests.moderation.sanctioning import paused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(peer, outsider):
    return raise_flag(reporter=outsider, post=make_reply(author=peer), reason="sales").case


def test_a_case_shows_the_history_of_the_author_and_leads_to_acts(as_member, case, peer, moderator):
    paused(peer, moderator)
    client = as_member(moderator)

    page = client.get(f"/moderation/queue/{case.pk}/")
    if page.status_code == 404:
        page = client.get("/moderation/queue/")

    shown = page.content.decode()
    assert "History of Priya Raman" in shown
    assert "Paused the posting of" in shown
    assert f"/posts/{case.post_id}/author/warn/" in shown
    data = {"rule": "4", "public_reason": "Vendors answer.", "seen": "0"}
    done = client.post(f"/posts/{case.post_id}/author/warn/?next=/moderation/queue/", data)
    assert done.url == "/moderation/queue/"
    peer.refresh_from_db()
    assert peer.warned_at


def test_a_case_about_a_post_without_a_name_shows_no_history(as_member, case, peer, moderator):
    paused(peer, moderator)
    take_name_off(case.post)

    shown = as_member(moderator).get("/moderation/queue/").content.decode()

    assert "History of" not in shown
    assert f"/posts/{case.post_id}/author/pause/" in shown


def test_the_queue_keeps_its_budget_with_a_history(as_member, case, peer, moderator):
    for _ in range(12):
        paused(peer, moderator)
    client = as_member(moderator)
    client.get("/moderation/queue/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/moderation/queue/")

    assert len(captured) <= 10, [query["sql"][:90] for query in captured]


def test_who_only_reads_flags_nothing(peer, outsider, moderator):
    paused(outsider, moderator)

    with pytest.raises(ReadsOnly):
        raise_flag(reporter=outsider, post=make_reply(author=peer), reason="sales")


def test_flags_on_a_spammer_are_upheld_with_the_removal(case, peer, moderator):
    raise_flag(reporter=make_user(), member=peer, reason="sales")

    remove_spammer(member=peer, moderator=moderator)

    assert set(Case.objects.values_list("outcome", flat=True)) == {"removed"}
    assert set(Flag.objects.values_list("is_upheld", flat=True)) == {True}
