from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "forum.adoption"

    def ready(self):
        from forum.adoption import receivers  # noqa: F401
