from django.dispatch import receiver

from accounts.signals import member_erasing
from forum.core.redacting import redacting
from forum.replies import following, services
from forum.threads.signals import merge_undoing, post_added, post_held, threads_merging


@receiver([post_added, post_held])
def on_post_added(post, **kwargs):
    services.drop_asked_draft(post=post)


@receiver(threads_merging)
def on_threads_merging(source, target, offset, before, **kwargs):
    following.join_drafts(source=source, target=target, offset=offset, before=before)


@receiver(merge_undoing)
def on_merge_undoing(source, target, offset, before, **kwargs):
    following.part_drafts(source=source, target=target, offset=offset, before=before)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    services.forget_member(user=user)


@receiver(redacting)
def on_redacting(words, post, **kwargs):
    return services.redact_words(words=words, post=post)
