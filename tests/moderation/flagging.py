"""What tests of flags share: to raise flags, to decide what they ask for, and to read the page."""

from django.core import mail

from forum.moderation.decision_services import keep, remove
from forum.moderation.flag_services import raise_flag
from forum.threads.models import Post
from tests.make import make_user


def flag(post, reporter=None, reason="sales", **facts):
    return raise_flag(reporter=reporter or make_user(), post=post, reason=reason, **facts)


def held(post):
    """``post`` once three members have flagged it."""
    for _n in range(3):
        flag(post)
    mail.outbox.clear()
    return Post.objects.get(pk=post.pk)


def is_held(post):
    return Post.objects.get(pk=post.pk).held_at is not None


def decide(case, moderator, upheld):
    if upheld:
        remove(case=case, moderator=moderator, rule="4")
    else:
        keep(case=case, moderator=moderator)


def text_of(response):
    """The page as it was sent, tags and all."""
    return response.content.decode()
