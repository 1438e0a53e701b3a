from django.dispatch import receiver

from accounts.signals import member_erasing
from forum.core.redacting import redacting
from forum.replies import services
from forum.threads.signals import post_added, post_held


@receiver([post_added, post_held])
def on_post_added(post, **kwargs):
    services.drop_asked_draft(post=post)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    services.forget_member(user=user)


@receiver(redacting)
def on_redacting(words, post, **kwargs):
    return services.redact_words(words=words, post=post)
