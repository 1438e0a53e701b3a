from django.conf import settings
from django.db import models
from django.db.models import Q


class HelpfulMark(models.Model):
    """A member's word that a post helped them (elsewhere: a like)."""

    post = models.ForeignKey("threads.Post", models.CASCADE, related_name="helpful_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="helpful_once")]


class Draft(models.Model):
    """What a member has typed and not posted: a reply, or (without a thread) a question."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    thread = models.ForeignKey("threads.Thread", models.CASCADE, null=True, related_name="drafts")
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    topic = models.ForeignKey("threads.Topic", models.SET_NULL, null=True, related_name="+")
    tags = models.CharField(max_length=300, blank=True)
    sharing = models.CharField(max_length=20, blank=True)
    is_nameless = models.BooleanField(default=False, help_text="To be posted without a name.")
    subject_name = models.CharField(max_length=100, blank=True, help_text="Whose status is asked.")
    asks_status = models.BooleanField(db_default=True, help_text="Whether it is asked, if there is one.")
    subject_kind = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=15, null=True, help_text="None: the form asked for none.")
    since = models.CharField(max_length=20, null=True, help_text="A month as it was typed.")
    in_reply_to = models.PositiveIntegerField(null=True, help_text="Number of the post it answers.")
    submission_key = models.UUIDField(help_text="Of the form it was typed into.")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "thread"], name="draft_once_per_thread"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(thread=None), name="draft_of_one_question"
            ),
        ]
