from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "forum.adoption"

    def ready(self):
        from forum.adoption import receivers, services  # noqa: F401
        from forum.core import chores

        chores.every(chores.HOUR, "refresh_tallies", services.refresh_tallies)
