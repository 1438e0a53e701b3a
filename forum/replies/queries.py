from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value

from accounts.models import User
from forum.core.prepared import prepared
from forum.replies.models import Draft, HelpfulMark
from forum.threads.models import Post, Thread


@prepared
def thread_with_author(viewer, pk):
    """Thread ``pk``, if ``viewer`` may read it, with what a composer says of it."""
    return Thread.objects.visible_to(viewer).filter(pk=pk).select_related("topic", "author", "subject")


def with_marks_of(posts: QuerySet[Post], user) -> QuerySet[Post]:
    """``posts``, each with ``is_marked``: whether ``user`` said that it helped."""
    if not user.is_authenticated:
        return posts.annotate(is_marked=Value(False))
    return posts.annotate(is_marked=Exists(HelpfulMark.objects.filter(post=OuterRef("pk"), user=user)))


def with_draft_of(threads: QuerySet[Thread], user) -> QuerySet[Thread]:
    """``threads``, each with what ``user`` has typed for it and not posted (None: nothing)."""
    mine = FilteredRelation("drafts", condition=Q(drafts__user=user.pk))
    return threads.alias(draft=mine).annotate(
        draft_body=F("draft__body"),
        draft_in_reply_to=F("draft__in_reply_to"),
        draft_key=F("draft__submission_key"),
        draft_is_nameless=F("draft__is_nameless"),
        draft_status=F("draft__status"),
        draft_since=F("draft__since"),
    )


def draft_of(user: User, thread: Thread | None) -> Draft | None:
    """What ``user`` has typed for ``thread``, or for a question (None), and not posted."""
    return Draft.objects.filter(user=user, thread=thread).select_related("topic").first()


def drafts_of(user: User) -> QuerySet[Draft]:
    """All drafts of ``user`` in threads they can still see, newest first."""
    visible = Thread.objects.visible_to(user).values("pk")
    mine = Draft.objects.filter(user=user).select_related("thread")
    return (mine.filter(thread=None) | mine.filter(thread__in=visible)).order_by("-saved_at")


def drafts_data(user: User) -> list[dict]:
    """The drafts of ``user`` for their download."""
    fields = ("thread_id", "title", "body", "tags", "status", "since", "is_nameless", "saved_at")
    return list(Draft.objects.filter(user=user).order_by("pk").values(*fields))


def marks_data(user: User) -> list[dict]:
    """The posts that ``user`` marked as helpful, for their download."""
    fields = ("post__thread_id", "post__number", "created_at")
    return list(HelpfulMark.objects.filter(user=user).order_by("pk").values(*fields))
