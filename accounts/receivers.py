"""What allauth announces of addresses: whoever shows one joins, and works where its domain belongs."""

from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from accounts import services


@receiver(email_confirmed)
def on_email_confirmed(email_address, **kwargs):
    services.finish_sign_up(user=email_address.user)
    services.join_by_email(user=email_address.user, email=email_address.email)
