from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "forum.moderation"

    def ready(self):
        from forum.moderation import case_receivers, flag_receivers, receivers  # noqa: F401
