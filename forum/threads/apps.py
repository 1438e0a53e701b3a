from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "forum.threads"

    def ready(self):
        from forum.threads import receivers  # noqa: F401
