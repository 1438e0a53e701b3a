"""Posts as they may be quoted outside: without who wrote them, and without whom they name."""

import re

from django.utils.translation import gettext as _

from accounts.labels import kind_label
from accounts.queries import handles_of_members
from forum.core import markup
from forum.core.markup.mentions import mention_of
from forum.threads.articles import Article
from forum.threads.bylines import Byline
from forum.threads.models import Post, Thread
from forum.threads.queries import authors_named_in

NO_NAMES, ORGANIZATION = Thread.Sharing.NO_NAMES, Thread.Sharing.ORGANIZATION
_MEMBER_PAGE = re.compile(r"(?:https?://[^\s/()<>]+)?/members/[\w-]+/?[^\s()<>]*")
_SHORTEST = 3  # shorter ones are initials

Replacement = tuple[re.Pattern[str], str]


class Blinding:
    """What takes names out of the ``posts`` of ``thread``: of people, and where it says so of organizations."""

    def __init__(self, thread: Thread, posts: list[Post]):
        self.thread = thread
        self._replacements = [*_mentions(posts), *_names(thread), (_MEMBER_PAGE, "#")]

    def title(self) -> str:
        return self._without_names(self.thread.title)

    def article(self, article: Article, post: Post) -> Article:
        """``article``, which shows ``post``, with a label in place of its author. It leads to no history."""
        return article._replace(
            pk=0,
            byline=Byline(self._label(post), "", "", "", 0, is_vendor=post.is_vendor),
            html=markup.render(self._without_names(post.body)[: markup.MAX_CHARS]),
            answers=_answered(article, post),
            asked_as=self._without_names(article.asked_as),
            edit_reason="",
            is_yours=False,
            is_marked=False,
            accepted_by=_("the asker") if article.accepted_by else "",
        )

    def _label(self, post: Post) -> str:
        if post.unnamed_as:
            return post.unnamed_as
        if self.thread.sharing == ORGANIZATION and post.organization_name:
            return _("Member at %(organization)s") % {"organization": post.organization_name}
        return kind_label(post.organization_kind)

    def _without_names(self, text: str) -> str:
        for name, instead in self._replacements:
            text = name.sub(instead, text)
        return text


def _answered(article: Article, post: Post) -> tuple[str, str]:
    """Which reply it answers, by number."""
    name, url = article.answers
    answered = post.in_reply_to
    if name and answered and answered.thread_id == post.thread_id:
        return (_("reply %(n)d") % {"n": answered.number - 1}, url)
    return article.answers


def _mentions(posts: list[Post]) -> list[Replacement]:
    typed = {handle for post in posts for handle in markup.mentioned(post.body)}
    return [(mention_of(handle), _("a member")) for handle in handles_of_members(typed)]


def _names(thread: Thread) -> list[Replacement]:
    """The names of those who write in ``thread``; of "Summit Health Denver" before "Summit Health"."""
    whole: dict[str, str] = {}
    alone: dict[str, str] = {}
    for person, organization in authors_named_in(thread):
        whole[person] = _("a member")
        alone |= dict.fromkeys(person.split(), _("a member"))
        if thread.sharing == NO_NAMES:
            whole[organization] = _("an organization")
    return [*_words(whole, re.IGNORECASE), *_words(alone)]


def _words(names: dict[str, str], flags: int = 0) -> list[Replacement]:
    """A part of a name is a word too, so it must be written like one."""
    known = sorted((name for name in names if len(name) >= _SHORTEST), key=len, reverse=True)
    return [(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", flags), names[name]) for name in known]
