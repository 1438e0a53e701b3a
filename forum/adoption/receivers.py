from django.dispatch import receiver

from accounts.signals import member_erasing, organization_changed, organization_reclassified
from forum.adoption import services
from forum.core.redacting import redacting


@receiver(organization_reclassified)
def on_organization_reclassified(organization, **kwargs):
    if organization.is_vendor:
        services.retire_statuses(organization=organization)


@receiver(organization_changed)
def on_organization_changed(organization, **kwargs):
    services.recount_subjects_of(organization=organization)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    services.forget_member(user=user)


@receiver(redacting)
def on_redacting(words, post, **kwargs):
    return services.redact_words(words=words, subject=post.thread.subject_id)
