"""Changes of large tables while members use them: on PostgreSQL nothing waits for a scan of the table.

For migrations with ``atomic = False``. A try that failed may leave a part of them, so the next one begins
by taking that away. On SQLite, whose only writer waits anyway, they are the plain ones.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.migrations import AddConstraint, AddIndex


@contextmanager
def _taking_its_time(schema_editor):
    """Lift the limits on statements, whoever set them, for one that nobody waits for."""
    limits = ("statement_timeout", "lock_timeout")
    for limit in limits:
        schema_editor.execute(f"SET {limit} = 0")
    try:
        yield
    finally:
        for limit in limits:
            schema_editor.execute(f"RESET {limit}")


class AddIndexOnline(AddIndex):
    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        with _taking_its_time(schema_editor):
            schema_editor.remove_index(model, self.index, concurrently=True)  # if it is there
            schema_editor.add_index(model, self.index, concurrently=True)


class AddCheckOnline(AddConstraint):
    """A check that new rows keep at once, and that the old ones are then looked through for."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            with transaction.atomic(using=schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        table = schema_editor.quote_name(model._meta.db_table)
        name = schema_editor.quote_name(self.constraint.name)
        added = self.constraint.create_sql(model, schema_editor)
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}", params=None)
            schema_editor.execute(f"{added} NOT VALID", params=None)
        with _taking_its_time(schema_editor):
            schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}", params=None)
