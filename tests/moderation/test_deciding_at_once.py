"""Two who decide one case, in the same instant or one after the other: one does, the other is told."""

import pytest

from forum.core.errors import Outdated
from forum.moderation import decision_services as decisions
from forum.moderation.models import Case
from forum.moderation.services import hide_post
from tests.make import make_flagged, make_held
from tests.moderation.deciding import decide, logged, to_whom_it_concerns
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("first", ["keep", "remove"])
@pytest.mark.parametrize("second", ["keep", "remove", "redact"])
def test_the_second_sees_what_the_first_decided(
    as_member, moderator, administrator, client, first, second
):
    case = make_flagged()
    decide(as_member(administrator), case, first, rule="4")
    done = {"keep": "Kept", "remove": "Removed"}[first]

    page = decide(as_member(moderator), case, second, rule="4", message="My own words", note="My note")

    text = page.content.decode()
    assert page.status_code == 409
    assert ("rule 4: vendors answer, they do not sell" in text) == (first == "remove")
    assert f"Rowan Adler has decided this already: {done}." in text
    assert "My own words" in text
    assert "My note" in text
    assert "decision-keep" not in text
    assert len(logged()) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "acts", [("keep", "remove"), ("remove", "remove"), ("approve", "remove"), ("approve", "approve")]
)
def test_of_two_who_decide_at_once_one_does(moderator, administrator, acts):
    case = make_held() if "approve" in acts else make_flagged()

    def act(decision_and_moderator):
        decision, by = decision_and_moderator
        facts = {"rule": "1"} if decision == "remove" else {}
        return getattr(decisions, decision)(case=case, moderator=by, **facts)

    outcomes = at_once(act, list(zip(acts, (moderator, administrator), strict=True)))

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Case) for outcome in outcomes) == 1
    assert len(logged()) == 1
    assert len(to_whom_it_concerns()) <= 1


@pytest.mark.django_db(transaction=True)
def test_in_the_queue_and_on_the_thread_page_at_once(moderator, administrator):
    case = make_flagged()

    outcomes = at_once(
        lambda act: act(),
        [
            lambda: decisions.remove(case=case, moderator=moderator, rule="1"),
            lambda: hide_post(post=case.post, moderator=administrator, rule="2"),
        ],
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1
    assert len(logged()) == 1
    assert Case.objects.get().outcome == "removed"
