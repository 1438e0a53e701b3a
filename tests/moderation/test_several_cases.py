"""Several cases decided at once: all or none by rights, and a result for each."""

import re

import pytest
from django.core import mail

from forum.moderation import decision_services as decisions
from forum.moderation.models import Case, ModerationAction
from tests.make import (
    make_flagged,
    make_held,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
)
from tests.moderation.pages import text_of

pytestmark = pytest.mark.django_db
SEVERAL = "/moderation/several/"


def send(client, *cases, **typed):
    return client.post(SEVERAL, {"cases": [case.pk for case in cases]} | typed)


def authors_told() -> int:
    return [message.subject for message in mail.outbox].count("Your reply was removed")


def outcomes() -> list[str]:
    return list(Case.objects.order_by("pk").values_list("outcome", flat=True))


def test_what_is_flagged_is_kept_and_what_is_held_approved(as_member, moderator):
    cases = [make_flagged(), make_held(), make_held("first")]

    page = send(as_member(moderator), *cases, decision="keep")

    assert outcomes() == ["kept", "approved", "approved"]
    assert "3 of 3 are decided" in text_of(page)


def test_what_is_removed_names_the_rule_and_each_author_is_told(as_member, moderator):
    cases = [make_flagged(), make_held()]

    send(as_member(moderator), *cases, decision="remove", rule="4", message="No links, please.")

    assert outcomes() == ["removed", "removed"]
    acts = ModerationAction.objects.values_list("kind", "rule", "message")
    assert list(acts) == [("hide", "4", "No links, please.")] * 2
    assert authors_told() == 2


def test_the_report_says_what_was_done_and_why_the_rest_was_not(as_member, moderator, administrator):
    decided, waiting, member = make_held(), make_flagged(), make_flagged(member=make_user())
    decisions.remove(case=decided, moderator=administrator, rule="1")

    page = text_of(send(as_member(moderator), decided, waiting, member, Case(pk=999), decision="keep"))

    assert outcomes() == ["removed", "kept", ""]
    assert "1 of 4 are decided" in page
    assert "Not done: Rowan Adler has decided this already: Removed." in page
    assert "Not done: This cannot be decided with others. Open it alone." in page
    assert "Not done: It is not asked for any more." in page


def test_sent_again_it_does_nothing_twice(as_member, moderator):
    cases = [make_flagged(), make_held()]
    client = as_member(moderator)
    send(client, *cases, decision="remove", rule="4")

    page = send(client, *cases, decision="remove", rule="4")

    assert "0 of 2 are decided" in text_of(page)
    assert ModerationAction.objects.count() == authors_told() == 2


def test_with_one_that_is_not_theirs_none_is_decided(as_member, moderator):
    topic = make_topic()
    theirs, others = make_held(thread=make_thread(topic=topic)), make_held()
    own = make_held(author=moderator)

    as_theirs = as_member(make_topic_moderator(topic))
    assert send(as_theirs, theirs, others, decision="keep").status_code == 403
    assert send(as_member(moderator), theirs, own, decision="keep").status_code == 403

    assert outcomes() == ["", "", ""]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"cases": [], "decision": "keep"}, "Tick what to decide about"),
        ({"cases": ["x", "1' OR 1=1", "9" * 30], "decision": "keep"}, "Tick what to decide about"),
        ({"decision": ""}, "Choose what to do"),
        ({"decision": "approve"}, "Choose what to do from the list"),
        ({"decision": "remove"}, "Choose the rule it breaks"),
        ({"decision": "remove", "rule": "99"}, "Choose a rule from the list"),
    ],
)
def test_what_is_not_clear_is_asked_and_nothing_typed_is_lost(as_member, moderator, typed, fault):
    case = make_held()
    data = {"cases": [str(case.pk)], "note": "Kept words", "decision": "keep"} | typed

    page = as_member(moderator).post(SEVERAL, data)

    assert page.status_code == 422
    assert fault in text_of(page)
    assert "Kept words" in text_of(page)
    ticked = re.search(rf'value="{case.pk}"[^>]*checked', page.content.decode())
    assert bool(ticked) == (str(case.pk) in data["cases"])
    assert outcomes() == [""]
