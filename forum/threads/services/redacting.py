"""Words that a moderator takes out of a thread, and out of what other threads quote of it."""

from collections.abc import Callable

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core import markup
from forum.core.redacting import STUB, Place, Words, redacted
from forum.core.signals import announce
from forum.threads.former import titles_of, with_merged
from forum.threads.models import Post, Revision, Tag, Thread, ThreadTag
from forum.threads.services.posts import render_body
from forum.threads.signals import post_changed


def redact_words(*, words: Words, post: Post) -> list[Place]:
    """Take ``words`` out of the thread of ``post``, and of quotes anywhere else; return the places.

    Runs in the transaction of the redaction. Forms that edit one of the posts are out of date then.
    """
    here = post.thread_id
    return [
        *_redact_titles(words, here),
        *_redact_tags(words, post.thread),
        *_redact_posts(words, words.out_of, posts=Post.objects.filter(thread=here)),
        *_redact_revisions(words, words.out_of, revisions=Revision.objects.filter(post__thread=here)),
        *_redact_posts(
            words, words.out_of_quotes, posts=Post.objects.exclude(thread=here), is_quote=True
        ),
        *_redact_revisions(
            words, words.out_of_quotes, revisions=Revision.objects.exclude(post__thread=here)
        ),
    ]


def redact_quotes(*, words: Words, post: Post) -> list[Place]:
    """Take ``words`` out of quotes alone, in whatever thread; return the places."""
    others = Post.objects.exclude(pk=post.pk)
    former = Revision.objects.exclude(post=post)
    return [
        *_redact_posts(words, words.out_of_quotes, posts=others, is_quote=True),
        *_redact_revisions(words, words.out_of_quotes, revisions=former),
    ]


def erase_post(*, post: Post) -> list[str]:
    """Leave a stub of ``post``, which the caller holds: of its text, its former ones, its title and no tags.

    Returns what it said, so that quotes of it can be found.
    """
    former = list(Revision.objects.filter(post=post).order_by("pk"))
    said = [post.body, *(revision.body for revision in former)]
    Revision.objects.filter(post=post).update(
        title="", tags="", body="", reason="", redacted_at=timezone.now()
    )
    Post.objects.filter(pk=post.pk).update(
        body=STUB,
        body_html=render_body(STUB),
        markup_version=markup.VERSION,
        edit_reason="",
        redacted_at=timezone.now(),
        version=F("version") + 1,
    )
    titled = titles_of(post)
    said += titled.values_list("title", flat=True)
    ThreadTag.objects.filter(thread__in=list(titled)).delete()
    titled.update(title=STUB)
    announce(post_changed, post=post)
    return [text for text in said if text and text != STUB]


def _redact_titles(words: Words, here: int) -> list[Place]:
    """The title of the thread, and those that questions merged into it had, which it still shows."""
    rows = Thread.objects.filter(pk__in=with_merged(here))
    places = []
    for thread, changes in redacted(rows, words, words.out_of, "title"):
        Thread.objects.filter(pk=thread.pk).update(**changes)
        places.append(Place(_("The title of the question"), thread.get_absolute_url()))
    return places


def _redact_tags(words: Words, thread: Thread) -> list[Place]:
    """Those of ``thread`` and of what was merged into it.

    What no question bears any more was corrected since, and goes as well.
    """
    here = with_merged(thread.pk)
    named = [tag for tag in Tag.objects.filter(threads__in=here).distinct() if words.are_in(tag.name)]
    ThreadTag.objects.filter(thread__in=here, tag__in=named).delete()
    unused = Tag.objects.filter(words.may_be_in("name"), threads=None)
    Tag.objects.filter(pk__in=[tag.pk for tag in unused if words.are_in(tag.name)]).delete()
    return [Place(_("A tag of the question"), thread.get_absolute_url()) for _tag in named]


def _redact_posts(
    words: Words, take_out: Callable[..., str], *, posts: QuerySet[Post], is_quote: bool = False
) -> list[Place]:
    rows = posts.select_related("thread")
    found = redacted(rows, words, take_out, "body", "edit_reason", most=markup.MAX_CHARS)
    places = []
    for post, changes in found:
        if "body" in changes:
            changes |= {"body_html": render_body(changes["body"]), "markup_version": markup.VERSION}
        Post.objects.filter(pk=post.pk).update(
            **changes, redacted_at=timezone.now(), version=F("version") + 1
        )
        announce(post_changed, post=post)
        places.append(Place(_place_of(post, is_quote=is_quote), post.get_absolute_url()))
    return places


def _redact_revisions(
    words: Words, take_out: Callable[..., str], *, revisions: QuerySet[Revision]
) -> list[Place]:
    rows = revisions.select_related("post")
    places = []
    for revision, changes in redacted(rows, words, take_out, "title", "tags", "body", "reason"):
        Revision.objects.filter(pk=revision.pk).update(**changes)
        places.append(Place(_("A former text of a post"), revision.post.get_absolute_url()))
    return places


def _place_of(post: Post, *, is_quote: bool) -> str:
    facts = {"number": post.number - 1, "title": post.thread.title}
    if is_quote:
        return _("A quote in “%(title)s”") % facts
    return _("The question") if post.number == 1 else _("Reply %(number)d") % facts
