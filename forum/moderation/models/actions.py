from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forum.conduct.queries import rule_named
from forum.threads.former import with_merged

TARGETS = ("thread", "post", "member", "organization", "subject")


def exactly_one(targets: tuple[str, ...]) -> Q:
    """That of all ``targets`` one is set."""
    one = Q()
    for target in targets:
        others = {name: None for name in targets if name != target}
        one |= Q(**{f"{target}__isnull": False}, **others)
    return one


def at_most_one(targets: tuple[str, ...]) -> Q:
    return exactly_one(targets) | Q(**dict.fromkeys(targets))


class ModerationActionQuerySet(models.QuerySet["ModerationAction"]):
    def about(self, thread):
        """Acts on ``thread``, on one that was merged into it, or on one of its posts.

        Two lists of ids instead of one OR over two tables, for which no index would serve.
        """
        acts = self.model._default_manager.order_by()
        on_thread = acts.filter(thread__in=with_merged(thread.pk)).values("pk")
        on_posts = acts.filter(post__thread=thread.pk).values("pk")
        return self.filter(pk__in=on_thread.union(on_posts, all=True))


class ModerationAction(models.Model):
    """One act of a moderator; some concern the whole forum. Rows are added, never changed."""

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
        HOLD = "hold", _("Held back")
        KEEP = "keep", _("Kept")
        ERASE = "erase", _("Erased")
        GRANT = "grant", _("Granted the appeal about")
        REFUSE = "refuse", _("Refused the appeal about")
        NOTE = "note", _("Made a note about")
        WARN = "warn", _("Warned")
        PAUSE = "pause", _("Paused the posting of")
        SUSPEND = "suspend", _("Suspended")
        LIFT = "lift", _("Lifted the pause of")
        SPAM = "spam", _("Removed everything of")
        UNDO_SPAM = "undo-spam", _("Brought back everything of")
        RULES = "rules", _("Published rules")
        WATCH = "watch", _("Changed watched words")
        EXPORT = "export", _("Exported the log")

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: Rounds itself, by a rule.",
    )
    kind = models.CharField(max_length=12, choices=Kind)
    rule = models.CharField(max_length=4, blank=True, help_text="Its number in the code of conduct.")
    note = models.CharField(max_length=500, blank=True, help_text="For moderators.")
    message = models.CharField(
        max_length=1000, blank=True, help_text="To the author, signed “the moderators”."
    )
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
            models.CheckConstraint(
                condition=at_most_one(TARGETS), name="moderation_action_at_most_one_target"
            ),
        ]
        indexes = [
            models.Index("member", F("id").desc(), name="moderation_action_by_member"),
            models.Index("post", F("id").desc(), name="moderation_action_by_post"),
            models.Index("thread", F("id").desc(), name="moderation_action_by_thread"),
            models.Index("kind", F("id").desc(), name="moderation_action_by_kind"),
            models.Index("moderator", F("id").desc(), name="moderation_action_by_moderator"),
            models.Index(
                "rule", F("id").desc(), name="moderation_action_by_rule", condition=~Q(rule="")
            ),
            models.Index("created_at", name="moderation_action_by_time"),
        ]

    def get_rule_display(self) -> str:
        """The rule as it read on that day: "4. Vendors answer, they do not sell"."""
        rule = rule_named(self.rule, at=self.created_at)
        return rule.label if rule else self.rule
