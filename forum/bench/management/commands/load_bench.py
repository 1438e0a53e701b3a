import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from forum.bench import data
from forum.core import guest_pages
from forum.threads.models import Thread


class Command(BaseCommand):
    help = "Fill an empty database with 10,000 threads, 100,000 posts and 5,000 organizations, for `make bench`."

    def add_arguments(self, parser):
        parser.add_argument("--threads", type=int, default=10_000)
        parser.add_argument("--posts", type=int, default=100_000)
        parser.add_argument("--organizations", type=int, default=5_000)
        parser.add_argument("--reports", type=int, default=20_000, help="Answers about one subject.")
        parser.add_argument("--longest", type=int, default=2_000, help="Posts of the longest thread.")

    def handle(self, *args, threads, posts, longest, organizations, reports, **options):
        if Thread.objects.exists():
            raise CommandError("There are threads already: this is for an empty scratch database.")
        start = time.monotonic()
        data.load(
            threads=threads,
            posts=posts,
            longest=longest,
            organizations=organizations,
            reports=reports,
            say=self.stdout.write,
        )
        guest_pages.forget()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what a server does by itself within minutes of such a load
        self.stdout.write(f"Loaded in {time.monotonic() - start:.0f} s")
