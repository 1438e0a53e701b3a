from django.dispatch import receiver

from accounts.signals import member_erasing, role_changed
from forum.conduct.signals import rules_publishing
from forum.moderation import appeal_services, services, thread_services
from forum.threads.signals import topic_moderator_added, topic_moderator_removed


@receiver(role_changed)
def on_role_changed(member, by, was, now, **kwargs):
    services.log_role_change(member=member, by=by, was=was, now=now)


@receiver(topic_moderator_added)
def on_topic_moderator_added(topic, member, by, **kwargs):
    thread_services.log_topic_moderator(topic=topic, member=member, by=by, is_added=True)


@receiver(topic_moderator_removed)
def on_topic_moderator_removed(topic, member, by, **kwargs):
    thread_services.log_topic_moderator(topic=topic, member=member, by=by, is_added=False)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    services.forget_member(user=user)
    appeal_services.forget_member(user=user)


@receiver(rules_publishing)
def on_rules_publishing(version, by, **kwargs):
    services.log_rules(version=version, by=by)
