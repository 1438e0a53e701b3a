"""A moderator who goes through one list of the queue stays in it, and reads what was done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation.models import Case
from tests.make import make_flagged, make_held, make_thread
from tests.moderation.test_case_lists import aged, listed
from tests.moderation.test_queue import text_of

pytestmark = pytest.mark.django_db
HELD = "/moderation/held/"


@pytest.fixture
def cases():
    """A flagged post and two that are held."""
    return make_flagged("patient"), aged(make_held(), 2), make_held()


def test_the_list_beside_a_held_case_is_of_held_ones(as_member, moderator, cases):
    _flagged, first, second = cases
    client = as_member(moderator)
    beside = f"/moderation/cases/{second.pk}/?in=held"

    assert f'href="{beside}"' in client.get(HELD).content.decode()
    assert listed(client.get(beside)) == [first.pk, second.pk]
    assert client.get(f"/moderation/cases/{second.pk}/next/?in=held").url == (
        f"/moderation/cases/{first.pk}/?in=held"
    )


def test_the_next_held_case_comes_after_a_decision(as_member, moderator, cases):
    _flagged, first, second = cases
    client = as_member(moderator)
    page = client.get(f"/moderation/cases/{first.pk}/?in=held").content.decode()
    assert f'action="/moderation/cases/{first.pk}/decide/?in=held"' in page

    after = client.post(
        f"/moderation/cases/{first.pk}/decide/?in=held", {"decision": "approve"}, follow=True
    )

    assert after.redirect_chain[-1][0] == HELD
    assert listed(after) == [second.pk]


def test_a_refused_decision_keeps_the_list(as_member, moderator, cases):
    client = as_member(moderator)

    page = client.post(f"/moderation/cases/{cases[1].pk}/decide/?in=held", {})

    assert page.status_code == 422
    assert f'action="/moderation/cases/{cases[1].pk}/decide/?in=held"' in page.content.decode()


def test_edit_and_approve_leads_on_with_word_of_it(as_member, moderator, cases):
    client = as_member(moderator)
    post = cases[1].post
    form = {"body": "Without the number.", "version": post.version}

    after = client.post(f"/moderation/cases/{cases[1].pk}/edit/?in=held", form, follow=True)

    assert after.redirect_chain[-1][0] == HELD
    assert "Reply by" in text_of(after).partition("Moderation Oldest")[0]


def test_a_list_that_is_not_there_is_the_whole_queue(as_member, moderator, cases):
    flagged, first, second = cases

    page = as_member(moderator).get(f"/moderation/cases/{first.pk}/?in=elsewhere")

    assert set(listed(page)) == {flagged.pk, first.pk, second.pk}


@pytest.mark.parametrize(
    ("title", "said"),
    [("Who posts on Sundays?", "“Who posts on Sundays?”"), ("Sundays", "“Sundays”.")],
)
def test_a_notice_ends_as_a_sentence_does(as_member, moderator, title, said):
    case = make_flagged(post=make_thread(title=title, replies=1).posts.get(number=2))

    after = as_member(moderator).post(
        f"/moderation/cases/{case.pk}/decide/", {"decision": "keep"}, follow=True
    )

    notice = after.content.decode().split('role="status"')[1].split("</p>")[0]
    assert notice.endswith(said)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        ({"seconds": 20}, "Waiting for 1 minute ·"),
        ({"minutes": 10, "seconds": 40}, "Waiting for 10 minutes ·"),
        ({"minutes": 90}, "Waiting for 1 hour ·"),
        ({"days": 9, "hours": 20}, "Waiting for 9 days ·"),
    ],
)
def test_a_case_says_how_long_it_waits(as_member, moderator, ago, said):
    case = make_flagged()
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(**ago))

    assert said in text_of(as_member(moderator).get(f"/moderation/cases/{case.pk}/"))


def test_asking_another_moderator_leads_back_to_the_list(as_member, moderator, administrator, cases):
    client = as_member(moderator)
    case = f"/moderation/cases/{cases[1].pk}/"
    page = client.get(f"{case}?in=held").content.decode()

    form = client.get(f"{case}ask/?in=held").content.decode()
    asked = client.post(f"{case}ask/?in=held", {"asked": administrator.pk, "note": "Is it?"})

    assert f'href="{case}ask/?in=held"' in page
    assert f'href="{case}?in=held">Leave it as it is' in form
    assert asked.url == HELD


def test_leaving_a_held_text_as_it_is_leads_back_to_its_case_in_the_list(as_member, moderator, cases):
    case = f"/moderation/cases/{cases[1].pk}/"

    form = as_member(moderator).get(f"{case}edit/?in=held").content.decode()

    assert f'href="{case}?in=held">Leave it as it is' in form
