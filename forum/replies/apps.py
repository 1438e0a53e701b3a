from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "forum.replies"

    def ready(self):
        from forum.replies import receivers  # noqa: F401
