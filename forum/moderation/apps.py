from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "forum.moderation"

    def ready(self):
        from forum.moderation import flag_receivers, receivers  # noqa: F401
