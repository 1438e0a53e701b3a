"""What a member is called in a thread where they post without a name. For themselves, and nobody else."""

from django.db.models import QuerySet

from forum.threads.models import Post, Thread


def own_pseudonym(thread: Thread, user) -> str:
    """What ``user`` is called in ``thread``; "" where they have not posted without a name."""
    return pseudonyms_of(user).filter(thread=thread).first() or ""


def pseudonyms_of(user) -> QuerySet:
    """The latest first: after a merge somebody may have two in one thread."""
    mine = Post.objects.nameless().filter(author=user).order_by("-number")
    return mine.values_list("pseudonym", flat=True)
