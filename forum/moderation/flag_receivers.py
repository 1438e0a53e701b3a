from django.dispatch import receiver

from accounts.signals import member_erasing
from forum.core.redacting import redacting
from forum.moderation import flag_outcomes
from forum.moderation.models import Case
from forum.moderation.signals import case_closing
from forum.threads.signals import post_changed, post_holding, post_withdrawing


@receiver(case_closing)
def on_case_closing(case, by, is_upheld, **kwargs):
    if case.kind == Case.Kind.FLAGS:
        upheld = None if case.outcome == Case.Outcome.SETTLED else is_upheld
        flag_outcomes.settle_flags(case=case, moderator=by, upheld=upheld)


@receiver(post_withdrawing)
def on_post_withdrawing(post, **kwargs):
    flag_outcomes.settle_withdrawn(post=post)


@receiver(post_holding)
def on_post_holding(post, cause, **kwargs):
    if not cause:
        flag_outcomes.reopen_put_back(post=post)


@receiver(post_changed)
def on_post_changed(post, **kwargs):
    flag_outcomes.reopen_put_back(post=post)


@receiver(member_erasing)
def on_member_erasing(user, **kwargs):
    flag_outcomes.forget_member(user=user)


@receiver(redacting)
def on_redacting(words, **kwargs):
    return flag_outcomes.redact_words(words=words)
