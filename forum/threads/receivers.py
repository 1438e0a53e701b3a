from django.dispatch import receiver

from accounts.signals import member_erasing
from forum.threads.services.erasing import forget_member


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    forget_member(user=user)
