from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.fields import LineField, MonthField, TextField
from forum.guard.forms import GuardedForm
from forum.replies.models import Draft
from forum.threads.forms import SubmissionKeyField, body_field

LONGEST_DRAFT = 100_000
LONGEST_LABEL = 120


def number_field() -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput
    )


class ReplyForm(GuardedForm):
    """A reply; in a thread about a subject, also or only what the member's organization does."""

    guarded = ("body",)
    typed: tuple[str, ...] = ("body", "in_reply_to", "submission_key", "unnamed_as")
    body = body_field(
        label=_("Reply"),
        help_text=_("What worked, what did not, what you would tell a peer."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    in_reply_to = number_field()
    seen = number_field()  # the highest post number when the form was shown
    told = forms.BooleanField(required=False, widget=forms.HiddenInput)  # … of newer replies
    submission_key = SubmissionKeyField()
    unnamed_as = forms.CharField(required=False, max_length=LONGEST_LABEL)  # the label that was shown
    switched = forms.CharField(required=False, max_length=10)  # the manner that the member was warned of

    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, **kwargs)
        if subject:
            self.typed = (*self.typed, "status", "since")
            self.fields["status"] = forms.ChoiceField(
                label=_("Status"), choices=status_choices(subject), required=False
            )
            self.fields["since"] = MonthField(label=_("Since"), required=False)
            if self.data.get("status"):
                self.fields["body"].required = False


def status_choices(subject) -> list[tuple[str, object]]:
    return [("", _("No status")), *((status.value, status.label) for status in subject.statuses)]


class DraftForm(forms.Form):
    """Whatever stands in an ask form or a composer; a draft may break every rule but the size."""

    kept: Draft | None = None  # what it has become
    why_not = ""  # it is none although its size is right: nothing is typed, or all of it is posted
    title = LineField(required=False, max_length=300)
    body = TextField(required=False, max_length=LONGEST_DRAFT)
    topic = forms.SlugField(required=False)
    tags = LineField(required=False, max_length=300)
    sharing = forms.CharField(required=False, max_length=20)
    unnamed_as = forms.CharField(required=False, max_length=LONGEST_LABEL)
    asks_status = forms.BooleanField(required=False)
    subject_name = LineField(required=False, max_length=100)
    subject_kind = forms.CharField(required=False, max_length=10)
    status = forms.CharField(required=False, max_length=15)
    since = LineField(required=False, max_length=20)
    in_reply_to = number_field()
    submission_key = SubmissionKeyField()
