"""A large forum, written in bulk, whose counters are as true as if members had written it."""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.handles import skeleton
from accounts.models import User
from forum.bench import adoption
from forum.conduct.queries import current_version
from forum.core import markup
from forum.threads.models import Post, ReadMarker, Thread, ThreadTag, Topic
from forum.threads.services import recount_topic
from forum.threads.services.tags import tags_named

MEMBERS = 2_000
TOPICS = 12
BATCH = 2_000
SENTENCES = (
    "We started in August with three nurses who already made videos on their own time.",
    "Compliance looks at the caption and the raw clip together, in **two working days**.",
    "The number our VP quotes is a different one: four in ten comments come from caregivers.",
    "Name reserved in 2020, untouched since; the blocker here was never content.",
    "Our state does not allow the app on [government devices](https://state.example/policy).",
    "If your organization is public, ask legal before you even reserve the name.",
    "We keep a list of fourteen formats, and only new formats need the full review.",
    "My advice: settle comment coverage before you settle who films.",
)


def bodies(chance: random.Random) -> list[tuple[str, str]]:
    """Sixty texts of about 70 words, each with its HTML."""
    texts = ["\n\n".join(" ".join(chance.sample(SENTENCES, most)) for most in (3, 2)) for _ in range(60)]
    return [(text, markup.render(text)) for text in texts]


def load(
    *,
    threads: int,
    posts: int,
    longest: int,
    organizations: int,
    reports: int,
    say: Callable[[str], object] = print,
) -> None:
    """Fill an empty database with ``threads`` threads and ``posts`` posts, one of ``longest`` posts.

    ``organizations`` give ``reports`` answers about the first subject; every fourth thread asks for one.
    """
    chance = random.Random(1)
    with transaction.atomic():
        topics = [Topic(name=f"Topic {n}", slug=f"topic-{n}", position=n) for n in range(TOPICS)]
        Topic.objects.bulk_create(topics)
        members = _members()
        say(f"{len(members)} members, {len(topics)} topics")
        at = adoption.organizations(organizations, chance)
        adoption.memberships(members, at)
        subjects = adoption.subjects()
        adoption.reports(subjects[0], at, reports, members[0], chance)
        say(f"{len(at)} organizations, {reports} answers about {subjects[0]}")
        made = _threads(_lengths(threads, posts, longest, chance), topics, members, subjects, chance)
        say(f"{len(made)} threads")
        _posts(made, members, bodies(chance), chance, say)
        _tags(made, chance)
        _read_markers(made, members)
        for topic in topics:
            recount_topic(topic)


def _members() -> list[User]:
    handles = [f"peer{_letters(n)}" for n in range(MEMBERS)]
    members = [
        User(
            handle=handle,
            handle_skeleton=skeleton(handle),
            display_name=f"Peer {handle[4:].title()}",
            email=f"{handle}@hospital.example",
            job_title="Social media manager",
            organization_name=f"Hospital {n % 300}",
            password="!",
            confirmed_at=timezone.now(),
            rules_accepted=current_version().number,
        )
        for n, handle in enumerate(handles)
    ]
    return User.objects.bulk_create(members, batch_size=BATCH)


def _letters(n: int) -> str:
    return "".join("abcdefghjk"[int(digit)] for digit in f"{n:04d}")


def _lengths(threads: int, posts: int, longest: int, chance: random.Random) -> list[int]:
    """How many posts each thread has: one is long, the others share the rest."""
    lengths = [longest, *[1] * (threads - 1)]
    for _ in range(posts - longest - (threads - 1)):
        lengths[chance.randrange(1, threads)] += 1
    return lengths


def _threads(lengths, topics, members, subjects, chance) -> list[Thread]:
    now = timezone.now()
    threads = [
        Thread(
            topic=chance.choice(topics),
            author=chance.choice(members),
            title=f"Is your organization using channel number {n}?",
            subject=subjects[n // 4 % len(subjects)] if n % 4 == 1 else None,
            created_at=now - timedelta(minutes=10 * n + length),
            last_posted_at=now - timedelta(minutes=10 * n + 1),
            last_number=length,
            reply_count=length - 1,
        )
        for n, length in enumerate(lengths)
    ]
    return Thread.objects.bulk_create(threads, batch_size=BATCH)


def _posts(threads, members, texts, chance, say) -> None:
    rows = (
        _post(
            thread,
            number,
            thread.author if number == 1 else chance.choice(members),
            chance.choice(texts),
        )
        for thread in threads
        for number in range(1, thread.last_number + 1)
    )
    done = 0
    while batch := list(islice(rows, BATCH)):
        Post.objects.bulk_create(batch)
        done += len(batch)
        if done % 20_000 < BATCH:
            say(f"{done} posts")
    _answers()


def _answers() -> None:
    """Every fifth reply answers the one before it."""
    before = Post.objects.filter(thread=OuterRef("thread"), number=OuterRef("number") - 1)
    fifth = Post.objects.alias(rest=F("number") % 5).filter(rest=0)
    fifth.update(in_reply_to=Subquery(before.values("pk")))


def _post(thread: Thread, number: int, author: User, text: tuple[str, str]) -> Post:
    before_last = thread.last_number - number
    return Post(
        thread=thread,
        number=number,
        author=author,
        job_title=author.job_title,
        organization_name=author.organization_name,
        body=text[0],
        body_html=text[1],
        markup_version=markup.VERSION,
        created_at=thread.last_posted_at - timedelta(minutes=before_last / thread.last_number),
    )


def _tags(threads, chance) -> None:
    tags = tags_named([f"tag {n}" for n in range(40)])
    pairs = [ThreadTag(thread=thread, tag=tag) for thread in threads for tag in chance.sample(tags, 2)]
    ThreadTag.objects.bulk_create(pairs, batch_size=BATCH)


def _read_markers(threads, members) -> None:
    """The first twenty members have read the latest threads, as regulars have."""
    now = timezone.now()
    rows = [
        ReadMarker(user=member, thread=thread, number=thread.last_number, read_at=now)
        for member in members[:20]
        for thread in threads[:50]
    ]
    ReadMarker.objects.bulk_create(rows, batch_size=BATCH)
