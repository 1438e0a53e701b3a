import uuid

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.adoption.models import Subject
from forum.adoption.names import key_of
from forum.core.fields import LineField, TextField
from forum.core.markup import MAX_CHARS
from forum.guard.forms import GuardedForm
from forum.threads.models import Thread
from forum.threads.queries import topic_list
from forum.threads.strictness import STRICTEST_FIRST, promise_of

MOST_TAGS = 5
NOT_VERIFIED = _(
    "Only members of a verified organization can post without a name. Yours is not any more, so this "
    "would bear your name."
)
LONGEST_SLUG = 40


class TagsField(LineField):
    """Up to five tags, separated by commas; cleaned to a list of lower-case names."""

    def clean(self, value):
        names = [" ".join(name.lower().split()) for name in super().clean(value).split(",")]
        names = list(dict.fromkeys(name.lstrip("#").strip() for name in names if name.strip("# ")))
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(_("Use five tags at most."))
        if any(len(name) > 30 for name in names):
            raise forms.ValidationError(_("A tag has 30 characters at most."))
        slugs = [slugify(name, allow_unicode=True) for name in names]
        if not all(slugs):
            raise forms.ValidationError(_("A tag needs at least one letter or digit."))
        if any(len(slug) > LONGEST_SLUG for slug in slugs):  # one sign may stand for many
            raise forms.ValidationError(_("A tag has 30 characters at most."))
        return names


class SubmissionKeyField(forms.UUIDField):
    """The hidden key that makes one form make one post."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, initial=uuid.uuid4, **kwargs)

    def clean(self, value):
        return super().clean(value) or uuid.uuid4()


def title_field() -> LineField:
    return LineField(
        label=_("Question"),
        min_length=10,
        max_length=150,
        help_text=_("One sentence a colleague elsewhere would recognize. 10 to 150 characters."),
        error_messages={
            "required": _("Write the question in one sentence"),
            "min_length": _("Write at least 10 characters, so that colleagues know what it is about"),
            "max_length": _("Keep the question to 150 characters and put the rest into the details"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def tags_field() -> TagsField:
    return TagsField(
        label=_("Tags"),
        required=False,
        max_length=200,
        help_text=_("Up to five words, separated by commas, like: tiktok, video, policy."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "tag-names"}),
    )


def body_field(**kwargs) -> TextField:
    return TextField(
        max_length=MAX_CHARS,
        error_messages={"required": _("Write your reply first")},
        **kwargs,
    )


def sharing_choices() -> list[tuple[str, str]]:
    """Each label with what it means, the most open first."""
    return [(one.value, f"{one.label}. {promise_of(one)}") for one in reversed(STRICTEST_FIRST)]


def sharing_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Sharing"),
        choices=sharing_choices,
        initial=Thread.Sharing.EVERYONE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose how it may be shared")),
    )


class AskForm(GuardedForm):
    guarded = ("title", "body", "tags", "subject_name")
    title = title_field()
    body = body_field(
        label=_("Details"),
        required=False,
        help_text=_(
            "What you have tried, what you need to decide, how big your team is. Markdown works."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    topic: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("Choose a topic"),
        error_messages={
            "required": _("Choose a topic"),
            "invalid_choice": _("Choose a topic from the list"),
        },
    )
    tags = tags_field()
    sharing = sharing_field()
    unnamed_as = forms.ChoiceField(
        label=_("Post as"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Without a name nobody sees who you are or where you work, on any page. Two moderators "
            "together can look it up, for a reason that they tell you. In this thread you are “Asker”."
        ),
        error_messages={"invalid_choice": _("What would be shown has changed. Choose once more")},
    )
    asks_status = forms.BooleanField(
        label=_("Ask each organization for its status"),
        help_text=_(
            "For “Is your organization using…?” questions. Repliers state what their organization does, "
            "and everyone sees the tally."
        ),
        required=False,
    )
    subject_name = LineField(
        label=_("Status of what?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "input-short", "autocomplete": "off", "list": "subject-names"}
        ),
    )
    subject_kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Subject.Kind.choices,
        initial=Subject.Kind.PLATFORM,
        required=False,
        help_text=_("Only if nobody has asked about it before."),
    )
    known = forms.CharField(required=False, max_length=70, widget=forms.HiddenInput)
    submission_key = SubmissionKeyField()
    subject_fields = ("asks_status", "subject_name", "subject_kind")
    is_first = False  # whether what they post waits for a moderator, since they are new
    is_named_after_all = False  # typed to be without a name, by somebody who is verified no more

    def __init__(self, *args, name: str, label: str, **kwargs):
        """``name`` is how the member is shown, ``label`` how without a name ("": they may not be)."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topic_list()  # type: ignore[attr-defined]
        if label:
            self.fields["unnamed_as"].choices = [("", name), (label, label)]  # type: ignore[attr-defined]
        else:
            del self.fields["unnamed_as"]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if "unnamed_as" not in self.fields and self.data.get("unnamed_as"):
            self.add_error(None, NOT_VERIFIED)
        if data.get("asks_status") and not key_of(data.get("subject_name", "refused before")):
            self.add_error("subject_name", _("Name the platform, tool or practice, like TikTok"))
        return data

    def reminder(self) -> str:
        """What the chosen topic reminds of, once one is chosen."""
        slug = self["topic"].value()
        topic = topic_list().filter(slug=slug).first() if slug else None
        return topic.reminder if topic else ""

    def clean_unnamed_as(self):
        """Said, not left open: where nothing is chosen any more, nobody is named by accident."""
        if "unnamed_as" not in self.data:
            raise forms.ValidationError(_("Choose how you are shown"))
        return self.cleaned_data["unnamed_as"]

    def question_fields(self):
        """The fields above those of the snapshot."""
        below = ("unnamed_as", *self.subject_fields)
        return [field for field in self.visible_fields() if field.name not in below]


class EditForm(GuardedForm):
    """The text of a post; ``title`` and ``tags`` stay on the form of a question only."""

    guarded = ("title", "body", "tags", "reason")
    title = title_field()
    body = body_field(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}))
    tags = tags_field()
    reason = LineField(
        label=_("Reason"),
        required=False,
        max_length=150,
        help_text=_("Shown below the post, like: figures after one year."),
    )
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args, is_question: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_question:
            self.fields["body"].required = False
        else:
            del self.fields["title"], self.fields["tags"]

    def clean_tags(self) -> list[str] | None:
        """None, which leaves them, where the form that was sent has no such field."""
        return self.cleaned_data["tags"] if "tags" in self.data else None


class SharingForm(forms.Form):
    sharing = sharing_field()
