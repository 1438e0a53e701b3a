from django.dispatch import receiver

from forum.core.redacting import redacting
from forum.guard import services


@receiver(redacting)
def on_redacting(words, **kwargs):
    return services.redact_words(words=words)
