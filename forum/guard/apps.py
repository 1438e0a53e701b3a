from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "forum.guard"

    def ready(self):
        from forum.guard import receivers  # noqa: F401
