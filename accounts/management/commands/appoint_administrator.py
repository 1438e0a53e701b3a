from django.core.management.base import BaseCommand, CommandError

from accounts.queries import member_by_handle
from accounts.services import appoint_first_administrator
from forum.core.errors import Refused


class Command(BaseCommand):
    help = "Make a member who has joined the forum's first administrator. Safe to run twice."

    def add_arguments(self, parser):
        parser.add_argument("handle")

    def handle(self, *args, handle, **options):
        member = member_by_handle(handle.removeprefix("@"))
        if member is None:
            raise CommandError(f"Nobody called {handle} has joined and confirmed their address.")
        try:
            appoint_first_administrator(member=member)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{member} is an administrator.")
