"""The demo community: invented people at invented organizations, built through the services."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import create_member
from forum.moderation.services import close_thread, pin_thread
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread, Topic
from forum.threads.services import accept_reply, save_topic, start_thread

TEXTS = Path(__file__).parent / "texts"
PASSWORD = "try-rounds-today"
MEMBER, MODERATOR, ADMINISTRATOR = "mokafor", "hbrandt", "radmin"
SIGN_IN_AS = (MEMBER, MODERATOR, ADMINISTRATOR)


def is_loaded() -> bool:
    return User.objects.filter(handle=MEMBER).exists()


@transaction.atomic
def load(say: Callable[[str], object] = print) -> None:
    """Build the whole community in one transaction, so that a crash leaves nothing half done."""
    members = _members()
    say(f"{len(members)} members")
    topics = _topics()
    say(f"{len(topics)} topics")
    threads = sorted(_thread_entries(), key=lambda entry: -entry["days_ago"])
    now = timezone.now()
    for entry in threads:
        _thread(entry, members, topics, now)
    say(f"{len(threads)} threads, {Post.objects.replies().count()} replies")


def _members() -> dict[str, User]:
    people = tomllib.loads((TEXTS / "people.toml").read_text(encoding="utf-8"))
    organizations = {entry["key"]: entry["name"] for entry in people["organizations"]}
    joined = timezone.now() - timedelta(days=1200)
    members = {}
    for entry in people["members"]:
        handle = entry["handle"]
        members[handle] = create_member(
            handle=handle,
            display_name=entry["display_name"],
            email=f"{handle}@{entry['organization']}.example",
            password=PASSWORD if handle in SIGN_IN_AS else None,
            role=entry.get("role", User.Role.MEMBER),
            job_title=entry["job_title"],
            organization_name=organizations[entry["organization"]],
            about=entry["about"],
            time_zone=entry["time_zone"],
            joined_at=joined,
        )
    return members


def _topics() -> dict[str, Topic]:
    content = tomllib.loads((TEXTS / "topics.toml").read_text(encoding="utf-8"))
    return {
        entry["slug"]: save_topic(topic=Topic(position=position, **entry))
        for position, entry in enumerate(content["topics"])
    }


def _thread_entries() -> Iterator[dict]:
    for path in sorted(TEXTS.glob("threads-*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["threads"]


def _thread(entry: dict, members: dict[str, User], topics: dict[str, Topic], now: datetime) -> None:
    asked_at = now - timedelta(days=entry["days_ago"])
    asker = members[entry["by"]]
    thread = start_thread(
        topic=topics[entry["topic"]],
        author=asker,
        title=entry["title"],
        body=_linked(entry["body"], None),
        tags=entry.get("tags", []),
        audience=entry.get("audience", Thread.Audience.EVERYONE),
        written_at=asked_at,
    )
    replies = [_reply(thread, reply, members, asked_at) for reply in entry.get("replies", [])]
    if chosen := entry.get("most_helpful"):
        accept_reply(post=replies[chosen - 1], by=asker)
    if entry.get("pinned"):
        pin_thread(thread=thread, moderator=members[MODERATOR])
    if entry.get("closed"):
        close_thread(thread=thread, moderator=members[MODERATOR])


def _reply(thread: Thread, entry: dict, members: dict[str, User], asked_at: datetime) -> Post:
    post = post_reply(
        thread=thread,
        author=members[entry["by"]],
        body=_linked(entry["body"], thread),
        in_reply_to=entry["to"] + 1 if "to" in entry else None,
        written_at=asked_at + timedelta(hours=entry["after_hours"]),
    )
    for handle in entry.get("helpful", []):
        mark_helpful(post=post, by=members[handle])
    return post


def _linked(body: str, thread: Thread | None) -> str:
    """Quotes in the content name ``#reply-1``; posts link to the thread's own address."""
    body = body.strip()
    return body.replace("](#", f"]({thread.get_absolute_url()}#") if thread else body
