"""Forms of the acts on whole threads."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.core.dates import duration
from forum.core.fields import LineField
from forum.guard.forms import GuardedForm
from forum.moderation.forms import ActForm
from forum.threads.forms import title_field
from forum.threads.models import Thread
from forum.threads.permissions import moderates_topic
from forum.threads.queries import topic_list

PACES = (0, 60, 300, 900, 3600, 4 * 3600, 24 * 3600)
FURTHEST = timedelta(days=366)
_ADDRESS = re.compile(r"(?:.*/t/)?#?(\d{1,18})(?:[/?#].*)?", re.ASCII)


class ThreadActForm(ActForm):
    """An act of ``user`` on ``thread``."""

    def __init__(self, *args, thread: Thread, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.thread, self.user = thread, user


class TopicsOfOnesOwn(ThreadActForm):
    """With a topic to choose, of those that the moderator looks after."""

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
    field_order = ["topic", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = [topic.pk for topic in topic_list() if moderates_topic(self.user, topic.pk)]
        self.fields["topic"].queryset = topic_list().filter(pk__in=own)  # type: ignore[attr-defined]


class MoveForm(TopicsOfOnesOwn):
    """Into which topic a thread goes, from the one where it was seen."""

    seen_in = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_in"].initial = self.thread.topic_id


class SlowForm(ThreadActForm):
    seconds = forms.TypedChoiceField(
        label=_("One reply from each member every"),
        help_text=_("Moderators are exempt."),
        coerce=int,
        choices=lambda: [(pace, duration(pace) if pace else _("No limit")) for pace in PACES],
    )
    field_order = ["seconds", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seconds"].initial = self.thread.slow_seconds


class ClosingForm(ThreadActForm):
    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        help_text=_("In your time zone. Empty: it stays open until somebody closes it."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter a day and a time, like 2026-11-30 17:00")},
    )
    field_order = ["closes_at", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].initial = self.thread.closes_at

    def clean_closes_at(self):
        moment = self.cleaned_data["closes_at"]
        if moment and moment - timezone.now() > FURTHEST:
            raise forms.ValidationError(_("Choose a time within a year."))
        return moment


class OwnerForm(ThreadActForm):
    member = LineField(
        label=_("New asker"),
        help_text=_("The handle of a member, like @mokafor. They choose the most helpful reply."),
        max_length=31,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the handle of a member")},
    )
    field_order = ["member", "note"]

    def clean_member(self):
        handle = self.cleaned_data["member"].removeprefix("@").lower()
        member = User.objects.current().filter(handle=handle).first()
        if member is None:
            raise forms.ValidationError(_("No member has this handle."))
        return member


class ThreadField(LineField):
    """A thread by its number or address; one that ``user`` may not know of is none."""

    user: User

    def clean(self, value):
        typed = super().clean(value)
        found = _ADDRESS.fullmatch(typed) if typed else None
        if not typed:
            return None
        threads = Thread.objects.visible_to(self.user).select_related("topic", "author", "subject")
        thread = threads.filter(pk=int(found[1])).first() if found else None
        if thread is None:
            raise forms.ValidationError(_("No question has this number or address."))
        return thread


def thread_field(**kwargs) -> ThreadField:
    return ThreadField(
        label=_("Other question"),
        help_text=_("Its address, or its number there: 18 in /t/18/."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the address of the other question")},
        **kwargs,
    )


class MergeThreadForm(ThreadActForm):
    """Into which thread this one goes."""

    into = thread_field()
    field_order = ["into", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].user = self.user  # type: ignore[attr-defined]

    def clean_into(self):
        target = self.cleaned_data["into"]
        if target == self.thread:
            raise forms.ValidationError(_("This is the same question. Choose another."))
        return target


class MovePostsForm(GuardedForm, TopicsOfOnesOwn):
    """Which replies go, and where: to a question of their own or to one that is there."""

    guarded: tuple[str, ...] = ("title",)
    may_wait = False
    is_moderators = True
    NEW, THERE = "new", "there"
    numbers = forms.TypedMultipleChoiceField(
        label=_("Replies"),
        coerce=int,
        error_messages={
            "required": _("Choose the replies that go"),
            "invalid_choice": _("One of these replies is not on this page any more. Choose again."),
        },
    )
    where = forms.ChoiceField(
        label=_("Where to"),
        choices=[(NEW, _("A new question")), (THERE, _("A question that is there"))],
        widget=forms.RadioSelect,
        initial=NEW,
        error_messages={"required": _("Choose where they go")},
    )
    title = title_field()
    into = thread_field(required=False)
    field_order = ["numbers", "where", "title", "topic", "into", "note"]

    def __init__(self, *args, numbers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]
        self.fields["into"].user = self.user  # type: ignore[attr-defined]
        self.fields["topic"].initial = self.thread.topic.slug
        is_new = self.data.get("where", self.NEW) == self.NEW
        self.fields["title"].required = self.fields["topic"].required = is_new
        self.fields["into"].required = not is_new
        if not is_new:
            self.guarded = ()
