from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "forum.guard"

    def ready(self):
        from forum.core import guest_pages
        from forum.guard import receivers, watch_list  # noqa: F401

        guest_pages.when_counted(guest_pages.WATCHED_WORDS, watch_list.forget)
