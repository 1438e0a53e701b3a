"""Posts and list rows as a page shows them to one reader: plain facts, then remembered HTML."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.core import markup
from forum.core.dates import When, day, when
from forum.core.fragments import fragment
from forum.threads import permissions
from forum.threads.bylines import Byline, byline, member_byline, thread_byline
from forum.threads.models import Post, Thread, post_url

EXCERPT_CHARACTERS = 180


class Notice(NamedTuple):
    """What stands in the place of a post out of sight."""

    text: str
    rule: str = ""


class Article(NamedTuple):
    """One post as one reader sees it. Equal articles are the same HTML."""

    pk: int
    thread: int
    number: int
    anchor: str
    url: str
    byline: Byline
    when: When
    html: str
    is_asker: bool
    answers: tuple[str, str]  # whom, and where; empty where it answers the question
    edited: str
    edit_reason: str
    helpful: int
    is_marked: bool
    is_accepted: bool
    accepted_by: str
    notice: Notice | None
    may: frozenset[str]  # the acts offered to this reader

    @property
    def reply_number(self) -> int:
        return self.number - 1


class Reader:
    """Who reads a thread, and how each post of it looks to them.

    Posts may carry ``is_marked`` and ``hiding_rule``, annotated by the apps that know of them.
    """

    def __init__(self, user, thread: Thread, *, rule_words: Callable[[str], str] = str):
        self.user = user
        self.thread = thread
        self.rule_words = rule_words
        self.now = timezone.now()
        self._offers: dict[tuple[bool, ...], frozenset[str]] = {}
        self.mention_url = user.get_absolute_url() if user.is_authenticated else ""

    def article(self, post: Post, *, acts: bool = True) -> Article:
        """``post`` as this reader sees it; ``acts=False`` for a preview or a copy elsewhere."""
        post.thread = self.thread
        readable = permissions.can_read(self.user, post)
        return Article(
            pk=post.pk or 0,
            thread=post.thread_id,
            number=post.number,
            anchor=post.anchor,
            url=post_url(post.thread_id, post.number),
            byline=byline(post),
            when=when(post.created_at, self.now),
            html=markup.highlight(post.body_html, self.mention_url) if readable else "",
            is_asker=post.number > 1 and post.author_id == self.thread.author_id,
            answers=_answered(post) if readable else ("", ""),
            edited=day(post.edited_at, self.now) if post.edited_at else "",
            edit_reason=post.edit_reason,
            helpful=post.helpful_count,
            is_marked=getattr(post, "is_marked", False),
            is_accepted=bool(post.pk) and post.pk == self.thread.accepted_post_id,
            accepted_by=self._accepted_by(post),
            notice=self._notice(post),
            may=self._acts_like(post) if acts else frozenset(),
        )

    def html(self, post: Post, *, acts: bool = True) -> SafeString:
        return render_article(self.article(post, acts=acts))

    def _accepted_by(self, post: Post) -> str:
        if not post.pk or post.pk != self.thread.accepted_post_id:
            return ""
        return member_byline(self.thread.author).name

    @property
    def _is_asker(self) -> bool:
        """Moderators may choose the most helpful reply too, but are not offered it at each post."""
        return self.user.is_authenticated and self.thread.author_id == self.user.pk

    def _notice(self, post: Post) -> Notice | None:
        if post.hidden_at:
            removed = day(post.hidden_at, self.now)
            return Notice(
                _("A moderator removed this reply on %(day)s") % {"day": removed},
                self.rule_words(getattr(post, "hiding_rule", "")),
            )
        if post.withdrawn_at:
            facts = {"name": byline(post).name, "day": day(post.withdrawn_at, self.now)}
            return Notice(_("%(name)s withdrew this reply on %(day)s") % facts)
        return None

    def _acts(self, post: Post) -> frozenset[str]:
        user = self.user
        if not user.is_authenticated:
            return frozenset()
        reply = post.number > 1
        removed = permissions.is_removed(post)
        offered = {
            "reply": not removed and permissions.can_reply(user, self.thread),
            "mark": permissions.can_mark_helpful(user, post),
            "edit": permissions.can_edit(user, post),
            "withdraw": permissions.can_withdraw(user, post),
            "undo": permissions.can_undo_withdrawal(user, post),
            "accept": reply
            and not removed
            and self._is_asker
            and permissions.can_accept(user, self.thread),
            "hide": reply and not post.hidden_at and permissions.can_moderate(user),
            "restore": reply and bool(post.hidden_at) and permissions.can_moderate(user),
        }
        return frozenset(act for act, is_offered in offered.items() if is_offered)

    def _acts_like(self, post: Post) -> frozenset[str]:
        """The acts offered at ``post``: equal for all posts of which the same few facts hold."""
        if not self.mention_url:  # a guest
            return frozenset()
        own = post.author_id == self.user.pk
        facts = (own, post.number == 1, post.hidden_at is None, post.withdrawn_at is None)
        if facts not in self._offers:
            self._offers[facts] = self._acts(post)
        return self._offers[facts]


def _answered(post: Post) -> tuple[str, str]:
    """Whom ``post`` answers and where. A reply to the question itself needs no word of it."""
    answered = post.in_reply_to
    if answered is None or answered.number == 1 or permissions.is_removed(answered):
        return ("", "")
    return (member_byline(answered.author).name, post_url(post.thread_id, answered.number))


render_article = fragment("threads/_post.html", most=2000)


class Head(NamedTuple):
    """The title of a thread page and what stands around it."""

    title: str
    topic: str
    topic_url: str
    asked: When
    replies: int
    last: When
    is_pinned: bool
    is_closed: bool
    is_for_members: bool


class RepliesHead(NamedTuple):
    """The heading above the replies, with links into them ("" and 0 where there is nothing)."""

    replies: int
    new: int
    accepted_url: str
    newest_url: str
    can_reply: bool


class Link(NamedTuple):
    name: str
    url: str


class Related(NamedTuple):
    title: str
    url: str
    replies: int
    is_answered: bool


_head = fragment("threads/_head.html", most=500)
replies_head = fragment("threads/_replies_head.html", most=500)
visitor_notice = fragment("threads/_visitor_notice.html", most=100)
_tags = fragment("threads/_tags.html", most=500)
_related = fragment("threads/_related.html", most=500)


def head(thread: Thread) -> SafeString:
    now = timezone.now()
    return _head(
        Head(
            title=thread.title,
            topic=thread.topic.name,
            topic_url=thread.topic.get_absolute_url(),
            asked=when(thread.created_at, now),
            replies=thread.reply_count,
            last=when(thread.last_posted_at, now),
            is_pinned=thread.pinned_at is not None,
            is_closed=thread.closed_at is not None,
            is_for_members=thread.audience == "members",
        )
    )


def tag_links(tags) -> SafeString:
    return _tags(tuple(Link(tag.name, tag.get_absolute_url()) for tag in tags))


def related_links(threads) -> SafeString:
    return _related(
        tuple(
            Related(
                title=thread.title,
                url=thread.get_absolute_url(),
                replies=thread.reply_count,
                is_answered=thread.accepted_post_id is not None,
            )
            for thread in threads
        )
    )


class Row(NamedTuple):
    """One thread in a list, as one reader sees it."""

    url: str
    title: str
    new: int
    new_url: str
    byline: Byline
    topic: str
    topic_url: str
    asked: When
    replies: int
    last: When
    is_answered: bool
    is_pinned: bool
    is_closed: bool
    is_for_members: bool


def row(thread: Thread, *, now: datetime, with_topic: bool = True) -> SafeString:
    """``thread`` of ``queries.thread_list`` as a list shows it."""
    unread = max(thread.unread, 0)  # type: ignore[attr-defined]  # annotated by thread_list
    return render_row(
        Row(
            url=thread.get_absolute_url(),
            title=thread.title,
            new=unread,
            new_url=post_url(thread.pk, thread.last_number - unread + 1) if unread else "",
            byline=thread_byline(thread),
            topic=thread.topic.name if with_topic else "",
            topic_url=thread.topic.get_absolute_url() if with_topic else "",
            asked=when(thread.created_at, now),
            replies=thread.reply_count,
            last=when(thread.last_posted_at, now),
            is_answered=thread.accepted_post_id is not None,
            is_pinned=thread.pinned_at is not None,
            is_closed=thread.closed_at is not None,
            is_for_members=thread.audience == Thread.Audience.MEMBERS,
        )
    )


render_row = fragment("threads/_question.html", most=1000)


def rows(threads, *, with_topic: bool = True) -> list[SafeString]:
    """The list of ``threads``, all as of one moment."""
    now = timezone.now()
    return [row(thread, now=now, with_topic=with_topic) for thread in threads]
