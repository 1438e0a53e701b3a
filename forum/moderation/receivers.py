from django.dispatch import receiver

from accounts.signals import member_erasing, role_changed
from forum.moderation import services


@receiver(role_changed)
def on_role_changed(member, by, was, now, **kwargs):
    services.log_role_change(member=member, by=by, was=was, now=now)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    services.forget_member(user=user)
