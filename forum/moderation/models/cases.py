"""What waits for a moderator, and the flags that members raise."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forum.moderation.models.actions import exactly_one

TARGETS = ("post", "member", "organization", "proposal", "appeal")
OPEN = Q(closed_at=None)


class Case(models.Model):
    """One matter that waits for a moderator, or has been decided. Its target tells what it is about."""

    class Kind(models.TextChoices):
        FLAGS = "flags", _("Flagged")
        HELD = "held", _("Held")
        PROPOSAL = "proposal", _("Proposed")
        APPEAL = "appeal", _("Appeal")
        ERASURE = "erasure", _("Erasure asked for")

    class Harm(models.IntegerChoices):
        """What waiting may cost, the worst first: the queue is in this order."""

        PATIENT = 0, _("May identify a patient")
        PERSON = 1, _("May hurt somebody")
        LAW = 2, _("May break the law")
        TRUST = 3, _("Costs trust")
        ORDER = 4, _("Disturbs")
        ROUTINE = 5, _("Waits its turn")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Kept")
        REMOVED = "removed", _("Removed")
        REDACTED = "redacted", _("Removed and redacted")
        APPROVED = "approved", _("Approved")
        EDITED = "edited", _("Edited and approved")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        SETTLED = "settled", _("Nothing left to decide")  # withdrawn, erased, merged away

    kind = models.CharField(max_length=10, choices=Kind)
    harm = models.PositiveSmallIntegerField(choices=Harm)
    cause = models.CharField(
        max_length=20, blank=True, help_text="The gravest reason of its flags, or what holds the post."
    )
    post = models.ForeignKey("threads.Post", models.CASCADE, null=True, related_name="cases")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="cases")
    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, null=True, related_name="cases"
    )
    proposal = models.ForeignKey("accounts.Proposal", models.CASCADE, null=True, related_name="cases")
    appeal = models.ForeignKey("moderation.Appeal", models.CASCADE, null=True, related_name="cases")
    words = models.CharField(
        max_length=500, blank=True, help_text="What the member says who asks for it."
    )
    opened_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, help_text="When its author brought it back to review.")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The moderator whom another one asks to look at it.",
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: nobody."
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(TARGETS), name="case_one_target"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_outcome",
            ),
            *(
                models.UniqueConstraint(
                    fields=["kind", target], condition=OPEN, name=f"case_one_open_by_{target}"
                )
                for target in TARGETS
            ),
        ]
        indexes = [
            models.Index("harm", "opened_at", "id", condition=OPEN, name="case_queue"),
            models.Index("claimed_by", condition=OPEN, name="case_claimed"),
            models.Index(F("closed_at").desc(), F("id").desc(), condition=~OPEN, name="case_closed"),
        ]


class Flag(models.Model):
    """That a member reports something. Open until its case is decided; then they hear the outcome."""

    class Reason(models.TextChoices):
        PATIENT = "patient", _("May identify a patient")
        SALES = "sales", _("Sales pitch")
        VENDOR = "vendor", _("Undeclared vendor")
        UNKIND = "unkind", _("Unkind")
        COLLEAGUE = "colleague", _("Names a colleague")
        TOPIC = "topic", _("Off topic")
        PRICES = "prices", _("Talk of prices or wages")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="flags_raised")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(help_text="What the reporter's word counted, in tenths.")
    created_at = models.DateTimeField(auto_now_add=True)
    is_upheld = models.BooleanField(null=True, help_text="Empty while it is open.")

    class Meta:
        constraints = [
            # A target has one open case of flags, so this is one open flag a reporter and target.
            models.UniqueConstraint(fields=["case", "reporter"], name="flag_once"),
        ]
        indexes = [models.Index("reporter", F("id").desc(), name="flag_by_reporter")]
