"""The snapshot of a large subject beside one aggregate query over the same current rows."""

from datetime import timedelta
from statistics import median
from time import perf_counter

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.adoption.models import StatusReport, Subject
from forum.adoption.queries import answers_at
from forum.adoption.snapshots import Filters, snapshot_of

ROUNDS = 60
TARGET = 3.0


class Command(BaseCommand):
    help = "Measure the snapshot of the subject with most answers beside one aggregate query."

    def handle(self, *args, **options):
        subject = Subject.objects.order_by("-answer_count")[0]
        current = StatusReport.objects.filter(subject=subject).current()
        rows = StatusReport.objects.filter(subject=subject).count()
        self.stdout.write(f"\nSnapshot of {current.count()} organizations and {rows} answers")
        some = Filters(kinds=("hospital",), beds=("6-24",))
        year_ago = timezone.now() - timedelta(days=365)
        self._print("now", lambda: snapshot_of(subject), current)
        self._print("filtered", lambda: snapshot_of(subject, filters=some), current)
        then = answers_at(subject, year_ago)
        self._print("as of a year ago", lambda: snapshot_of(subject, moment=year_ago), then)

    def _print(self, name, snapshot, same_rows):
        yardstick = same_rows.values("status", "organization__kind").annotate(count=Count("pk"))
        with CaptureQueriesContext(connection) as captured:
            snapshot()
        ours, bare = [], []
        for _round in range(ROUNDS):
            ours.append(_seconds(snapshot))
            bare.append(_seconds(lambda: list(yardstick.all())))
        ratio = median(ours) / median(bare)
        self.stdout.write(
            f"{name:34} {1000 * median(ours):6.2f}ms, {len(captured)} statements, "
            f"{ratio:.2f} times one aggregate query  {TARGET} {'ok' if ratio <= TARGET else 'OVER'}"
        )


def _seconds(act) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
