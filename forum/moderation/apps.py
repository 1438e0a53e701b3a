from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "forum.moderation"

    def ready(self):
        from forum.moderation import append_only, case_receivers, flag_receivers, receivers  # noqa: F401

        post_migrate.connect(append_only.protect, sender=self)
