"""Administrators who act in the same instant. Real threads, real transactions, on both databases."""

import pytest

from forum.conduct import services
from forum.conduct.models import Version
from forum.conduct.queries import draft
from forum.core.errors import Outdated
from tests.make import make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = {"title": "Say who you are", "noun": "a false name", "text": "Use your name."}


@pytest.fixture
def administrators():
    return [make_user(role="administrator") for _ in range(4)]


def is_outdated(outcome):
    return isinstance(outcome, Outdated)


def test_of_several_who_begin_a_draft_at_once_one_does(administrators):
    outcomes = at_once(lambda by: services.save_rule(by=by, seen="2.0", **FACTS), administrators)

    assert sum(map(is_outdated, outcomes)) == len(administrators) - 1
    assert [rule.number for rule in draft().rules.all()] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_of_several_who_publish_at_once_one_does(administrators):
    services.save_rule(by=administrators[0], seen="2.0", **FACTS)

    outcomes = at_once(
        lambda by: services.publish_rules(
            by=by, seen="2.1", what_changed=f"By {by}", asks_acceptance=True
        ),
        administrators,
    )

    (published,) = (outcome for outcome in outcomes if not is_outdated(outcome))
    version = Version.objects.published().get(number=2)
    assert (version.what_changed, version.published_by) == (
        published.what_changed,
        published.published_by,
    )
    assert Version.objects.count() == 2
