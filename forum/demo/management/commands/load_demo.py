from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forum.demo import community


class Command(BaseCommand):
    help = "Load the demo community: 60 invented members, 12 topics, 40 threads. Safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--quiet", action="store_true", help="Only print how to sign in; load if nothing is there."
        )

    def handle(self, *args, quiet, **options):
        if not settings.LOCAL:
            raise CommandError("The demo's password is public: it loads only where LOCAL=1 is set.")
        if not community.is_loaded():
            community.load(say=self.stdout.write)
        elif not quiet:
            self.stdout.write("The demo community is loaded already; nothing changed.")
        self.stdout.write(
            f"Demo accounts, all with the password {community.PASSWORD}:\n"
            f"  member         {community.MEMBER}\n"
            f"  moderator      {community.MODERATOR}\n"
            f"  administrator  {community.ADMINISTRATOR}"
        )
