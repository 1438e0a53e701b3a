from django.dispatch import receiver

from accounts.signals import member_erasing, role_changed
from forum.adoption.signals import subject_merging
from forum.core.redacting import redacting
from forum.threads.services import move_questions
from forum.threads.services.erasing import forget_member
from forum.threads.services.redacting import redact_words
from forum.threads.services.topics import forget_topics_of


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    forget_member(user=user)


@receiver(role_changed)
def on_role_changed(member, **kwargs):
    forget_topics_of(member=member)


@receiver(subject_merging)
def on_subject_merging(source, target, **kwargs):
    move_questions(source=source, target=target)


@receiver(redacting)
def on_redacting(words, post, **kwargs):
    return redact_words(words=words, post=post)
