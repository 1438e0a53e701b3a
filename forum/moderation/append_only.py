"""The database itself refuses that a line of the log is deleted, or changed in what it says happened.

Words may have to go: a redaction or an erasure reaches ``note``, ``message`` and ``detail``. The triggers
are made after each migration, because SQLite drops them with every table that a migration builds anew.
A migration that has to change lines drops them first, by ``forget``.
"""

from django.db import connections

TABLE = "moderation_moderationaction"
MAY_CHANGE = ("note", "message", "detail")
_NAMES = ("moderation_log_unchanged", "moderation_log_undeleted")
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION moderation_log_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY{list(MAY_CHANGE)} = to_jsonb(OLD) - ARRAY{list(MAY_CHANGE)} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Lines of the moderation log are never changed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE TRIGGER {_NAMES[0]} BEFORE UPDATE OR DELETE ON {TABLE}
  FOR EACH ROW EXECUTE FUNCTION moderation_log_stands();
"""
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'Lines of the moderation log are never changed.'); END"
)


def protect(*, app_config, using: str, **kwargs) -> None:
    """Make the triggers, wherever the table of the log is as this code knows it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        model = app_config.get_model("ModerationAction")
        columns = [field.column for field in model._meta.concrete_fields if field.name not in MAY_CHANGE]
        for name, event in zip(_NAMES, (f"UPDATE OF {', '.join(columns)}", "DELETE"), strict=True):
            cursor.execute(_SQLITE.format(name=name, event=event, table=TABLE))


def forget(connection) -> None:
    """Let lines be changed until ``protect`` comes again, after the migration."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
