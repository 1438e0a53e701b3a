"""The thread page: a question, a page of its replies, and what the reader can do with them."""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from forum.adoption.panels import panel_of, render_chart, render_numbers
from forum.adoption.queries import membership_with_answer, with_confirmation
from forum.adoption.snapshots import present_snapshot
from forum.adoption.yours import yours_html
from forum.core.dates import near_day
from forum.core.fragments import fragment
from forum.core.guest_pages import for_guests
from forum.core.http import page_number, sign_in_url
from forum.core.prepared import prepared
from forum.moderation.flag_queries import held_words
from forum.moderation.queries import rule_facts, thread_hiding_action
from forum.moderation.reasons import add_reasons
from forum.pages.parts import former_part, gaps, lead_on, own_part, pages_of
from forum.replies.composing import composer_in, for_visitors
from forum.replies.queries import with_draft_of, with_marks_of
from forum.threads import articles
from forum.threads.articles import Reader, RepliesHead
from forum.threads.former import merges_to_undo
from forum.threads.models import Post, post_url
from forum.threads.permissions import can_moderate, can_reply, can_share, is_removed, takes_replies
from forum.threads.queries import posts_between, related_threads, thread_to_read
from forum.threads.services import mark_read
from forum.threads.staleness import stale_notice
from forum.threads.strictness import promise_of


class Pagination(NamedTuple):
    """Numbers around the present page, with the first and the last; None marks a gap."""

    number: int
    pages: int
    shown: tuple[int | None, ...]
    previous: int | None
    next: int | None


class Divider(NamedTuple):
    """What stands before the first post that this member has not read.

    ``since`` is when they were here last, if that is why: they may have read another page only.
    """

    number: int
    unread: int
    since: str


MOST_RELATED = 5
_pagination = fragment("pages/_thread_pages.html", most=200)


@require_safe
@for_guests
def thread(request, thread_id):
    user = request.user
    number = page_number(request.GET)
    found = next(iter(_thread(user, pk=thread_id)), None)
    if found is None:
        return lead_on(user, thread_id, number)
    part = former_part(user, found, request.GET) if "from" in request.GET else own_part(found, number)
    if part is None:
        return redirect(found)
    posts = _posts(user, thread=found.pk, first=part.first, last=part.last)
    add_reasons(posts)
    divider = _divider(user, found, posts) if part.number else None
    context = _page(user, found, posts, part.number, divider)
    context |= _articles(user, found, part, posts, divider)
    membership = _own_membership(user, found)
    if found.subject and part.number == 1:
        context |= _snapshot(request, found, membership)
    if user.is_authenticated:
        context |= _for_member(request, found, membership)
        last_seen = posts[-1].number if posts and part.number else 0
        mark_read(thread=found, user=user, number=last_seen, marker=found.marker)
    else:
        context |= _for_visitor(request, found)
    return render(request, "pages/thread.html", context)


class Sharing(NamedTuple):
    """How the thread may be shared, beside it; ``can_share`` is whether this reader changes that."""

    thread: int
    promise: str
    can_share: bool


_sharing = fragment("pages/_thread_sharing.html", most=200)


@prepared
def _thread(viewer, pk):
    return with_draft_of(thread_to_read(viewer=viewer, pk=pk), viewer)


@prepared
def _posts(viewer, thread, first, last):
    posts = posts_between(thread=thread, first=first, last=last)
    marked = with_confirmation(with_marks_of(posts, viewer))
    return marked[: settings.POSTS_PER_PAGE]  # as the numbers say, but PostgreSQL believes a LIMIT


@prepared
def _related(viewer, thread, topic):
    return related_threads(viewer=viewer, thread=thread, topic=topic)


@prepared
def _membership(viewer, subject):
    return membership_with_answer(viewer, subject)


def _page(user, thread, posts, number, divider):
    """What stands around the posts."""
    pages = pages_of(thread)
    replies_head = RepliesHead(
        replies=thread.reply_count,
        new=divider.unread if divider else 0,
        accepted_url=_accepted_url(thread, posts),
        newest_url=post_url(thread.pk, thread.last_number) if number < pages else "",
        can_reply=can_reply(user, thread),
        invites=not thread.reply_count and takes_replies(thread),
    )
    others = _related(user, thread=thread.pk, topic=thread.topic_id)
    related = sorted(others, key=lambda other: -other.shared)[:MOST_RELATED]
    return {
        "nav": "questions",
        "thread": thread,
        "number": number,
        "new": divider,
        "head": articles.head(thread),
        "promise": promise_of(thread.sharing),
        "tags": articles.tag_links(thread.tag_rows) if number == 1 else "",
        "replies_head": articles.replies_head(replies_head),
        "pagination": _pagination(_around(number, pages)) if pages > 1 and number else "",
        "related": articles.related_links(related),
    }


def _articles(user, thread, part, posts, divider):
    """The HTML of the question, and of the replies before and after the divider."""
    reader = Reader(user, thread, rule_facts=rule_facts, held_words=held_words, anchors=part.anchors)
    first_new = divider.number if divider else thread.last_number + 1
    places: dict[str, list[str]] = {"question": [], "read": [], "unread": []}
    for row in part.in_order(posts, gaps(user, thread, part, posts)):
        is_post = isinstance(row, Post)
        question = is_post and row.number == 1
        place = "question" if question else "read" if row.number < first_new else "unread"
        places[place].append(reader.html(row) if is_post else articles.moved_notice(row))
    return {name: SafeString("".join(html)) for name, html in places.items()}


def _own_membership(user, thread):
    """Where the reader works, with what is said there of the thread's subject; only if it has one."""
    if not (thread.subject_id and user.is_authenticated):
        return None
    return next(iter(_membership(user, subject=thread.subject_id)), None)


def _snapshot(request, thread, membership):
    """The peer snapshot below the question, and the notice where its answers have grown old."""
    snapshot = present_snapshot(thread.subject)
    panel = panel_of(
        snapshot,
        your_kind=membership.organization.kind if membership else "",
        csv_url=reverse("subject_csv", args=[thread.subject.slug]),
    )
    context = {
        "panel": panel,
        "chart": render_chart(panel),
        "numbers": render_numbers(panel),
        "stale": stale_notice(thread, snapshot),
    }
    if request.user.is_authenticated:
        context["yours"] = yours_html(request, thread.subject, membership, update_url="#composer")
    return context


def _for_member(request, thread, membership):
    hidden = thread_hiding_action(thread)
    moderates = can_moderate(request.user, thread)
    return {
        "composer": composer_in(request, thread, membership),
        "hidden_rule": rule_facts(hidden.rule, hidden.created_at) if hidden else None,
        "hidden_act": hidden if thread.author_id == request.user.pk else None,
        "can_moderate": moderates,
        "sharing": _sharing(
            Sharing(thread.pk, promise_of(thread.sharing), can_share(request.user, thread))
        ),
        "merges": merges_to_undo(thread) if moderates else (),
    }


def _for_visitor(request, thread):
    back = "" if thread.is_closed else sign_in_url(request)
    return {"visitor_notice": articles.visitor_notice(back), "composer": for_visitors(back)}


def _divider(user, thread, posts) -> Divider | None:
    """Where the new posts begin; None for guests, on a first visit, and where all are read."""
    if not (user.is_authenticated and thread.marker):
        return None
    unread = (post for post in posts if post.number > thread.marker and not is_removed(post))
    new = [post for post in unread if post.author_id != user.pk]
    if not new:
        return None
    is_later = (new[0].released_at or new[0].created_at) > thread.read_at
    return Divider(new[0].number, len(new), near_day(thread.read_at) if is_later else "")


def _accepted_url(thread, posts) -> str:
    """A link to the most helpful reply, where it is on this page."""
    chosen = (post for post in posts if post.pk == thread.accepted_post_id and not is_removed(post))
    return next((f"#{post.anchor}" for post in chosen), "")


def _around(number: int, pages: int) -> Pagination:
    shown: list[int | None] = []
    for page in sorted({1, pages, number - 1, number, number + 1}):
        if not 1 <= page <= pages:
            continue
        if shown and page > (shown[-1] or 0) + 1:
            shown.append(None)
        shown.append(page)
    return Pagination(
        number=number,
        pages=pages,
        shown=tuple(shown),
        previous=number - 1 if number > 1 else None,
        next=number + 1 if number < pages else None,
    )
