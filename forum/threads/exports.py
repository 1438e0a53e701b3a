"""What threads keep of a member, for the copy of their data."""

from forum.threads.models import Post, ReadMarker, Revision, SharingConsent, Thread


def threads_data(user) -> list[dict]:
    """The questions of ``user`` for their download, hidden and withdrawn ones too."""
    fields = ("id", "title", "topic__name", "sharing", "created_at", "withdrawn_at", "hidden_at")
    return list(Thread.objects.filter(author=user).order_by("pk").values(*fields))


def posts_data(user) -> list[dict]:
    """The posts of ``user`` for their download, each with its former texts."""
    fields = "id thread_id number body created_at edited_at edit_reason unnamed_as pseudonym".split()
    posts = list(
        Post.objects.filter(author=user).order_by("pk").values(*fields, "withdrawn_at", "hidden_at")
    )
    former: dict[int, list[dict]] = {}
    kept = ("number", "title", "tags", "body", "reason")
    revisions = Revision.objects.filter(post__author=user).order_by("post", "number")
    for revision in revisions.values("post_id", *kept, "created_at"):
        former.setdefault(revision["post_id"], []).append(
            {name: value for name, value in revision.items() if name != "post_id"}
        )
    return [post | {"revisions": former.get(post["id"], [])} for post in posts]


def markers_data(user) -> list[dict]:
    """How far ``user`` has read each thread, for their download."""
    fields = ("thread_id", "number", "read_at")
    return list(ReadMarker.objects.filter(user=user).order_by("pk").values(*fields))


def consents_data(user) -> list[dict]:
    """What ``user`` was asked about the sharing of threads, and answered, for their download."""
    fields = ("wish__thread_id", "wish__sharing", "wish__asked_at", "agrees", "answered_at")
    return list(SharingConsent.objects.filter(user=user).order_by("pk").values(*fields))
