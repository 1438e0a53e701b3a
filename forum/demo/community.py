"""The demo community: invented people at invented organizations, built through the services."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.labels import label_now
from accounts.models import Organization, User
from accounts.queries import standing_of
from accounts.services import (
    add_domain,
    ask_to_join,
    create_member,
    join_by_email,
    make_administrator,
    save_organization,
    set_listed,
)
from forum.demo.moderation import reply_to_moderate, watch
from forum.demo.statuses import Telling, answers_of
from forum.moderation.models import Case
from forum.moderation.services import close_thread, pin_thread
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread, Topic
from forum.threads.services import accept_reply, save_topic, start_thread

TEXTS = Path(__file__).parent / "texts"
PASSWORD = "try-rounds-today"
MEMBER, MODERATOR, ADMINISTRATOR = "mokafor", "hbrandt", "radmin"
SIGN_IN_AS = (MEMBER, MODERATOR, ADMINISTRATOR)
FREE_MAIL = "inbox-post.example"
Event = tuple[datetime, Callable[[], object]]


def is_loaded() -> bool:
    return User.objects.filter(handle=MEMBER).exists()


@transaction.atomic
def load(say: Callable[[str], object] = print) -> None:
    """Build the whole community in one transaction, so that a crash leaves nothing half done.

    Questions, replies and statuses happen in the order of their times, as they would have.
    """
    organizations = _organizations()
    members = _members(organizations)
    say(f"{len(organizations)} organizations, {len(members)} members")
    topics = _topics()
    now = timezone.now()
    telling = Telling.of(_entries("subjects*.toml", "subjects"), members)
    say(f"{len(topics)} topics, {len(telling.subjects)} subjects")
    events: list[Event] = list(answers_of(telling, now))
    threads = list(_entries("threads-*.toml", "threads"))
    for entry in threads:
        events += _Conversation(entry, members, topics, telling, now).events()
    for _moment, happen in sorted(events, key=lambda event: event[0]):
        happen()
    moderator = members[MODERATOR]
    watch(_entries("moderation.toml", "words"), moderator)
    for entry in _entries("moderation.toml", "replies"):
        reply_to_moderate(entry, members, moderator, now)
    waiting = Case.objects.filter(closed_at=None).count()
    say(
        f"{len(threads)} threads, {Post.objects.replies().count()} replies, {waiting} wait for a moderator"
    )


def _entries(pattern: str, key: str) -> Iterator[dict]:
    for path in sorted(TEXTS.glob(pattern)):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))[key]


def _organizations() -> dict[str, Organization]:
    organizations: dict[str, Organization] = {}
    entries = list(_entries("organizations.toml", "organizations"))
    for entry in sorted(entries, key=lambda entry: "parent" in entry):
        organization = save_organization(
            organization=Organization(
                name=entry["name"],
                kind=entry["kind"],
                beds=entry["beds"] or "none",
                region=entry["region"],
                website=entry["website"],
                about=entry["about"],
                naming=entry.get("naming", Organization.Naming.NAMED),
                parent=organizations.get(entry.get("parent", "")),
            )
        )
        for domain in entry["domains"]:
            add_domain(organization=organization, domain=domain)
        organizations[entry["key"]] = organization
    return organizations


def _members(organizations: dict[str, Organization]) -> dict[str, User]:
    joined = timezone.now() - timedelta(days=1200)
    members, administrators = {}, []
    for entry in _entries("people*.toml", "members"):
        handle, organization = entry["handle"], organizations[entry["organization"]]
        is_free = entry.get("free_mail", False)
        member = create_member(
            handle=handle,
            display_name=entry["display_name"],
            email=f"{handle}@{FREE_MAIL if is_free else entry['organization'] + '.example'}",
            password=PASSWORD if handle in SIGN_IN_AS else None,
            role=entry.get("role", User.Role.MEMBER),
            job_title=entry["job_title"],
            organization_name=organization.name,
            organization_kind=organization.kind,
            about=entry["about"],
            time_zone=entry["time_zone"],
            joined_at=joined,
        )
        members[handle] = member
        if is_free:
            ask_to_join(user=member, organization=organization)
            continue
        membership = join_by_email(user=member, email=member.email)
        set_listed(user=member, listed=entry.get("listed", True))
        if membership and entry.get("organization_admin"):
            administrators.append(membership)
    for membership in administrators:
        make_administrator(membership=membership, by=members[MODERATOR])
    return members


def _topics() -> dict[str, Topic]:
    return {
        entry["slug"]: save_topic(topic=Topic(position=position, **entry))
        for position, entry in enumerate(_entries("topics.toml", "topics"))
    }


class _Conversation:
    """One thread of the content, as events: asked, answered, marked, closed."""

    def __init__(self, entry: dict, members, topics, telling: Telling, now: datetime):
        self.entry, self.members, self.topics, self.telling = entry, members, topics, telling
        self.asked_at = now - timedelta(days=entry["days_ago"])
        self.thread: Thread
        self.replies: list[Post] = []

    def events(self) -> Iterator[Event]:
        yield self.asked_at, self.ask
        last = self.asked_at
        for reply in self.entry.get("replies", []):
            last = self.asked_at + timedelta(hours=reply["after_hours"])
            yield last, lambda reply=reply, at=last: self.reply(reply, at)  # type: ignore[misc]
        yield last + timedelta(seconds=1), self.finish

    def ask(self) -> None:
        entry = self.entry
        self.thread = start_thread(
            topic=self.topics[entry["topic"]],
            author=self.members[entry["by"]],
            title=entry["title"],
            body=entry["body"].strip(),
            tags=entry.get("tags", []),
            sharing=entry.get("sharing", Thread.Sharing.EVERYONE),
            unnamed_as=self._label(entry),
            subject=self.telling.subjects.get(entry.get("subject", "")),
            written_at=self.asked_at,
        )

    def reply(self, entry: dict, at: datetime) -> None:
        post = post_reply(
            thread=self.thread,
            author=self.members[entry["by"]],
            body=self._linked(entry["body"]),
            in_reply_to=entry["to"] + 1 if "to" in entry else None,
            status=entry.get("status", "").replace("_", "-"),
            since=self.telling.month(at, entry.get("since_months", 0)),
            written_at=at,
            unnamed_as=self._label(entry),
        )
        for handle in entry.get("helpful", []):
            mark_helpful(post=post, by=self.members[handle])
        self.replies.append(post)

    def finish(self) -> None:
        entry, moderator = self.entry, self.members[MODERATOR]
        if chosen := entry.get("most_helpful"):
            accept_reply(post=self.replies[chosen - 1], by=self.members[entry["by"]])
        if entry.get("pinned"):
            pin_thread(thread=self.thread, moderator=moderator)
        if entry.get("closed"):
            close_thread(thread=self.thread, moderator=moderator)

    def _label(self, entry: dict) -> str:
        """How the author of ``entry`` is shown without a name, where it is posted so."""
        return label_now(standing_of(self.members[entry["by"]])) if entry.get("unnamed") else ""

    def _linked(self, body: str) -> str:
        """Quotes in the content name ``#reply-1``; posts link to the thread's own address."""
        return body.strip().replace("](#", f"]({self.thread.get_absolute_url()}#")
