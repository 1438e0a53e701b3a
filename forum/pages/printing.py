"""A thread on paper, which may leave Rounds: it shows no more than its sharing allows."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.core.http import member_required, page_number
from forum.pages.blinding import NO_NAMES, ORGANIZATION, Blinding
from forum.threads.articles import Reader, render_article
from forum.threads.models import Post, Thread
from forum.threads.queries import posts_to_print, thread_to_read
from forum.threads.strictness import promise_of

PRINTED = 100  # posts on a page


@member_required()
@never_cache
@require_safe
def thread_print(request, thread_id):
    thread = get_object_or_404(thread_to_read(viewer=request.user, pk=thread_id))
    number = page_number(request.GET)
    last = number * PRINTED
    if not number or last - PRINTED >= max(thread.last_number, 1):
        raise Http404
    posts = list(posts_to_print(thread=thread.pk, first=last - PRINTED + 1, last=last))
    title, articles = _shown(Reader(request.user, thread), thread, posts)
    context = {
        "thread": thread,
        "title": title,
        "articles": articles,
        "promise": promise_of(thread.sharing),
        "number": number,
        "has_more": thread.last_number > last,
        "site_url": settings.SITE_URL,
    }
    return render(request, "pages/thread_print.html", context)


def _shown(reader: Reader, thread: Thread, posts: list[Post]) -> tuple[str, list[SafeString]]:
    """The title and the posts, with names where the sharing leaves them."""
    articles = [reader.article(post, acts=False) for post in posts]
    title = thread.title
    if thread.sharing in (NO_NAMES, ORGANIZATION):
        blinding = Blinding(thread, posts)
        title = blinding.title()
        articles = [blinding.article(*pair) for pair in zip(articles, posts, strict=True)]
    return title, [render_article(article) for article in articles]
