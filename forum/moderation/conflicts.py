"""What differs between two threads that are to be merged, and what will hold."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from forum.threads.bylines import byline
from forum.threads.models import Post, Thread
from forum.threads.queries import questions_of
from forum.threads.strictness import stricter


class Fact(NamedTuple):
    """One fact of both threads, and what it is afterwards."""

    label: str
    source: str
    target: str
    after: str

    @property
    def differs(self) -> bool:
        return self.source != self.target


def facts_of_merge(source: Thread, target: Thread) -> list[Fact]:
    """The facts of both, those first that a moderator may want to think about."""
    questions = {post.thread_id: post for post in questions_of(source, target)}
    ours, theirs = _subject(source), _subject(target)
    nothing = _("None")
    return [
        _stays(_("Question"), source.title, target.title),
        Fact(_("Subject"), ours or nothing, theirs or nothing, theirs or ours or nothing),
        _sharing(source, target),
        _stays(_("Topic"), source.topic.name, target.topic.name),
        _stays(_("Asked by"), _asker(questions[source.pk]), _asker(questions[target.pk])),
        _stays(_("Most helpful reply"), _chosen(source), _chosen(target)),
        _stays(_("Takes replies"), _state(source), _state(target)),
        Fact(
            _("Replies"),
            str(source.reply_count),
            str(target.reply_count),
            str(source.reply_count + 1 + target.reply_count),
        ),
    ]


def _stays(label: str, source: str, target: str) -> Fact:
    return Fact(label, source, target, target)


def _sharing(source: Thread, target: Thread) -> Fact:
    promises = (source.sharing, target.sharing, stricter(source.sharing, target.sharing))
    return Fact(_("Sharing"), *(str(Thread.Sharing(promise).label) for promise in promises))


def _subject(thread: Thread) -> str:
    return thread.subject.name if thread.subject else ""


def _asker(question: Post) -> str:
    line = byline(question)
    return line.stands_for or line.name


def _chosen(thread: Thread) -> str:
    return _("Chosen") if thread.accepted_post_id else _("None")


def _state(thread: Thread) -> str:
    return _("No, it is closed") if thread.is_closed else _("Yes")
