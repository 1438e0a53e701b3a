"""Counters, told anew from the rows they count."""

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from forum.threads.models import LISTED, Post, Thread, Topic
from forum.threads.services.locks import hold_topics


def recount_thread(thread: Thread) -> bool:
    """Set the reply count and the last activity of ``thread`` from its posts.

    Returns whether anything was wrong. The caller holds the thread's row.
    """
    seen = Post.objects.filter(thread=thread).aggregate(
        replies=Count("pk", filter=LISTED & Q(number__gt=1)),
        last=Max(Coalesce("released_at", "created_at"), filter=LISTED | Q(number=1)),
        number=Max("number"),
    )
    true = {
        "reply_count": seen["replies"],
        "last_posted_at": seen["last"] or thread.created_at,
        "last_number": max(thread.last_number, seen["number"] or 0),
    }
    wrong = {name: value for name, value in true.items() if getattr(thread, name) != value}
    if wrong:
        Thread.objects.filter(pk=thread.pk).update(**wrong)
        for name, value in wrong.items():
            setattr(thread, name, value)
    return bool(wrong)


def count_in_topic(thread: Thread, change: int) -> None:
    """Count ``thread`` in its topic, or no longer."""
    Topic.objects.filter(pk=thread.topic_id).update(thread_count=F("thread_count") + change)


def recount_topic(topic: Topic) -> bool:
    """Set the thread count of ``topic``; returns whether it was wrong.

    The topic is held while its threads are counted, so that no question asked meanwhile is lost to the
    count. It comes last, as everywhere: whoever holds a topic waits for nobody.
    """
    hold_topics(topic.pk)
    count = Thread.objects.filter(topic=topic).listed().count()
    return bool(Topic.objects.filter(pk=topic.pk).exclude(thread_count=count).update(thread_count=count))
