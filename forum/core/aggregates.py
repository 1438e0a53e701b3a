from django.db.models import Aggregate, JSONField


class JSONRows(Aggregate):
    """The rows of a group as a JSON list of lists, in no order, so that a list costs no statement."""

    allow_distinct = False
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)
