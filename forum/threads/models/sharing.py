"""An asker's wish to share a thread more freely, and what those who replied say to it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.threads.models.threads import Thread

OPEN_FOR = timedelta(days=14)


class SharingWishQuerySet(models.QuerySet["SharingWish"]):
    def open(self):
        """Those still asked about: unanswered for two weeks means no."""
        return self.filter(ended_at=None, asked_at__gt=timezone.now() - OPEN_FOR)

    def about(self, thread: Thread):
        """The wishes of the asker of ``thread``, the latest first."""
        return self.filter(thread=thread).order_by("-pk")

    def asked_of(self, member):
        """Those that ``member`` may answer, since they replied."""
        return self.filter(consents__user=member)


class SharingWish(models.Model):
    """That the asker wants ``sharing`` for the thread. It comes once everybody who replied agrees."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="sharing_wishes")
    sharing = models.CharField(max_length=20, choices=Thread.Sharing)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(
        null=True, help_text="When all agreed, somebody did not, or it lapsed."
    )

    objects = SharingWishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(ended_at=None), name="sharing_wish_one_open"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and timezone.now() < self.open_until

    @property
    def open_until(self) -> datetime:
        return self.asked_at + OPEN_FOR


class SharingConsent(models.Model):
    """That somebody who replied is asked, and their answer: none yet, yes or no. Nobody else sees it."""

    wish = models.ForeignKey(SharingWish, models.CASCADE, related_name="consents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    agrees = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "user"], name="sharing_consent_once"),
            models.CheckConstraint(
                condition=Q(agrees=None, answered_at=None)
                | Q(agrees__isnull=False, answered_at__isnull=False),
                name="sharing_consent_answered",
            ),
        ]
