"""News of an act whose kept pages cannot be made stale at that moment: the act stands, and they end soon."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.dispatch import Signal

from forum.core.signals import announce
from forum.threads.models import Post, Thread
from tests.make import make_reply, make_thread

NOW = datetime(2026, 6, 15, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def broken_generation(transactional_db):
    """The database refuses to count on, as it does where it is away for a moment."""
    rename("core_generation", "core_generation_away")
    yield
    rename("core_generation_away", "core_generation")


def rename(table, name):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


def test_a_reply_is_posted_all_the_same(broken_generation, caplog):
    post = make_reply()

    assert Post.objects.filter(pk=post.pk).exists()
    assert "Kept pages could not be made stale" in caplog.text


def test_receivers_and_what_waits_for_the_commit_are_told_all_the_same(broken_generation):
    news, told = Signal(), []

    def hears(fact, **kwargs):
        told.append(fact)

    news.connect(hears)

    with transaction.atomic():
        announce(news, fact="posted")
        transaction.on_commit(lambda: told.append("mailed"))

    assert told == ["posted", "mailed"]


@pytest.mark.django_db
def test_a_kept_page_ends_with_the_minute_whatever_was_announced(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    thread = make_thread(title="The former title")
    address = thread.get_absolute_url()
    client.get(address)
    Thread.objects.update(title="The present title")

    pages = [client.get(address).content.decode()]
    time_machine.move_to(NOW + timedelta(seconds=30), tick=False)
    pages.append(client.get(address).content.decode())

    assert ["The present title" in page for page in pages] == [False, True]
