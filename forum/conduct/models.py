"""The code of conduct: numbered rules, each version of them whole, and who accepted which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self):
        return self.exclude(published_at=None)

    def draft(self):
        """The version on its way, if there is one; its number makes sure that there is no second."""
        return self.filter(published_at=None)


class Version(models.Model):
    """All rules as they were published together; never changed from then on. Unpublished: the draft."""

    number = models.PositiveIntegerField(unique=True)
    edits = models.PositiveIntegerField(default=0, help_text="How often the draft was changed.")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the rules that Rounds began with.",
    )
    what_changed = models.CharField(max_length=1000, blank=True)
    asks_acceptance = models.BooleanField(default=False, help_text="Whether members accept it again.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="conduct_version_from_one"),
        ]

    def __str__(self):
        return str(self.number)


class Rule(models.Model):
    """One rule in one version. Its number is its own for good, and nobody else's when it is retired."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    noun = models.CharField(max_length=60, help_text="What a post that broke it held: “sales pitch”.")
    text = models.TextField(max_length=3000)
    html = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="conduct_rule_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="conduct_rule_from_one"),
        ]

    @property
    def prose(self) -> SafeString:
        """The text as HTML, which was sanitized when the rule was written."""
        return SafeString(self.html)


class Acceptance(models.Model):
    """That a member accepted a version, and when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="conduct_accepted_once"),
        ]
