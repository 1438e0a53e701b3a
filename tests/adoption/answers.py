"""What stands of the answers that were given: counted, and in their order."""

from datetime import UTC, datetime

from forum.adoption.models import StatusReport

NOON = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


def counts(subject):
    subject.refresh_from_db()
    return subject.answer_count, subject.using_count, subject.piloting_count


def history():
    """Every report, the oldest first, as (status, was, is it current)."""
    rows = StatusReport.objects.order_by("pk")
    return [(row.status, row.was, row.superseded_at is None) for row in rows]
