"""Threads and their posts: post 1 is the question, every later post is a reply."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.permissions import is_moderator
from forum.core.addresses import address_of
from forum.threads.models.topics import Topic, in_topics_of

thread_address = address_of("thread")
post_address = address_of("post")  # leads to it wherever it is
LISTED = Q(hidden_at=None, withdrawn_at=None, held_at=None)
LISTED_THREAD = LISTED & Q(merged_into=None)
NAMED = Q(unnamed_as="", pseudonym="")
NAMELESS = (
    ~Q(unnamed_as="")
    & ~Q(pseudonym="")
    & Q(job_title="", organization=None, organization_name="", organization_kind="", status_report=None)
)


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user):
        """Threads that ``user`` may know of; every read of threads starts here.

        One that was merged is not among them: its address leads to where its posts are.
        """
        threads = self.filter(merged_into=None)
        if is_moderator(user):
            return threads
        if not user.is_authenticated:
            return threads.filter(LISTED, audience=Thread.Audience.EVERYONE)
        return threads.filter(LISTED | Q(author=user) | in_topics_of(user, "topic"))

    def listed(self):
        """Those that belong in lists: hidden and withdrawn ones do not, whoever reads."""
        return self.filter(LISTED_THREAD)

    def open(self):
        """Those that take replies. The database knows the time: a prepared query outlives it."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=Now()), closed_at=None)

    def of_topic(self, topic: int):
        return self.filter(topic=topic)

    def unpinned(self):
        return self.filter(pinned_at=None)

    def tagged(self, tag):
        return self.filter(tags=tag)

    def in_topic(self, topic: int):
        """Those of one topic, to be ordered by topic and last post, as ``thread_by_topic`` has them.

        A range, because PostgreSQL keeps one plan for all topics: from ``=`` it concludes that threads
        are of all topics alike, and walks everything that is newer than those of a quiet one.
        """
        return self.filter(topic__gte=topic, topic__lte=topic)

    def unanswered(self):
        return self.open().filter(reply_count=0)

    def with_posts_by(self, user):
        return self.filter(pk__in=Post.objects.filter(author=user).values("thread"))

    def with_nameless_posts_by(self, user):
        """For ``user`` alone to see."""
        return self.filter(pk__in=Post.objects.nameless().filter(author=user).values("thread"))


class Thread(models.Model):
    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MEMBERS = "members", _("Members only")

    class Sharing(models.TextChoices):
        """What readers may do with what is said here, the strictest first."""

        MEMBERS = "members", _("Members only")
        NO_NAMES = "no-names", _("Quotable without names")
        ORGANIZATION = "organization", _("Quotable with organization")
        EVERYONE = "everyone", _("Everyone")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads")
    asker_pseudonym = models.CharField(
        max_length=20, blank=True, help_text="Of the question, where it is asked without a name."
    )
    # Follows from ``sharing``: a column of its own, because the lists of guests have an index on it.
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)
    title = models.CharField(max_length=150)
    # Where each organization is asked for its status on something.
    subject = models.ForeignKey(
        "adoption.Subject", models.PROTECT, null=True, blank=True, related_name="threads"
    )
    update_asked_at = models.DateTimeField(null=True, help_text="When somebody asked for fresh answers.")
    tags: models.ManyToManyField = models.ManyToManyField(
        "Tag", through="ThreadTag", related_name="threads"
    )
    created_at = models.DateTimeField()
    last_posted_at = models.DateTimeField(
        help_text="When members first saw the newest post of those they see."
    )
    last_number = models.PositiveIntegerField(default=0, help_text="Highest post number given out.")
    reply_count = models.PositiveIntegerField(default=0, help_text="Replies that members see.")
    accepted_post = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True, help_text="Since when it waits for a moderator.")
    sharing = models.CharField(max_length=20, choices=Sharing, default=Sharing.EVERYONE)
    # No index: nearly all are NULL, and SQLite would take it instead of the order of a list.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )
    slow_seconds = models.PositiveIntegerField(default=0, help_text="Between two replies of a member.")
    closes_at = models.DateTimeField(null=True, help_text="When it will take no more replies.")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                F("last_posted_at").desc(), F("id").desc(), condition=LISTED_THREAD, name="thread_latest"
            ),
            models.Index(
                F("last_posted_at").desc(),
                F("id").desc(),
                condition=LISTED_THREAD & Q(audience="everyone"),
                name="thread_latest_for_guests",
            ),
            models.Index(
                "topic",
                F("last_posted_at").desc(),
                F("id").desc(),
                condition=LISTED_THREAD & Q(pinned_at=None),
                name="thread_by_topic",
            ),
            models.Index("topic", condition=~Q(pinned_at=None), name="thread_pinned"),
            models.Index(
                F("last_posted_at").desc(),
                F("id").desc(),
                condition=LISTED_THREAD & Q(reply_count=0, closed_at=None),
                name="thread_unanswered",
            ),
            models.Index("author", F("id").desc(), name="thread_by_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_count__lte=F("last_number")), name="thread_reply_count_in_range"
            ),
            models.CheckConstraint(
                condition=Q(audience="everyone", sharing="everyone")
                | Q(audience="members") & ~Q(sharing="everyone"),
                name="thread_audience_follows_sharing",
            ),
        ]

    def __str__(self):
        return f"#{self.pk} {self.title}"

    def get_absolute_url(self):
        return thread_address(self.pk)

    @property
    def is_closed(self) -> bool:
        """Whether it takes no more replies: somebody closed it, or the time set for that has come."""
        return bool(self.closed_at or (self.closes_at and self.closes_at <= timezone.now()))


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user):
        """Posts whose text ``user`` may read, in threads they may know of."""
        if is_moderator(user):
            return self
        mine = Q(author=user) if user.is_authenticated else Q(pk=None)
        readable = LISTED | mine | in_topics_of(user, "thread__topic")
        return self.filter(readable, thread__in=Thread.objects.visible_to(user))

    def replies(self):
        return self.filter(number__gt=1)

    def listed(self):
        return self.filter(LISTED)

    def named(self):
        """Those that may be shown as their author's: on no page of a member are the others."""
        return self.filter(unnamed_as="")

    def nameless(self):
        return self.exclude(pseudonym="")


class Post(models.Model):
    # No index of its own: the one on (thread, number) serves, and PostgreSQL would take the lesser.
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField(help_text="Position in the thread; 1 is the question.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    job_title = models.CharField(max_length=100, blank=True, help_text="As of writing.")
    organization_name = models.CharField(max_length=120, blank=True, help_text="As of writing.")
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, related_name="posts", help_text="As of writing."
    )
    organization_kind = models.CharField(max_length=30, blank=True, help_text="As of writing.")
    verification = models.CharField(
        max_length=10, blank=True, help_text="As of writing: verified, lapsed, or nothing confirmed."
    )
    is_vendor = models.BooleanField(default=False, help_text="As of writing.")
    status_report = models.OneToOneField(
        "adoption.StatusReport",
        models.PROTECT,
        null=True,
        related_name="post",
        help_text="Given with it.",
    )
    in_reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True, editable=False)
    markup_version = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Raised by each edit.")
    helpful_count = models.PositiveIntegerField(default=0)
    submission_key = models.UUIDField(null=True, help_text="One form makes one post.")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    edit_reason = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True, help_text="Since when it waits for a moderator.")
    released_at = models.DateTimeField(
        null=True, help_text="When members first saw it, where it was posted to wait for a moderator."
    )
    redacted_at = models.DateTimeField(null=True, help_text="When words were taken out for good.")
    # Where it is posted without a name: what its author stands for, as of writing, and who they are
    # within the thread. Nothing else that tells of them is in the row then.
    unnamed_as = models.CharField(max_length=120, blank=True, help_text="Member at a cancer center.")
    pseudonym = models.CharField(max_length=20, blank=True, help_text="Asker, Member 2.")

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["author", "submission_key"], name="post_submission_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_number_from_1"),
            models.CheckConstraint(condition=NAMED | NAMELESS, name="post_named_or_nameless"),
        ]
        indexes = [
            models.Index("author", F("id").desc(), name="post_by_author"),
            models.Index("thread", "number", condition=~LISTED, name="post_removed"),
            models.Index("thread", "author", condition=~Q(pseudonym=""), name="post_nameless"),
        ]

    def __str__(self):
        return f"{self.thread_id}/{self.number}"

    @property
    def page(self) -> int:
        return (self.number - 1) // settings.POSTS_PER_PAGE + 1

    @property
    def anchor(self) -> str:
        return anchor_of(self.number)

    def get_absolute_url(self):
        return post_url(self.thread_id, self.number)


def post_url(thread_id: int, number: int) -> str:
    """The permanent address of a post: its page never changes, since numbers never move."""
    page = (number - 1) // settings.POSTS_PER_PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{thread_address(thread_id)}{query}#{anchor_of(number)}"


def anchor_of(number: int) -> str:
    """The name of a post within its page; members count replies, so reply 1 is post 2."""
    return "question" if number == 1 else f"reply-{number - 1}"
