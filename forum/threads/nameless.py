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
    return _nameless_of(member).filter(thread=thread).only("pseudonym")[:1]


def pseudonyms_of(user) -> QuerySet:
    """What ``user`` is called, by ``thread``."""
    return _nameless_of(user).values_list("pseudonym", flat=True)


def _nameless_of(user) -> QuerySet[Post]:
    """The latest first: after a merge somebody may have two in one thread."""
    return Post.objects.nameless().filter(author=user).order_by("-number")
