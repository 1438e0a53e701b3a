"""What a first visitor finds in the demo community."""

import pytest

from forum.demo import community
from forum.guard.models import WatchedWord
from forum.moderation.models import Case

pytestmark = pytest.mark.django_db


def test_the_demo_leaves_something_to_moderate(settings):
    settings.HOLD_FIRST_POSTS = True

    community.load(say=lambda line: None)

    assert community.is_loaded()
    waiting = Case.objects.filter(closed_at=None).order_by("harm", "pk")
    assert [(case.kind, case.cause) for case in waiting] == [
        ("flags", "patient"),
        ("flags", "unkind"),
        ("appeal", ""),
        ("flags", "sales"),
        ("held", "first"),
    ]
    assert set(WatchedWord.objects.values_list("words", flat=True)) == {"free trial", "Tik Tok"}
