from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "forum.guard"
