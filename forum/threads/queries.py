"""What pages read of threads, each with the viewer's own state. Lazy, and they never write."""

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.models import Kind, Membership, Organization
from forum.adoption.models import StatusReport, Subject
from forum.core.aggregates import JSONRows
from forum.threads.former import with_former_addresses
from forum.threads.models import (
    LISTED,
    MovedPost,
    Post,
    ReadMarker,
    Revision,
    Tag,
    Thread,
    ThreadQuerySet,
    ThreadTag,
    Topic,
)
from forum.threads.nameless import pseudonyms_of

LIST_FIELDS = (
    "title audience asker_pseudonym created_at last_posted_at last_number reply_count accepted_post_id pinned_at "
    "closed_at closes_at hidden_at withdrawn_at held_at sharing topic__name topic__slug author__handle author__display_name "
    "author__role author__erased_at subject__name subject__slug subject__answer_count "
    "subject__using_count subject__piloting_count"
).split()
THREAD_FIELDS = [
    *LIST_FIELDS,
    *"topic__reminder update_asked_at slow_seconds subject__kind subject__half_life_days".split(),
    "subject__revision",
]
POST_FIELDS = (
    "number job_title organization_name organization_kind verification is_vendor body_html version "
    "helpful_count created_at edited_at edit_reason withdrawn_at hidden_at held_at released_at unnamed_as pseudonym "
    "redacted_at thread_id author__handle "
    "author__display_name author__role author__erased_at organization__slug organization__naming "
    "in_reply_to__number in_reply_to__thread_id in_reply_to__hidden_at in_reply_to__withdrawn_at in_reply_to__held_at "
    "in_reply_to__pseudonym in_reply_to__author__display_name in_reply_to__author__erased_at "
    "status_report__status "
    "status_report__since status_report__was status_report__is_unnamed"
).split()


RELATED_LOOKED_AT = 40


def thread_list(*, viewer) -> ThreadQuerySet:
    """Threads as every list shows them, with what the asker was when they asked, and the subject.

    For one who has read a thread before there are the new posts: how many are ``unread`` and the
    number of the ``first_unread`` (0 and None for others).
    """
    threads = Thread.objects.visible_to(viewer).listed().select_related("author", "topic", "subject")
    threads = threads.alias(question=FilteredRelation("posts", condition=Q(posts__number=1))).annotate(
        asker_organization=F("question__organization_name"),
        asker_verification=F("question__verification"),
        asker_label=F("question__unnamed_as"),
        asker_is_vendor=F("question__is_vendor"),
        asked_by=F("question__author"),
    )
    return threads.annotate(**_unread(viewer)).only(*LIST_FIELDS)


def _unread(viewer) -> dict:
    """What is past the viewer's marker that they can see."""
    if not viewer.is_authenticated:
        return {"unread": Value(0), "first_unread": Value(None, IntegerField())}
    marker = ReadMarker.objects.filter(thread=OuterRef("pk"), user=viewer)
    removed = (
        Post.objects.filter(~LISTED, thread=OuterRef("thread"), number__gt=OuterRef("number"))
        .order_by()
        .values("thread")
        .annotate(count=Count("pk"))
        .values("count")
    )
    moved = (
        MovedPost.objects.filter(thread=OuterRef("thread"), number__gt=OuterRef("number"))
        .order_by()
        .values("thread")
        .annotate(count=Count("pk"))
        .values("count")
    )
    gone = Coalesce(Subquery(removed), 0) + Coalesce(Subquery(moved), 0)
    unread = OuterRef("last_number") - F("number") - gone
    new = marker.annotate(unread=unread).values("unread")
    first = marker.annotate(first=Subquery(_listed_past("thread", "number"))).values("first")
    return {
        "unread": Coalesce(Subquery(new, output_field=IntegerField()), 0),
        "first_unread": Subquery(first, output_field=IntegerField()),
    }


def _listed_past(thread: str, number: str) -> QuerySet:
    """The number of the first post in sight past ``number``, as the outer query names them."""
    past = Post.objects.listed().filter(thread=OuterRef(thread), number__gt=OuterRef(number))
    return past.order_by("number").values("number")[:1]


def new_for(threads: QuerySet[Thread], viewer) -> QuerySet[Thread]:
    """Of ``threads``: those with posts since the viewer's last visit that they have not read."""
    since = viewer.previous_visit_at or viewer.joined_at
    read = ReadMarker.objects.filter(thread=OuterRef("pk"), user=viewer)
    has_new = read.filter(Exists(_listed_past("thread", "number")))
    return threads.filter(~Exists(read) | Exists(has_new), last_posted_at__gt=since)


def thread_to_read(*, viewer, pk: int) -> QuerySet[Thread]:
    """The thread of a thread page, with the viewer's ``marker`` and when they last read it.

    Its tags come along as ``tag_rows``: (name, slug) pairs, or None.
    """
    tags = ThreadTag.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    mine = FilteredRelation("read_markers", condition=Q(read_markers__user=viewer.pk))
    return (
        Thread.objects.visible_to(viewer)
        .filter(pk=pk)
        .select_related("topic", "author", "subject")
        .alias(mine=mine)
        .annotate(
            marker=Coalesce(F("mine__number"), 0),
            read_at=F("mine__read_at"),
            own_pseudonym=Subquery(pseudonyms_of(viewer.pk).filter(thread=OuterRef("pk"))[:1]),
            tag_rows=Subquery(tags.annotate(all=JSONRows("tag__name", "tag__slug")).values("all")),
        )
        .only(*THREAD_FIELDS)
    )


def posts_between(*, thread: int, first: int, last: int) -> QuerySet[Post]:
    """Posts ``first`` to ``last`` of a thread that the reader may see, in order.

    Those out of sight are among them: a notice stands in their place. Those that went to another
    thread are not: ``former.moved_between`` has them.
    """
    posts = Post.objects.filter(thread=thread, number__gte=first, number__lte=last)
    return with_former_addresses(_with_lines(posts))


def _with_lines(posts: QuerySet[Post]) -> QuerySet[Post]:
    """``posts`` in order, with all that an article says of their authors and of what they answer."""
    joined = posts.order_by("number").select_related(
        "author", "organization", "in_reply_to__author", "status_report"
    )
    return joined.only(*POST_FIELDS)


def posts_to_print(*, thread: int, first: int, last: int) -> QuerySet[Post]:
    """Posts ``first`` to ``last`` that everybody who reads the thread sees, with their texts as typed."""
    posts = posts_between(thread=thread, first=first, last=last).listed()  # type: ignore[attr-defined]
    return posts.only(*POST_FIELDS, "body")


def authors_named_in(thread: Thread) -> QuerySet:
    """Who has posted in ``thread`` with their name: (display name, organization as of writing)."""
    named = Post.objects.named().filter(thread=thread).order_by()
    return named.values_list("author__display_name", "organization_name").distinct()


def questions_of(*threads: Thread) -> QuerySet[Post]:
    """The questions of ``threads``, with who asked."""
    questions = Post.objects.filter(thread__in=threads, number=1)
    return questions.select_related("author", "organization")


def question_of(thread: Thread) -> Post:
    """The first post of ``thread``."""
    return Post.objects.get(thread=thread, number=1)


def posts_after(thread: Thread, number: int, *, viewer) -> QuerySet[Post]:
    """Posts that others wrote after ``number``, newest last: "new replies while you wrote"."""
    others = Post.objects.visible_to(viewer).listed().exclude(author=viewer)
    return _with_lines(others.filter(thread=thread, number__gt=number))


def related_threads(*, viewer, thread: int, topic: int) -> QuerySet[Thread]:
    """The latest other threads of the same topic, each with how many tags are ``shared``.

    Callers show those with the most shared tags first.
    """
    tags = ThreadTag.objects.filter(thread=thread).values("tag")
    common = ThreadTag.objects.filter(thread=OuterRef("pk"), tag__in=tags).order_by()
    shared = common.values("thread").annotate(count=Count("pk")).values("count")
    return (
        Thread.objects.visible_to(viewer)
        .listed()
        .in_topic(topic)
        .filter(pinned_at=None)
        .exclude(pk=thread)
        .annotate(shared=Coalesce(Subquery(shared), 0))
        .order_by("topic_id", "-last_posted_at", "-pk")
        .only("title", "reply_count", "accepted_post_id")[:RELATED_LOOKED_AT]
    )


def threads_about(subject: Subject, *, viewer) -> QuerySet[Thread]:
    """Questions about ``subject``, the liveliest first."""
    return thread_list(viewer=viewer).filter(subject=subject).order_by("-last_posted_at", "-pk")


def waiting_questions(*, viewer) -> QuerySet[Thread]:
    """Questions that may wait for the viewer's organization, each with when it answered (``said_at``).

    Either it has not answered, or somebody asked for an update since: then it waits if the answer
    is older than the subject's half-life. The latest first; a subject may come twice.
    """
    speaks = Membership.objects.standing().filter(user=viewer.pk, is_contractor=False)
    organization = speaks.exclude(organization__kind=Kind.VENDOR).values("organization")
    said = StatusReport.objects.current().filter(
        subject=OuterRef("subject"), organization__in=organization
    )
    return (
        Thread.objects.visible_to(viewer)
        .listed()
        .filter(Exists(organization), subject__isnull=False)
        .open()
        .filter(~Exists(said) | Exists(said.filter(reported_at__lt=OuterRef("update_asked_at"))))
        .annotate(said_at=Subquery(said.values("reported_at")[:1]))
        .select_related("subject")
        .order_by("-last_posted_at", "-pk")
        .only("title", "subject__name", "subject__half_life_days")
    )


def was_seen_before(user) -> bool:
    """Whether members have seen a post of ``user`` that no moderator removed since."""
    seen = Post.objects.filter(author=user, held_at=None, hidden_at=None, thread__hidden_at=None)
    return seen.exists()


def topic_list() -> QuerySet[Topic]:
    return Topic.objects.filter(archived_at=None).order_by("position", "name")


def topics_called(slug: str) -> QuerySet[Topic]:
    return Topic.objects.filter(slug=slug)


def tag_names(viewer) -> QuerySet:
    """Names of tags to suggest to one who asks."""
    return Tag.objects.visible_to(viewer).order_by("name").values_list("name", flat=True)[:200]


def tags_of(thread: Thread) -> list[str]:
    """The names of the tags of ``thread``, in their order."""
    return list(Tag.objects.filter(threads=thread).order_by("name").values_list("name", flat=True))


def revisions_of(post: Post, *, upto: int | None = None) -> QuerySet[Revision]:
    """Former texts of ``post`` (to number ``upto``), the latest first."""
    revisions = post.revisions.select_related("editor").order_by("-number")
    return revisions if upto is None else revisions.filter(number__lte=upto)


def pinned_in(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Of ``threads`` of one topic: the pinned ones, the latest pin first."""
    return threads.exclude(pinned_at=None).order_by("-pinned_at")


def threads_by(user, *, viewer) -> QuerySet[Thread]:
    """Questions of ``user`` as ``viewer`` may see them on the member page: those with their name."""
    return thread_list(viewer=viewer).filter(author=user, asker_pseudonym="")


def threads_asked_at(organization: Organization, *, viewer) -> QuerySet[Thread]:
    """Questions of members of ``organization``, as of when they asked, that ``viewer`` may see."""
    asked = thread_list(viewer=viewer)
    return asked.filter(question__organization=organization)  # type: ignore[misc]  # an alias there


def replies_by(user, *, viewer) -> QuerySet[Post]:
    """Replies of ``user``, with their name, that ``viewer`` may read, with their threads."""
    replies = Post.objects.visible_to(viewer).listed().replies().named().filter(author=user)
    threads = Thread.objects.visible_to(viewer).listed()
    return replies.filter(thread__in=threads).select_related("thread__topic")


def posts_to_sweep(author) -> QuerySet[Post]:
    """The posts of ``author`` that a removal of spam hides: of a question, its thread.

    None without a name is among them: it would tell whose it is.
    """
    in_sight = Q(number__gt=1, hidden_at=None) | Q(number=1, thread__hidden_at=None)
    return Post.objects.named().filter(in_sight, author=author).order_by("pk")
