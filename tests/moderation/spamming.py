"""What tests of the removal of spammers share: its page, and the facts it must not spoil."""

from django.core.management import call_command

from accounts.models import BlockedAddress, User
from forum.threads.models import Post, Thread

PATH = "/moderation/members/{}/spam/"


def counts_are_right(capsys) -> bool:
    call_command("recount", "--dry-run")
    return capsys.readouterr().out.startswith("0 counters")


def facts():
    """All that undoing must bring back."""
    return (
        list(Post.objects.order_by("pk").values("pk", "thread", "hidden_at", "withdrawn_at", "held_at")),
        list(Thread.objects.order_by("pk").values("pk", "hidden_at", "reply_count", "last_posted_at")),
        list(Thread.objects.order_by("pk").values_list("topic__thread_count", flat=True)),
        list(BlockedAddress.objects.values()),
        list(User.objects.order_by("pk").values("pk", "suspended_until")),
    )
