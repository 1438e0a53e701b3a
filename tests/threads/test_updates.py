"""Asking the organizations for fresh answers, and where questions go when their subject is merged."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.core.errors import Outdated, Refused
from forum.threads.permissions import was_update_asked
from forum.threads.services import ask_for_update, set_thread_closed
from forum.threads.signals import thread_changed
from tests.make import make_subject, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return make_thread(subject=make_subject())


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def test_any_member_asks_for_an_update(thread, peer, django_capture_on_commit_callbacks):
    heard = []

    def changed(thread, **kwargs):
        heard.append(thread.pk)

    thread_changed.connect(changed)
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_for_update(thread=thread, by=peer)
    thread_changed.disconnect(changed)

    thread.refresh_from_db()
    assert was_update_asked(thread)
    assert (asked.update_asked_at, heard) == (thread.update_asked_at, [thread.pk])


def test_asking_is_possible_once_in_thirty_days(thread, peer, outsider):
    ask_for_update(thread=thread, by=peer)

    with later(days=29), pytest.raises(Outdated, match="once in 30 days"):
        ask_for_update(thread=thread, by=outsider)
    with later(days=31):
        ask_for_update(thread=thread, by=outsider)

    thread.refresh_from_db()
    assert thread.update_asked_at > timezone.now() + timedelta(days=30)


def test_another_thread_about_the_subject_may_ask_too(thread, peer):
    ask_for_update(thread=thread, by=peer)
    other = make_thread(subject=thread.subject)

    ask_for_update(thread=other, by=peer)

    other.refresh_from_db()
    assert was_update_asked(other)


def test_a_question_without_a_subject_asks_for_nothing(peer):
    with pytest.raises(Refused, match="does not ask for a status"):
        ask_for_update(thread=make_thread(), by=peer)


def test_who_cannot_reply_cannot_ask(thread, peer, moderator):
    with pytest.raises(PermissionDenied):
        ask_for_update(thread=thread, by=AnonymousUser())
    set_thread_closed(thread=thread, by=moderator, closed=True)

    with pytest.raises(PermissionDenied):
        ask_for_update(thread=thread, by=peer)

    thread.refresh_from_db()
    assert thread.update_asked_at is None
