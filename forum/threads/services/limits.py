"""How much one member may write: less while they are new, which keeps spammers slow."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.queries import Standing, standing_of
from forum.core import markup
from forum.core.dates import duration
from forum.core.errors import Refused
from forum.core.prepared import prepared
from forum.threads.models import Post
from forum.threads.permissions import is_removed

TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
LOOKED_AT = 60  # of the latest posts: no limit lets anybody write more while it looks back


class PostingTooOften(Refused):
    """The author has written as many posts as the limit allows; ``seconds`` until they may again."""

    def __init__(self, seconds: float):
        super().__init__(_("You can post again in %(wait)s.") % {"wait": duration(seconds)})
        self.seconds = seconds


class Writing(NamedTuple):
    """A text and who writes it; without a ``standing`` it is looked up where it matters."""

    author: User
    standing: Standing | None
    body: str
    body_html: str


def refuse_too_much(it: Writing, *, is_question: bool) -> None:
    """Say no to a new post where its author has written too often, or puts too much into it.

    Counted in the posts themselves: that holds across workers and costs one statement. Raises
    PostingTooOften, Refused.
    """
    posts = _latest(None, author=it.author.pk)
    is_new = _is_new(it, posts)
    seconds = _seconds_to_wait(posts, is_new=is_new, is_question=is_question)
    if seconds > 0:
        raise PostingTooOften(seconds)
    _refuse_crowded(it, is_new=is_new)


def refuse_crowded(it: Writing) -> None:
    """Say no to a text with more links or mentions than its author may use. Raises Refused."""
    links, mentions = _counts(it)
    if links > settings.NEW_LINKS_IN_A_POST or mentions > settings.NEW_MENTIONS_IN_A_POST:
        _refuse_crowded(it, is_new=_is_new(it, _latest(None, author=it.author.pk)))


@prepared
def _latest(viewer, author):
    fields = ("number", "created_at", "hidden_at", "withdrawn_at", "held_at")
    return Post.objects.filter(author=author).order_by("-pk").only(*fields)[:LOOKED_AT]


def _is_new(it: Writing, posts: list[Post]) -> bool:
    """Whether nothing speaks for the author yet: no organization, no office, no time, no posts."""
    standing = it.standing or standing_of(it.author)
    if standing.is_verified or it.author.role != User.Role.MEMBER:
        return False
    seen = sum(not is_removed(post) for post in posts)
    is_young = timezone.now() - it.author.joined_at < timedelta(days=settings.NEW_FOR_DAYS)
    return is_young or seen < settings.NEW_UNTIL_POSTS


def _seconds_to_wait(posts: list[Post], *, is_new: bool, is_question: bool) -> float:
    if is_question:
        posts = [post for post in posts if post.number == 1]
        most, within = settings.QUESTIONS_IN_TEN_MINUTES, TEN_MINUTES
        if is_new:
            most, within = settings.NEW_QUESTIONS_IN_AN_HOUR, HOUR
    else:
        most, within = settings.REPLIES_IN_TEN_MINUTES, TEN_MINUTES
        if is_new:
            most = min(most, settings.NEW_REPLIES_IN_TEN_MINUTES)
    if len(posts) < most:
        return 0
    opens_at: datetime = posts[most - 1].created_at + within
    return (opens_at - timezone.now()).total_seconds()


def _refuse_crowded(it: Writing, *, is_new: bool) -> None:
    links, mentions = _counts(it)
    most_links = settings.NEW_LINKS_IN_A_POST
    if is_new and links > most_links:
        words = ngettext(
            "While you are new here a post has at most %(most)d link to another site; this has %(count)d.",
            "While you are new here a post has at most %(most)d links to other sites; this has %(count)d.",
            most_links,
        )
        raise Refused(words % {"most": most_links, "count": links})
    most_mentions = settings.NEW_MENTIONS_IN_A_POST if is_new else settings.MENTIONS_IN_A_POST
    if mentions > most_mentions:
        words = ngettext(
            "Mention at most %(most)d member in a post; this mentions %(count)d.",
            "Mention at most %(most)d members in a post; this mentions %(count)d.",
            most_mentions,
        )
        raise Refused(words % {"most": most_mentions, "count": mentions})


def _counts(it: Writing) -> tuple[int, int]:
    """How many links lead elsewhere, and how many members are mentioned."""
    return markup.links_outside(it.body_html, settings.SITE_URL), len(markup.mentioned(it.body))
