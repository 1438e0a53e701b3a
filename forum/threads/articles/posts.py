"""Posts as a page shows them to one reader: plain facts, then remembered HTML."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.adoption.models import Status
from forum.core import markup
from forum.core.dates import When, month, near_day, on_day, when
from forum.core.fragments import fragment
from forum.threads import permissions
from forum.threads.bylines import Byline, answered_name, asker_name, byline, is_askers
from forum.threads.models import Post, Thread, post_address, post_url

NO_ANCHORS: Mapping[int, str] = MappingProxyType({})
# What ``post.thread = thread`` does, without checking again what each post of a page has alike.
_of_thread = Post._meta.get_field("thread").set_cached_value


class RuleFacts(NamedTuple):
    """The rule that a removed post broke, as its notice names it: "sales pitch", and where it stands."""

    noun: str
    reference: str
    url: str


class Notice(NamedTuple):
    """What stands in the place of a post out of sight."""

    text: str
    rule: RuleFacts | None = None
    why: str = ""  # a sentence for its author and moderators
    message: str = ""  # of the moderators, for its author
    act: int = 0  # what its author may appeal


class PostStatus(NamedTuple):
    """What the author's organization did when the post was written, as the post shows it."""

    status: str
    label: str
    detail: str


class Article(NamedTuple):
    """One post as one reader sees it. Equal articles are the same HTML."""

    pk: int
    thread: int
    number: int
    anchor: str
    url: str
    byline: Byline
    when: When
    status: PostStatus | None
    html: str
    is_asker: bool
    is_yours: bool  # without a name, and only its author is told that it is theirs
    is_own: bool  # out of sight, and its author reads it
    answers: tuple[str, str]  # whom, and where; empty where it answers the question
    asked_as: str  # its title, where it was a question before it was merged
    moved_from: str  # where it was before a moderator moved it
    edited: str
    edit_reason: str
    helpful: int
    is_marked: bool
    is_accepted: bool
    accepted_by: str
    notice: Notice | None
    is_withheld: bool  # whether the notice stands in place of the text
    may: frozenset[str]  # the acts offered to this reader

    @property
    def reply_number(self) -> int:
        return self.number - 1


class Reader:
    """Who reads a thread, and how each post of it looks to them.

    Posts may carry ``is_marked``, ``hiding_rule``, ``hiding_message``, ``hiding_act`` and ``held_for``,
    annotated by the apps that know of them.
    """

    def __init__(
        self,
        user,
        thread: Thread,
        *,
        rule_facts: Callable[[str, datetime], RuleFacts | None] = lambda rule, at: None,
        held_words: Callable[[str, bool], str] = lambda held_for, may_change: "",
        anchors: Mapping[int, str] = NO_ANCHORS,
    ):
        self.user = user
        self.thread = thread
        self.rule_facts = rule_facts
        self.held_words = held_words
        self.anchors = anchors  # by number, where posts are shown at former addresses
        self.now = timezone.now()
        self._offers: dict[tuple[bool, ...], frozenset[str]] = {}
        self.mention_url = user.get_absolute_url() if user.is_authenticated else ""

    def article(self, post: Post, *, acts: bool = True) -> Article:
        """``post`` as this reader sees it; ``acts=False`` for a preview or a copy elsewhere."""
        _of_thread(post, self.thread)
        pk = post.pk or 0
        is_accepted = bool(pk) and pk == self.thread.accepted_post_id
        readable = permissions.can_read(self.user, post)
        asked_as, moved_from = _before(post) if readable else ("", "")
        return Article(
            pk=pk,
            thread=post.thread_id,
            number=post.number,
            anchor=self.anchors.get(post.number, post.anchor),
            url=post_url(post.thread_id, post.number),
            byline=byline(post),
            when=when(post.created_at, self.now),
            status=_status(post) if readable else None,
            html=markup.highlight(post.body_html, self.mention_url) if readable else "",
            is_asker=post.number > 1 and is_askers(post, self.thread),
            is_yours=bool(post.unnamed_as) and self._is_author(post),
            is_own=permissions.is_removed(post) and self._is_author(post),
            answers=_answered(post) if readable else ("", ""),
            asked_as=asked_as,
            moved_from=moved_from,
            edited=near_day(post.edited_at, self.now) if post.edited_at else "",
            edit_reason=post.edit_reason,
            helpful=post.helpful_count,
            is_marked=getattr(post, "is_marked", False),
            is_accepted=is_accepted,
            accepted_by=asker_name(self.thread) if is_accepted else "",
            notice=self._notice(post),
            is_withheld=not readable,
            may=self._acts_like(post) if acts else frozenset(),
        )

    def html(self, post: Post, *, acts: bool = True) -> SafeString:
        """``post`` as HTML; nothing at all of one that waits for a moderator, to other members."""
        if post.held_at and not permissions.can_read(self.user, post):
            return SafeString("")
        return render_article(self.article(post, acts=acts))

    def _is_author(self, post: Post) -> bool:
        return self.user.is_authenticated and post.author_id == self.user.pk

    @property
    def _is_asker(self) -> bool:
        """Moderators may choose the most helpful reply too, but are not offered it at each post."""
        return self.user.is_authenticated and self.thread.author_id == self.user.pk

    def _notice(self, post: Post) -> Notice | None:
        if post.hidden_at:
            return self._removal(post, post.hidden_at)
        if post.withdrawn_at:
            return Notice(self._withdrawal(post, post.withdrawn_at))
        if post.held_at:
            return Notice(
                _("This question waits for a moderator")
                if post.number == 1
                else _("This reply waits for a moderator"),
                why=self.held_words(getattr(post, "held_for", ""), self._may_change(post)),
            )
        return None

    def _withdrawal(self, post: Post, at: datetime) -> str:
        if self._is_author(post):
            question = _("You withdrew this question %(day)s")
            reply = _("You withdrew this reply %(day)s")
        else:
            question = _("%(name)s withdrew this question %(day)s")
            reply = _("%(name)s withdrew this reply %(day)s")
        facts = {"name": byline(post).name, "day": on_day(at, self.now)}
        return (question if post.number == 1 else reply) % facts

    def _removal(self, post: Post, at: datetime) -> Notice:
        """Everybody reads which rule; its author also what the moderators tell them."""
        is_author = self._is_author(post)
        return Notice(
            _("A moderator removed this reply %(day)s") % {"day": on_day(at, self.now)},
            self.rule_facts(getattr(post, "hiding_rule", ""), at),
            message=getattr(post, "hiding_message", "") or "" if is_author else "",
            act=getattr(post, "hiding_act", 0) or 0 if is_author else 0,
        )

    def _may_change(self, post: Post) -> bool:
        return post.author_id == self.user.pk and permissions.can_edit(self.user, post)

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
            "erase": permissions.can_ask_erasure(user, post),
            "accept": reply
            and not removed
            and self._is_asker
            and permissions.can_accept(user, self.thread),
            "hide": reply and not post.hidden_at and permissions.can_moderate(user, self.thread),
            "redact": permissions.is_moderator(user),
            "flag": permissions.can_flag(user, post),
            "reveal": permissions.can_ask_reveal(user, post),
            "restore": reply and bool(post.hidden_at) and permissions.can_moderate(user, self.thread),
        }
        return frozenset(act for act, is_offered in offered.items() if is_offered)

    def _acts_like(self, post: Post) -> frozenset[str]:
        """The acts offered at ``post``: equal for all posts of which the same few facts hold."""
        if not self.mention_url:  # a guest
            return frozenset()
        own = post.author_id == self.user.pk
        states = (post.hidden_at, post.withdrawn_at, post.held_at, post.unnamed_as)
        facts = (own, post.number == 1, *map(bool, states))
        if facts not in self._offers:
            self._offers[facts] = self._acts(post)
        return self._offers[facts]


def _answered(post: Post) -> tuple[str, str]:
    """Whom ``post`` answers and where. A reply to the question itself needs no word of it.

    What came to another thread is not named: this reader may not know of it.
    """
    answered = post.in_reply_to
    if answered is None or answered.number == 1 or permissions.is_removed(answered):
        return ("", "")
    if answered.thread_id != post.thread_id:
        return (_("a reply in another thread"), post_address(answered.pk))
    return (answered_name(answered), post_url(post.thread_id, answered.number))


def _before(post: Post) -> tuple[str, str]:
    """The title that ``post`` had as a question of its own, and where it was moved from."""
    asked_as = moved_from = ""
    for number, thread, title, merged_into, was_merged in getattr(post, "former", None) or ():
        if merged_into and number == 1 and post.number > 1:
            asked_as = title
        elif not (merged_into or was_merged) and thread != post.thread_id:
            moved_from = post_url(thread, number)
    return asked_as, moved_from


def _status(post: Post) -> PostStatus | None:
    """The status given with ``post``; nothing where the organization is only counted."""
    report = post.status_report
    if report is None or report.is_unnamed or not (post.organization and post.organization.is_named):
        return None
    parts = [_("since %(month)s") % {"month": month(report.since)}] if report.since else []
    if report.was:
        parts.append(_("was %(status)s") % {"status": Status(report.was).label})
    if confirmed := getattr(post, "confirmed_at", None):
        parts.append(_("confirmed %(month)s") % {"month": month(confirmed)})
    return PostStatus(report.status, str(Status(report.status).label), " · ".join(parts))


render_article = fragment("threads/_post.html", most=1200)
