"""How the tables are emptied after a test whose transactions were true ones.

Django truncates every table, which locks them all and on PostgreSQL takes a tenth of a second, and then
makes content types and permissions anew. Rows are deleted instead, and what migrations left stays.
"""

from django.apps import apps
from django.db import connections, transaction
from django.utils import timezone

from forum.conduct.founding import publish_first
from forum.conduct.models import Rule, Version
from forum.moderation import append_only

FOUNDED = timezone.now()
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty_tables(test_case) -> None:
    """In the place of ``TransactionTestCase._fixture_teardown``."""
    for name in test_case._databases_names(include_mirrors=False):
        connection = connections[name]
        tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
        append_only.forget(connection)
        with transaction.atomic(using=name), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            publish_first(Version, Rule, at=FOUNDED)
        append_only.protect(app_config=apps.get_app_config("moderation"), using=name)
