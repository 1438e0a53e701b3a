from django.core.management.base import BaseCommand
from django.db import transaction

from forum.adoption.models import Subject
from forum.adoption.services import recount_subject
from forum.threads.models import Thread, Topic
from forum.threads.services import recount_thread, recount_topic
from forum.threads.services.locks import hold_any_thread


class Command(BaseCommand):
    help = "Count replies, threads and statuses anew, and say how many counters were wrong. Safe at any time."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *args, dry_run, **options):
        wrong = 0
        keys = list(Thread.objects.order_by("pk").values_list("pk", flat=True))
        for done, pk in enumerate(keys, 1):
            wrong += self._checked(lambda pk=pk: recount_thread(hold_any_thread(pk)), dry_run)
            if done % 1000 == 0:
                self.stdout.write(f"{done} of {len(keys)} threads")
        for topic in Topic.objects.order_by("pk"):
            wrong += self._checked(lambda topic=topic: recount_topic(topic), dry_run)
        for subject in Subject.objects.order_by("pk"):
            wrong += self._checked(lambda subject=subject: recount_subject(subject), dry_run)
        self.stdout.write(f"{wrong} counters were wrong{' (nothing changed)' if dry_run else ''}")

    @staticmethod
    def _checked(recount, dry_run) -> bool:
        with transaction.atomic():
            was_wrong = recount()
            transaction.set_rollback(dry_run)
        return was_wrong
