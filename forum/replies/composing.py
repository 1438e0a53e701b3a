"""The composer of a thread: what it starts with, and what it says around the text."""

from typing import Any, NamedTuple
from uuid import uuid4

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from forum.core.fragments import KEY_HOLE, filled, fragment
from forum.replies.forms import ReplyForm
from forum.replies.queries import draft_of
from forum.threads import permissions
from forum.threads.articles import Reader
from forum.threads.bylines import byline
from forum.threads.models import Post, Thread
from forum.threads.services import author_line, render_body

LONGEST_QUOTE = 1500
TEMPLATE = "replies/_composer.html"


class Composer(NamedTuple):
    """A reply on its way, as the form shows it."""

    thread: int
    is_open: bool
    seen: str  # the highest post number when the thread was shown
    body: str = ""
    in_reply_to: str = ""  # a post number
    answered: str = ""  # whose post that is
    told: bool = False  # of replies newer than ``seen``
    key: str = KEY_HOLE  # makes one form make one post


render_empty = fragment(TEMPLATE, most=500)
for_visitors = fragment("replies/_visitor_composer.html", most=100)


def composer_in(request, thread: Thread) -> SafeString:
    """The composer at the end of a thread page; the draft came with ``thread``."""
    draft: Any = thread  # annotated by with_draft_of
    if draft.draft_body is None:
        return filled(render_empty(_empty(request.user, thread)), request, str(uuid4()))
    typed = {
        "body": draft.draft_body,
        "in_reply_to": draft.draft_in_reply_to,
        "submission_key": draft.draft_key,
    }
    return render(request, started(request.user, thread, typed))


def composer_for(user: User, thread: Thread, *, typed: dict, params) -> Composer:
    """The composer on its own page, with what was typed before: in this browser, or as a draft.

    ``params`` may name the post to answer (``to``) or to quote (``quote``).
    """
    typed = typed or _from_draft(user, thread)
    for name in ("to", "quote"):
        post = post_of(user, thread, params.get(name, ""))
        if post is None:
            continue
        typed["in_reply_to"] = post.number
        if name == "quote":
            typed["body"] = "\n\n".join(filter(None, [typed.get("body"), quoted(post)])) + "\n\n"
    return started(user, thread, typed)


def started(user: User, thread: Thread, typed: dict) -> Composer:
    """A composer that holds ``typed``."""
    number = str(typed.get("in_reply_to") or "")
    answered = post_of(user, thread, number)
    return _empty(user, thread)._replace(
        body=typed.get("body") or "",
        in_reply_to=number,
        answered=byline(answered).name if answered and answered.number > 1 else "",
        key=str(typed.get("submission_key") or uuid4()),
    )


def sent(user: User, thread: Thread, form: ReplyForm) -> Composer:
    """The composer as the member sent it, to be shown again."""
    typed = {name: form[name].value() for name in ("body", "in_reply_to", "submission_key")}
    seen = form["seen"].value() or str(thread.last_number)
    return started(user, thread, typed)._replace(seen=seen, told=bool(form["told"].value()))


def render(request, composer: Composer, **around) -> SafeString:
    """The HTML of ``composer`` with ``around`` it: errors, a preview, newer replies."""
    return render_to_string(TEMPLATE, {"it": composer, "token": get_token(request), **around})


def _empty(user: User, thread: Thread) -> Composer:
    return Composer(thread.pk, permissions.can_reply(user, thread), str(thread.last_number))


def _from_draft(user: User, thread: Thread) -> dict:
    draft = draft_of(user, thread)
    if draft is None:
        return {}
    return {
        "body": draft.body,
        "in_reply_to": draft.in_reply_to,
        "submission_key": draft.submission_key,
    }


def post_of(user: User, thread: Thread, number: str) -> Post | None:
    """Post ``number`` of ``thread``, if it is a number and ``user`` may read that post."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    posts = Post.objects.visible_to(user).filter(thread=thread, number=int(number))
    return posts.select_related("author", "organization").first()


def quoted(post: Post) -> str:
    """``post`` as a Markdown quote that says who wrote it and leads back to it."""
    body = post.body[:LONGEST_QUOTE].rstrip()
    if len(post.body) > LONGEST_QUOTE:
        body += " …"
    author = byline(post)
    name = f"@{author.handle}" if author.handle else author.name
    lines = [f"[{name} wrote]({post.get_absolute_url()}):", *body.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def preview_of(user: User, thread: Thread, body: str) -> SafeString:
    """``body`` as the reply it would become, through the hands that make posts."""
    post = Post(
        thread=thread,
        number=max(thread.last_number, 1) + 1,
        author=user,
        **author_line(user),
        body_html=render_body(body),
        created_at=timezone.now(),
    )
    return Reader(user, thread).html(post, acts=False)
