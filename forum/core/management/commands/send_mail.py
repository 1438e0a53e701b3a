from django.core.management.base import BaseCommand

from forum.core.mail import deliver_due


class Command(BaseCommand):
    help = "Send the mail that is due. The web workers do so by themselves; this is for a cron job."

    def handle(self, *args, **options):
        self.stdout.write(f"{deliver_due()} mails sent")
