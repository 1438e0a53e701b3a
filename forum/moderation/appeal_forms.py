from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.core.fields import TextField
from forum.guard.forms import GuardedForm
from forum.moderation.appeal_queries import appealed, appellant, others_who_can_decide, why_not
from forum.moderation.models import Appeal


class AppealForm(GuardedForm):
    guarded = ("words",)
    may_wait = False
    words = TextField(
        label=_("Why do you disagree?"),
        help_text=_("A moderator who did not act reads it. At most 2,000 characters."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say why you disagree")},
    )


class AppealDecisionForm(forms.Form):
    """What a moderator answers; it knows what its page shows of the ``appeal`` to this ``viewer``."""

    answer = TextField(
        label=_("Answer to the member"),
        help_text=_("Mailed to them, signed “the moderators”. Needed for a refusal."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, appeal: Appeal, viewer: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = appealed(appeal.action)
        self.appellant = appellant(appeal)
        self.why_not = why_not(viewer, appeal)
        self.is_stuck = bool(self.why_not) and not others_who_can_decide(appeal, viewer)
