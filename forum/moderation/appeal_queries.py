"""Appeals as their member and the deciding moderator see them."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from forum.moderation.author_notices import thread_of
from forum.moderation.models import Appeal, ModerationAction
from forum.moderation.permissions import can_decide_appeal, is_known_whose
from forum.moderation.queries import rule_facts
from forum.threads.articles import RuleFacts
from forum.threads.bylines import byline
from forum.threads.models import Post, Thread

ACTS = ModerationAction.objects.select_related(
    "moderator", "member", "thread__author", "post__author", "post__thread__author", "post__organization"
)


class Appealed(NamedTuple):
    """An act as the pages about its appeal describe it."""

    action: ModerationAction
    title: str  # of the thread, "" for an act on a member
    url: str
    is_reply: bool
    rule: RuleFacts | None
    text: str  # of the post


def appealed(action: ModerationAction) -> Appealed:
    thread = thread_of(action)
    post = action.post or (_question_of(thread) if thread else None)
    place = action.post or thread
    return Appealed(
        action=action,
        title=thread.title if thread else "",
        url=place.get_absolute_url() if place else "",
        is_reply=bool(post and post.number > 1),
        rule=rule_facts(action.rule, action.created_at),
        text=post.body if post else "",
    )


def appeal_against(action: ModerationAction) -> Appeal | None:
    return Appeal.objects.filter(action=action).first()


def appellant(appeal: Appeal) -> str:
    """Who appeals, as moderators may know them: by the byline of the post, where it is about one."""
    action = appeal.action
    if action.member:
        return appeal.member.display_name
    post = action.post or (_question_of(action.thread) if action.thread else None)
    return byline(post).name if post else _("A member")


def _question_of(thread: Thread) -> Post | None:
    """Its question; none where the thread was merged into another one since."""
    return Post.objects.select_related("author", "organization").filter(thread=thread, number=1).first()


def why_not(user: User, appeal: Appeal) -> str:
    """Why ``user``, a moderator, cannot decide: "own", "acted", or "" where they can."""
    if can_decide_appeal(user, appeal):
        return ""
    return "own" if appeal.member_id == user.pk else "acted"


def others_who_can_decide(appeal: Appeal, viewer: User) -> bool:
    """Whether there is a moderator at all who may decide ``appeal``, as far as ``viewer`` may know."""
    concerned = {appeal.action.moderator_id, viewer.pk}
    if is_known_whose(appeal):
        concerned.add(appeal.member_id)
    staff = User.objects.current().filter(role__in=("moderator", "administrator"))
    return staff.exclude(pk__in=concerned).exists()


def appeals_data(user: User) -> list[dict]:
    """The appeals of ``user``, for the copy of their data."""
    fields = ("action__kind", "words", "made_at", "decided_at", "is_granted", "answer")
    return list(Appeal.objects.filter(member=user).order_by("pk").values(*fields))
