"""Who works where, how we know it, and what members ask the moderators to agree to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organizations import Kind, Organization

GRACE = timedelta(days=14)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self):
        """Neither ended nor waiting; their verification may have run out."""
        return self.filter(ended_at=None, verified_at__isnull=False)

    def verified(self, now: datetime | None = None):
        """Those whose word counts: verified, and at most two weeks past the day it runs out."""
        return self.standing().filter(expires_at__gt=(now or timezone.now()) - GRACE)

    def waiting(self):
        return self.filter(ended_at=None, verified_at=None)

    def administrators(self):
        """Those who can act as such today."""
        return self.verified().exclude(administrator_since=None)

    def listed(self):
        """Members who agreed to stand on their organization's page."""
        return self.verified().filter(is_listed=True, user__erased_at=None, user__is_active=True)


class Membership(models.Model):
    """That a member works for an organization. One stands at a time; ended ones stay as history."""

    class How(models.TextChoices):
        EMAIL = "email", _("by a work address")
        COLLEAGUE = "colleague", _("by a colleague and a moderator")
        ADMINISTRATOR = "administrator", _("by an administrator of the organization")
        MODERATOR = "moderator", _("by a moderator")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    how = models.CharField(max_length=20, choices=How)
    email_domain = models.CharField(
        max_length=253, blank=True, help_text="Of the address that showed it."
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_contractor = models.BooleanField(
        default=False, help_text="Works there for an agency: labelled as a vendor, sets no status."
    )
    is_listed = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    administrator_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="membership_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, expires_at=None)
                | Q(verified_at__isnull=False, expires_at__isnull=False),
                name="membership_verified_until",
            ),
            models.CheckConstraint(
                condition=Q(administrator_since=None) | Q(verified_at__isnull=False),
                name="membership_administrator_is_verified",
            ),
        ]
        indexes = [
            models.Index(
                "organization", F("id"), condition=Q(ended_at=None), name="membership_standing"
            ),
            models.Index("expires_at", condition=Q(ended_at=None), name="membership_expiring"),
        ]

    @property
    def counts_until(self) -> datetime | None:
        """When the two weeks of grace are over; None for what waits or has ended."""
        return self.expires_at + GRACE if self.expires_at and not self.ended_at else None

    @property
    def is_verified(self) -> bool:
        """Whether it counts today: the two weeks of grace are part of it."""
        return self.counts_until is not None and timezone.now() < self.counts_until

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed; for two weeks it counts all the same."""
        return self.expires_at is not None and timezone.now() >= self.expires_at

    @property
    def has_lapsed(self) -> bool:
        return self.counts_until is not None and not self.is_verified

    @property
    def is_renewable(self) -> bool:
        """Whether it runs out within two weeks, or has."""
        return self.counts_until is not None and timezone.now() > self.counts_until - 2 * GRACE

    @property
    def is_administrator(self) -> bool:
        return self.administrator_since is not None and self.is_verified


class Proposal(models.Model):
    """Something a member asks and a moderator decides. Decided ones stay as the record."""

    class About(models.TextChoices):
        ORGANIZATION = "organization", _("New organization")
        COLLEAGUE = "colleague", _("Colleague without a work address")
        ADMINISTRATOR = "administrator", _("First administrator")
        DOMAIN = "domain", _("Mail domain")

    about = models.CharField(max_length=20, choices=About)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="proposals")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="proposals")
    voucher = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30, choices=Kind, blank=True)
    website = models.URLField(blank=True)
    region = models.CharField(max_length=60, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_agreed = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "about"], condition=Q(decided_at=None), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_agreed=None)
                | Q(decided_at__isnull=False, is_agreed__isnull=False),
                name="proposal_decided_one_way",
            ),
        ]
        indexes = [models.Index("id", condition=Q(decided_at=None), name="proposal_open")]

    @property
    def title(self) -> str:
        """What is asked, in short: "New organization: Lakeshore Cancer Institute"."""
        return f"{self.get_about_display()}: {self.what}"

    @property
    def what(self) -> str:
        """The name of what it is about."""
        return self.domain or self.name or str(self.organization)
