"""What opens and closes cases: news from the apps below, heard within the transaction of its act."""

from django.dispatch import receiver

from accounts.signals import proposal_deciding, proposal_opened
from forum.moderation import case_services
from forum.threads.signals import post_deciding, post_holding, post_withdrawing


@receiver(post_holding)
def on_post_holding(post, cause, **kwargs):
    case_services.open_held(post=post, cause=cause)


@receiver(post_withdrawing)
def on_post_withdrawing(post, **kwargs):
    case_services.settle_held(post=post)


@receiver(post_deciding)
def on_post_deciding(post, by, is_kept, **kwargs):
    case_services.close_cases_of(post=post, by=by, is_kept=is_kept)


@receiver(proposal_opened)
def on_proposal_opened(proposal, **kwargs):
    case_services.open_proposed(proposal=proposal)


@receiver(proposal_deciding)
def on_proposal_deciding(proposal, by, **kwargs):
    case_services.close_proposed(proposal=proposal, by=by)
