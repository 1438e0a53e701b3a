"""What a member is called in a thread where they post without a name. For themselves, and nobody else."""

from django.db.models import QuerySet

from forum.core.prepared import prepared
from forum.threads.models import Post, Thread


def own_pseudonym(thread: Thread, user) -> str:
    """What ``user`` is called in ``thread``; "" where they have not posted without a name."""
    found = next(iter(_pseudonym(None, thread=thread.pk, member=user.pk)), None)
    return found.pseudonym if found else ""


@prepared
def _pseudonym(viewer, thread, member):
    mine = Post.objects.nameless().filter(thread=thread, author=member)
    return mine.order_by("-number").only("pseudonym")[:1]


def pseudonyms_of(user) -> QuerySet:
    """The latest first: after a merge somebody may have two in one thread."""
    mine = Post.objects.nameless().filter(author=user).order_by("-number")
    return mine.values_list("pseudonym", flat=True)
