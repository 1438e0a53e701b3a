from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forum.moderation.reveal_models import RevealRequest
from forum.threads.former import with_merged

__all__ = ["ModerationAction", "ModerationActionQuerySet", "RevealRequest", "Rule"]


class Rule(models.TextChoices):
    """The code of conduct, as the page of that name numbers it."""

    PATIENT_INFORMATION = "1", _("1. No patient information")
    KINDNESS = "2", _("2. Be kind, and candid")
    COLLEAGUES = "3", _("3. Do not name colleagues in a complaint")
    SALES = "4", _("4. Vendors answer, they do not sell")
    PRICES = "5", _("5. No talk of prices, wages or bids")
    TOPIC = "6", _("6. Stay on the topic")
    OTHER = "7", _("7. Keep Rounds useful")

    @property
    def noun(self) -> str:
        """What a post that broke this rule held, for the notice in its place."""
        return str(NOUNS[self])

    @property
    def sentence(self) -> str:
        """The rule without its number: "Vendors answer, they do not sell"."""
        return str(self.label).partition(". ")[2]


NOUNS = {
    Rule.PATIENT_INFORMATION: _("patient information"),
    Rule.KINDNESS: _("unkind words"),
    Rule.COLLEAGUES: _("naming a colleague"),
    Rule.SALES: _("sales pitch"),
    Rule.PRICES: _("prices or wages"),
    Rule.TOPIC: _("off topic"),
    Rule.OTHER: _("not useful here"),
}


TARGETS = ("thread", "post", "member", "organization", "subject")


def _exactly_one() -> Q:
    """That of all targets one is set."""
    one = Q()
    for target in TARGETS:
        others = {name: None for name in TARGETS if name != target}
        one |= Q(**{f"{target}__isnull": False}, **others)
    return one


class ModerationActionQuerySet(models.QuerySet["ModerationAction"]):
    def about(self, thread):
        """Acts on ``thread``, on one that was merged into it, or on one of its posts."""
        return self.filter(Q(thread__in=with_merged(thread.pk)) | Q(post__thread=thread))


class ModerationAction(models.Model):
    """One act of a moderator. Rows are added, never changed."""

    class Kind(models.TextChoices):
        HIDE = "hide", _("Removed")
        RESTORE = "restore", _("Restored")
        CLOSE = "close", _("Closed")
        REOPEN = "reopen", _("Reopened")
        PIN = "pin", _("Pinned")
        UNPIN = "unpin", _("Unpinned")
        MOVE = "move", _("Moved")
        EDIT = "edit", _("Edited")
        JOIN = "join", _("Merged")
        UNDO_JOIN = "undo-join", _("Undid the merge of")
        MOVE_POSTS = "move-posts", _("Moved replies of")
        SLOW = "slow", _("Set the pace of")
        CLOSE_AT = "close-at", _("Set the closing time of")
        OWNER = "owner", _("Changed the asker of")
        REDACT = "redact", _("Redacted")
        APPROVE = "approve", _("Approved")
        ASK_REVEAL = "ask-reveal", _("Asked who wrote")
        REVEAL = "reveal", _("Looked up who wrote")
        NO_REVEAL = "no-reveal", _("Declined to look up who wrote")
        ROLE = "role", _("Changed the role of")
        TOPICS = "topics", _("Changed the topics of")
        AGREE = "agree", _("Agreed with")
        DECLINE = "decline", _("Declined")
        ORGANIZATION = "organization", _("Changed organization")
        SUBJECT = "subject", _("Changed subject")
        MERGE = "merge", _("Merged into subject")

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    rule = models.CharField(max_length=2, choices=Rule, blank=True)
    note = models.CharField(max_length=500, blank=True)
    detail = models.CharField(max_length=200, blank=True, help_text="From where to where.")
    thread = models.ForeignKey("threads.Thread", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(
        "threads.Post", models.PROTECT, null=True, related_name="moderation_actions"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(
        "accounts.Organization", models.PROTECT, null=True, related_name="+"
    )
    subject = models.ForeignKey("adoption.Subject", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ModerationActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="moderation_action_one_target"),
        ]
        indexes = [
            models.Index("post", F("id").desc(), name="moderation_action_by_post"),
            models.Index("thread", F("id").desc(), name="moderation_action_by_thread"),
        ]
