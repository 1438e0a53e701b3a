"""Who uses what: subjects, and what each organization says of them, now and before."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from forum.core.addresses import address_of

subject_address = address_of("subject")


class Status(models.TextChoices):
    """In the order of a snapshot's rows. The values are the names of the glyphs."""

    USING = "using", _("Using")
    PILOTING = "piloting", _("Piloting")
    CONSIDERING = "considering", _("Considering")
    RESERVED = "reserved", _("Name reserved")
    NOT_USING = "not-using", _("Not using")
    STOPPED = "stopped", _("Stopped using")
    NOT_PERMITTED = "not-permitted", _("Not permitted")


class SubjectQuerySet(models.QuerySet["Subject"]):
    def current(self):
        """Those that have not become part of another."""
        return self.filter(merged_into=None)


class Subject(models.Model):
    """Something organizations use or do: TikTok, a podcast, star ratings on profiles."""

    class Kind(models.TextChoices):
        PLATFORM = "platform", _("Platform")
        TOOL = "tool", _("Tool")
        PRACTICE = "practice", _("Practice")

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=70, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    half_life_days = models.PositiveSmallIntegerField(help_text="How long an answer counts as news.")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now)
    # What list rows show, told anew by each report and each hour: see services.recount_subject.
    answer_count = models.PositiveIntegerField(
        default=0, help_text="Organizations that answered lately."
    )
    using_count = models.PositiveIntegerField(default=0)
    piloting_count = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0, help_text="Raised whenever its snapshot changes.")

    objects = SubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(half_life_days__gte=30), name="subject_half_life"),
        ]
        indexes = [models.Index("kind", F("answer_count").desc(), "id", name="subject_by_answers")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return subject_address(self.slug)

    @property
    def is_platform(self) -> bool:
        return self.kind == self.Kind.PLATFORM

    @property
    def half_life(self) -> timedelta:
        return timedelta(days=self.half_life_days)

    @property
    def aliases(self) -> list[str]:
        """The other names it goes by; no query where its names are loaded."""
        return sorted(name.name for name in self.names.all() if name.is_alias)

    @property
    def statuses(self) -> list[Status]:
        """The statuses that can be said of it: only a platform has a name to reserve."""
        return [status for status in Status if self.is_platform or status != Status.RESERVED]


class SubjectName(models.Model):
    """Every name a subject goes by, its own included, in the one form that names are compared in."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="names")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, unique=True)
    is_alias = models.BooleanField(default=True)


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    def current(self):
        """The latest word of each organization on each subject."""
        return self.filter(superseded_at=None)

    def standing_at(self, moment: datetime):
        """The latest word of each organization as it was at ``moment``."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment), reported_at__lte=moment)

    def fresh_at(self, moment: datetime, half_life: timedelta):
        """Those that are news at ``moment``: not older than the subject's half-life."""
        return self.filter(reported_at__gt=moment - half_life)


class StatusReport(models.Model):
    """What an organization said of a subject. Rows are added; a later one only sets ``superseded_at``."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reports", db_index=False
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="reports", db_index=False)
    status = models.CharField(max_length=15, choices=Status)
    since = models.DateField(null=True, help_text="The first of the month it began.")
    note = models.CharField(max_length=280, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    is_confirmation = models.BooleanField(default=False, help_text="Says again what was said before.")
    is_unnamed = models.BooleanField(
        default=False, help_text="Said without a name: counted, never listed."
    )
    was = models.CharField(max_length=15, choices=Status, blank=True, help_text="What it was before.")
    superseded_at = models.DateTimeField(null=True)
    # Which half-years it was said and superseded in, so that a trend is one walk through an index.
    half = models.PositiveSmallIntegerField()
    superseded_half = models.PositiveSmallIntegerField(null=True)

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject"],
                condition=Q(superseded_at=None),
                name="status_one_current",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("reported_at")),
                name="status_superseded_later",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_half=None)
                | Q(superseded_at__isnull=False, superseded_half__isnull=False),
                name="status_superseded_half",
            ),
        ]
        indexes = [
            models.Index("subject", "status", condition=Q(superseded_at=None), name="status_current"),
            models.Index("subject", "status", "half", "superseded_half", name="status_trend"),
            models.Index("organization", "subject", F("reported_at").desc(), name="status_history"),
            models.Index("reported_by", name="status_by_member"),
        ]

    def __str__(self):
        return f"{self.organization_id} {self.subject_id} {self.status}"

    @property
    def is_old(self) -> bool:
        """Whether it is no news any more; its subject is loaded."""
        return timezone.now() - self.reported_at >= self.subject.half_life
