"""Lists of questions: home in its four views, topics and tags."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.services import record_visit
from forum.core.fragments import fragment
from forum.core.guest_pages import for_guests
from forum.core.http import member_required
from forum.core.paging import is_inner_page, keyset_page, newest_first, page_of
from forum.core.prepared import prepared
from forum.threads import articles
from forum.threads.models import Tag, Thread
from forum.threads.queries import (
    new_for,
    pinned_in,
    thread_list,
    topic_list,
    topics_called,
    waiting_questions,
)

MOST_WAITING = 5
LATEST = "last_posted_at"
EMPTY = {
    "latest": (
        gettext_lazy("No questions here yet"),
        gettext_lazy("The first question usually decides what a place is for."),
    ),
    "new": (
        gettext_lazy("You are up to date"),
        gettext_lazy("Nothing has been posted since your last visit that you have not read."),
    ),
    "unanswered": (
        gettext_lazy("Every question has a reply"),
        gettext_lazy("If you know half an answer elsewhere, post half."),
    ),
    "mine": (
        gettext_lazy("Nothing of yours yet"),
        gettext_lazy("Questions you ask and threads you reply to appear here."),
    ),
    "unnamed": (
        gettext_lazy("Nothing without your name"),
        gettext_lazy("What you ask or reply without your name is listed here, for you alone."),
    ),
}


class HomeTabs(NamedTuple):
    show: str
    is_member: bool


class TopicLink(NamedTuple):
    name: str
    slug: str
    thread_count: int


_tabs = fragment("pages/_home_tabs.html", most=10)
_sidebar = fragment("pages/_home_sidebar.html", most=10)


@require_safe
@for_guests
def home(request):
    return _home(request, "latest", _latest, first_page=_first_latest)


@require_safe
@for_guests
def home_unanswered(request):
    return _home(request, "unanswered", _unanswered)


@member_required()
@require_safe
def home_new(request):
    return _home(request, "new", _new)


@member_required()
@require_safe
def home_mine(request):
    return _home(request, "mine", _mine)


@member_required()
@never_cache
@require_safe
def home_unnamed(request):
    """Threads in which this member has posted without a name: no other page tells that it was them."""
    return _home(request, "unnamed", _unnamed)


def _home(request, show, threads, *, first_page=None):
    if request.user.is_authenticated:
        record_visit(user=request.user)
    page = _page(request, threads, first_page)
    context = _list_context(page, show) | {
        "tabs": _tabs(HomeTabs(show, request.user.is_authenticated)),
        "sidebar": _sidebar(_topic_links(request.user)),
        "waiting": _waiting(request.user),
        "nav": "questions",
    }
    return render(request, "pages/home.html", context)


def _topic_links(user) -> tuple[TopicLink, ...]:
    return tuple(TopicLink(topic.name, topic.slug, topic.thread_count) for topic in _topics(user))


def _waiting(user):
    """Subjects that colleagues asked about and the member's organization has not answered."""
    if not user.is_authenticated:
        return []
    now = timezone.now()
    by_subject: dict[int, Thread] = {}
    for thread in _waiting_threads(user):
        if thread.said_at is None or now - thread.said_at > thread.subject.half_life:
            by_subject.setdefault(thread.subject_id, thread)
    return list(by_subject.values())[:MOST_WAITING]


@require_safe
@for_guests
def topics(request):
    return render(request, "pages/topics.html", {"topics": topic_list(), "nav": "topics"})


@require_safe
@for_guests
def topic(request, slug, show="latest"):
    found = next(iter(_topic(request.user, slug=slug)), None)
    if found is None:
        raise Http404
    facts = {"topic": found.pk}
    if show == "unanswered":
        page = _page(request, _unanswered_in, **facts)
        pinned = []
    else:
        page = _page(request, _latest_in, _first_latest_in, **facts)
        pinned = [] if page.newer else _pinned_in(request.user, **facts)
    context = _list_context(page, show, with_topic=False, pinned=pinned)
    return render(request, "pages/topic.html", context | {"topic": found, "nav": "topics"})


@require_safe
@for_guests
def tag(request, slug):
    """Questions with a tag, the newest question first."""
    found = get_object_or_404(Tag.objects.visible_to(request.user), slug=slug)
    page = keyset_page(thread_list(viewer=request.user).tagged(found), request.GET, moment=None)
    return render(request, "pages/tag.html", _list_context(page, "latest") | {"tag": found})


def _latest(viewer):
    return thread_list(viewer=viewer)


def _unanswered(viewer):
    return thread_list(viewer=viewer).unanswered()


def _new(viewer):
    return new_for(thread_list(viewer=viewer), viewer)


def _mine(viewer):
    return thread_list(viewer=viewer).with_posts_by(viewer)


def _unnamed(viewer):
    return thread_list(viewer=viewer).with_nameless_posts_by(viewer)


def _latest_in(viewer, topic):
    return thread_list(viewer=viewer).of_topic(topic).unpinned()


def _unanswered_in(viewer, topic):
    return thread_list(viewer=viewer).of_topic(topic).unanswered()


@prepared
def _topic(viewer, slug):
    return topics_called(slug)


@prepared
def _topics(viewer):
    return topic_list()


@prepared
def _waiting_threads(viewer):
    return waiting_questions(viewer=viewer)[: MOST_WAITING * 3]


@prepared
def _first_latest(viewer):
    return newest_first(_latest(viewer), LATEST)


@prepared
def _first_latest_in(viewer, topic):
    threads = thread_list(viewer=viewer).in_topic(topic).unpinned()
    return newest_first(threads, LATEST, within="topic_id")


@prepared
def _pinned_in(viewer, topic):
    return pinned_in(thread_list(viewer=viewer).of_topic(topic))


def _page(request, threads, first_page=None, **facts):
    """The page asked for: the first, which most readers see, from its prepared query if it has one."""
    if first_page and not is_inner_page(request.GET):
        return page_of(first_page(request.user, **facts), LATEST)
    return keyset_page(threads(request.user, **facts), request.GET, moment=LATEST)


def _list_context(page, show, *, with_topic=True, pinned=()):
    title, text = EMPTY[show]
    return {
        "page": page,
        "rows": articles.rows([*pinned, *page.rows], with_topic=with_topic),
        "show": show,
        "empty_title": title,
        "empty_text": text,
    }
