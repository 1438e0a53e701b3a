from django.core.management.base import BaseCommand

from accounts.services import mail_renewals


class Command(BaseCommand):
    help = (
        "Ask members whose verification runs out whether they still work there, each once. The web "
        "workers do so by themselves; this is for a cron job. Safe to stop and repeat."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{mail_renewals(say=self.stdout.write)} mails written")
