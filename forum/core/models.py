from django.db import models
from django.utils import timezone


class Generation(models.Model):
    """How often what guests may see has changed (1), words were redacted (2), watched words changed (4).

    And the version of the code of conduct (3). Read before a kept page is served, and by the postman every few seconds.
    """

    value = models.PositiveBigIntegerField(default=0)


class OutgoingMail(models.Model):
    """A mail on its way. The row goes when the mail has gone, and its codes and links with it."""

    message = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="outgoing_mail_due")]


class ChoreDue(models.Model):
    """When a chore of the web workers is to be done next. See chores.py."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
