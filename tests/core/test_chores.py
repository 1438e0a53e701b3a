"""Chores of the web workers: done when due, once, whatever happens to one of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.core import chores
from forum.core.models import ChoreDue
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    """What the chores of a test have done; the chores of the apps are put aside."""
    ours, chores.registered = chores.registered, {}
    yield []
    chores.registered = ours


def let_pass(**time):
    for row in ChoreDue.objects.all():
        row.due_at -= timedelta(**time)
        row.save()


def test_a_chore_is_done_when_its_time_has_come_and_not_before(done):
    chores.every(chores.HOUR, "sweep", lambda: done.append("swept"))

    names = [chores.do_due(), chores.do_due()]
    let_pass(minutes=61)
    names.append(chores.do_due())

    assert names == [["sweep"], [], ["sweep"]]
    assert done == ["swept", "swept"]


def test_a_chore_that_fails_keeps_no_other_from_being_done(done, caplog):
    chores.every(chores.DAY, "break", lambda: 1 / 0)
    chores.every(chores.DAY, "sweep", lambda: done.append("swept"))

    assert chores.do_due() == ["sweep"]
    assert done == ["swept"]
    assert "Chore break failed" in caplog.text


def test_a_chore_that_failed_is_tried_again_soon(done):
    tries = []

    def fail_once():
        tries.append("try")
        if len(tries) == 1:
            raise RuntimeError("the mail server is away")

    chores.every(chores.DAY, "mail", fail_once)
    chores.do_due()

    assert chores.do_due() == []
    let_pass(minutes=11)
    assert chores.do_due() == ["mail"]
    assert ChoreDue.objects.get().due_at > timezone.now() + timedelta(hours=23)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_do_it_once(done):
    chores.every(chores.HOUR, "sweep", lambda: done.append("swept"))
    chores.do_due()
    let_pass(hours=2)

    outcomes = at_once(lambda _: chores.do_due(), range(4))

    assert sorted(outcomes) == [[], [], [], ["sweep"]]
    assert done == ["swept", "swept"]


def test_the_forum_has_its_chores():
    assert {name: chore.seconds for name, chore in chores.registered.items()} == {
        "mail_renewals": chores.DAY,
        "refresh_tallies": chores.HOUR,
    }
    assert sorted(chores.do_due()) == ["mail_renewals", "refresh_tallies"]
