from django.dispatch import receiver

from accounts.signals import member_erasing
from forum.core.redacting import redacting
from forum.moderation import flag_outcomes
from forum.threads.signals import post_changed


@receiver(post_changed)
def on_post_changed(post, **kwargs):
    flag_outcomes.follow_withdrawal(post=post)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    flag_outcomes.forget_member(user=user)


@receiver(redacting)
def on_redacting(words, **kwargs):
    return flag_outcomes.redact_words(words=words)
