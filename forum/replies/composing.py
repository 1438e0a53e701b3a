"""The composer of a thread: what it starts with, and what it says around the text."""

from typing import Any, NamedTuple
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import Standing, as_standing, standing_of
from forum.adoption.models import Status
from forum.adoption.queries import membership_with_answer, reporter_of
from forum.conduct.permissions import has_accepted
from forum.core.dates import duration, month
from forum.core.fragments import KEY_HOLE, filled, form_token, fragment
from forum.replies.forms import ReplyForm
from forum.replies.manner import Manner, manner_of
from forum.replies.queries import draft_of
from forum.threads import permissions
from forum.threads.articles import Reader
from forum.threads.bylines import byline
from forum.threads.models import Post, Thread
from forum.threads.nameless import own_pseudonym
from forum.threads.services import author_line, cause_to_wait, nameless_line, render_body, why_closed
from forum.threads.strictness import promise_of

LONGEST_QUOTE = 1500
TEMPLATE = "replies/_composer.html"


class StatusChoice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


class StatusQuestion(NamedTuple):
    """What the composer of a thread about a subject asks before the text."""

    organization: str
    subject: str
    hint: str
    choices: tuple[StatusChoice, ...]
    since: str  # a month as "2026-03"


class Composer(NamedTuple):
    """A reply on its way, as the form shows it."""

    thread: int
    closed: str  # why it takes no replies; "" where it takes them
    is_held: bool  # the question waits for a moderator
    reads_only: bool
    must_accept: bool  # the rules, before they can answer
    seen: str  # the highest post number when the thread was shown
    body: str = ""
    in_reply_to: str = ""  # a post number
    answered: str = ""  # whose post that is
    told: bool = False  # of replies newer than ``seen``
    pace: str = ""  # in slow mode: how long a member waits between two replies
    key: str = KEY_HOLE  # makes one form make one post
    status: StatusQuestion | None = None
    why_no_status: str = ""  # said to members who cannot answer for an organization
    guarded: tuple[str, ...] = ReplyForm.guarded
    reminder: str = ""  # of the topic
    sharing: str = ""  # how the thread is shared, and what that means for a reply
    promise: str = ""
    manner: Manner | None = None
    is_first: bool = False  # what they post waits for a moderator, since they are new
    switched: str = ""  # the manner whose consequences this member was told


render_empty = fragment(TEMPLATE, most=150)
for_visitors = fragment("replies/_visitor_composer.html", most=100)


def composer_in(request, thread: Thread, membership) -> SafeString:
    """The composer at the end of a thread page; the draft came with ``thread``.

    ``membership`` is the reader's, with what their organization says of the thread's subject.
    """
    draft: Any = thread  # annotated by with_draft_of, as is ``own_pseudonym`` by thread_to_read
    answer = _answer(draft.draft_status, draft.draft_since)
    asked = with_status_question(_empty(request.user, thread), thread, request.user, membership, answer)
    if not asked.closed:
        standing = as_standing(request.user, membership) if membership else standing_of(request.user)
        manner = manner_of(standing, thread, draft.own_pseudonym or "", chosen=draft.draft_is_nameless)
        asked = _in_manner(asked, manner, request.user, standing)
    if draft.draft_body is None:
        return filled(render_empty(asked), request, str(uuid4()))
    typed = {
        "body": draft.draft_body,
        "in_reply_to": draft.draft_in_reply_to,
        "submission_key": draft.draft_key,
    }
    return render(request, started(request.user, thread, typed, asked))


def composer_for(user: User, thread: Thread, *, typed: dict, params) -> Composer:
    """The composer on its own page, with what was typed before: in this browser, or as a draft.

    ``params`` may name the post to answer (``to``) or to quote (``quote``).
    """
    typed = dict(typed) or _from_draft(user, thread)
    for name in ("to", "quote"):
        post = post_of(user, thread, params.get(name, ""))
        if post is None:
            continue
        typed["in_reply_to"] = post.number
        if name == "quote":
            typed["body"] = "\n\n".join(filter(None, [typed.get("body"), quoted(post)])) + "\n\n"
    return started(user, thread, typed, _asked(user, thread, typed))


def _with_manner(composer: Composer, user: User, thread: Thread, typed: dict) -> Composer:
    chosen = bool(typed["unnamed_as"]) if "unnamed_as" in typed else None
    standing = standing_of(user)
    manner = manner_of(standing, thread, own_pseudonym(thread, user), chosen=chosen)
    return _in_manner(composer, manner, user, standing)


def _in_manner(composer: Composer, manner: Manner | None, user: User, standing: Standing) -> Composer:
    """``composer`` with the manner it offers, and whether what is posted waits for a moderator first."""
    return composer._replace(
        manner=manner, is_first=bool(cause_to_wait(user, standing, written_at=None))
    )


def with_status_question(
    composer: Composer, thread: Thread, user: User, membership, typed: dict | None = None
) -> Composer:
    """``composer`` with the question about the thread's subject, or why this member is not asked."""
    if thread.subject is None:
        return composer
    standing = as_standing(user, membership)
    if not standing.can_answer:
        return composer._replace(
            why_no_status=_("Vendors and agencies are not counted.")
            if standing.is_vendor
            else _("Only verified members can say what their organization does.")
        )
    chosen = typed.get("status") if typed and "status" in typed else membership.report_status
    since = typed.get("since") or "" if typed else ""
    choices = tuple(
        StatusChoice(status.value, str(status.label), status == chosen)
        for status in thread.subject.statuses
    )
    return composer._replace(
        status=StatusQuestion(
            organization=standing.name,
            subject=thread.subject.name,
            hint=_hint(membership),
            choices=(*choices, StatusChoice("", _("No status"), not chosen)),
            since=since,
        )
    )


def _hint(membership) -> str:
    """Who said what before: "Sam Ortiz said Considering in March 2026. Your answer replaces it…"."""
    if not membership.report_status:
        return _("Each organization counts once. A status alone is an answer too.")
    facts = {
        "name": reporter_of(membership),
        "status": Status(membership.report_status).label,
        "month": month(membership.report_at),
    }
    return (
        _(
            "%(name)s said %(status)s in %(month)s. Your answer replaces it: each organization counts once."
        )
        % facts
    )


def _asked(user: User, thread: Thread, typed: dict) -> Composer:
    membership = None
    if thread.subject_id:
        membership = membership_with_answer(user, thread.subject_id).first()
    composer = _with_manner(_empty(user, thread), user, thread, typed)
    return with_status_question(composer, thread, user, membership, typed)


def started(user: User, thread: Thread, typed: dict, asked: Composer) -> Composer:
    """The empty composer ``asked``, holding what was ``typed``."""
    number = str(typed.get("in_reply_to") or "")
    answered = post_of(user, thread, number)
    return asked._replace(
        body=typed.get("body") or "",
        in_reply_to=number,
        answered=byline(answered).name if answered and answered.number > 1 else "",
        key=str(typed.get("submission_key") or uuid4()),
    )


def sent(user: User, thread: Thread, form: ReplyForm) -> Composer:
    """The composer as the member sent it, to be shown again."""
    typed = {name: form[name].value() for name in form.typed}
    seen = form["seen"].value() or str(thread.last_number)
    return started(user, thread, typed, _asked(user, thread, typed))._replace(
        seen=seen, told=bool(form["told"].value()), switched=form["switched"].value() or ""
    )


def render(request, composer: Composer, **around) -> SafeString:
    """The HTML of ``composer`` with ``around`` it: errors, a preview, newer replies."""
    return render_to_string(TEMPLATE, {"it": composer, "token": form_token(request), **around})


def _empty(user: User, thread: Thread) -> Composer:
    is_slow = thread.slow_seconds and not permissions.can_moderate(user, thread)
    return Composer(
        thread=thread.pk,
        closed="" if permissions.is_open_to(user, thread) else why_closed(thread),
        is_held=thread.held_at is not None,
        reads_only=user.reads_only,
        must_accept=not has_accepted(user),
        seen=str(thread.last_number),
        reminder=thread.topic.reminder,
        sharing=str(Thread.Sharing(thread.sharing).label),
        promise=promise_of(thread.sharing),
        pace=duration(thread.slow_seconds) if is_slow else "",
    )


def _from_draft(user: User, thread: Thread) -> dict:
    draft = draft_of(user, thread)
    if draft is None:
        return {}
    return {
        "body": draft.body,
        "in_reply_to": draft.in_reply_to,
        "submission_key": draft.submission_key,
        "unnamed_as": draft.is_nameless,
        **_answer(draft.status, draft.since),
    }


def _answer(status: str | None, since: str | None) -> dict:
    """What a draft says of the organization; nothing where its form did not ask, or there is none."""
    return {} if status is None else {"status": status, "since": since}


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


def preview_of(user: User, thread: Thread, body: str, unnamed_as: str) -> SafeString:
    """``body`` as the reply it would become, through the hands that make posts. Raises LabelChanged."""
    line = nameless_line(user, thread, unnamed_as) if unnamed_as else author_line(user)
    post = Post(
        thread=thread,
        number=max(thread.last_number, 1) + 1,
        author=user,
        **line,
        body_html=render_body(body),
        created_at=timezone.now(),
    )
    return Reader(user, thread).html(post, acts=False)
