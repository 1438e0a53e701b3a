"""Indexes and checks that a migration adds to a large table while members write into it."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.migrations.state import ProjectState

from forum.core.models import OutgoingMail
from forum.core.operations import AddCheckOnline, AddIndexOnline

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite makes them in its one writer"),
]
INDEX = "mail_by_attempts"
CHECK = "mail_of_few_attempts"
INDEX_IT = AddIndexOnline("outgoingmail", models.Index(fields=["attempts"], name=INDEX))
CHECK_IT = AddCheckOnline(
    "outgoingmail", models.CheckConstraint(condition=models.Q(attempts__lt=5), name=CHECK)
)


@pytest.fixture(autouse=True)
def _table_as_before(db):
    yield
    run(f"DROP INDEX IF EXISTS {INDEX}")
    run(f"ALTER TABLE core_outgoingmail DROP CONSTRAINT IF EXISTS {CHECK}")
    run("RESET statement_timeout")
    run("RESET lock_timeout")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def be_in_a_hurry():
    run("SET statement_timeout = '100ms'")
    run("SET lock_timeout = '100ms'")


def is_valid_index():
    return run(f"SELECT indisvalid FROM pg_index WHERE indexrelid = '{INDEX}'::regclass")


def migrate(operation):
    before = ProjectState.from_apps(apps)
    after = before.clone()
    operation.state_forwards("core", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("core", editor, before, after)


@contextmanager
def somebody_writing(*, seconds):
    has_written = Event()

    def write():
        try:
            with transaction.atomic():
                OutgoingMail.objects.create(message={})
                has_written.set()
                time.sleep(seconds)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert has_written.wait(timeout=10)
        yield
        writing.result()


def test_an_index_waits_for_whoever_writes_whatever_the_limits():
    be_in_a_hurry()

    with somebody_writing(seconds=0.5):
        migrate(INDEX_IT)

    assert is_valid_index() == [(True,)]
    assert run("SHOW lock_timeout") == [("10s",)]


def test_an_index_that_a_failed_try_left_is_made_again():
    be_in_a_hurry()
    with somebody_writing(seconds=0.5), pytest.raises(OperationalError):
        run(f"CREATE INDEX CONCURRENTLY {INDEX} ON core_outgoingmail (attempts)")
    left = is_valid_index()

    migrate(INDEX_IT)

    assert left == [(False,)]
    assert is_valid_index() == [(True,)]


def test_a_check_that_a_failed_try_left_is_made_again():
    mail = OutgoingMail.objects.create(message={}, attempts=9)
    with pytest.raises(IntegrityError):
        migrate(CHECK_IT)
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=4)

    migrate(CHECK_IT)

    assert run(f"SELECT convalidated FROM pg_constraint WHERE conname = '{CHECK}'") == [(True,)]
