from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import receivers, services  # noqa: F401
        from forum.core import chores

        chores.every(chores.DAY, "mail_renewals", services.mail_renewals)
