"""Test data, built through the same services that members use."""

from itertools import count

from django.db.models import QuerySet
from django.utils import timezone

from accounts.labels import label_now
from accounts.models import Organization, User
from accounts.queries import standing_of
from accounts.services import (
    add_domain,
    create_member,
    join_by_email,
    make_administrator,
    save_organization,
)
from forum.adoption.models import Subject
from forum.adoption.services import save_subject
from forum.conduct.models import Version
from forum.conduct.queries import draft, forget
from forum.conduct.services import publish_rules, save_rule, seen_now
from forum.guard.models import WatchedWord
from forum.guard.watch_services import add_word
from forum.moderation.case_services import open_case
from forum.moderation.models import Case, Flag
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread, Topic
from forum.threads.services import add_topic_moderator, save_topic, start_thread

PASSWORD = "plain tea for nine nurses"
_serial = count(1)


def make_user(**fields) -> User:
    n = next(_serial)
    name = "abcdefghij"
    word = "".join(name[int(digit)] for digit in str(n))
    defaults = {
        "handle": f"peer-{word}",
        "display_name": f"Peer {word.title()}",
        "email": f"peer-{word}@hospital.example",
        "job_title": "Social media manager",
        "organization_name": "Piedmont Valley Medical Center",
    }
    return create_member(**defaults | fields)


def make_organization(
    name: str = "", kind: str = "hospital", domain: str = "", **fields
) -> Organization:
    """An organization that owns ``domain``, or one of its own."""
    n = next(_serial)
    facts = {"name": name or f"Hospital {n}", "kind": kind, "beds": "100-199", "region": "Ohio"}
    organization = save_organization(organization=Organization(**facts | fields))
    add_domain(organization=organization, domain=domain or f"hospital-{n}.example")
    return organization


def make_verified(
    *, organization: Organization | None = None, is_administrator: bool = False, **fields
) -> User:
    """A member who has shown an address at ``organization``, or at one of their own."""
    organization = organization or make_organization()
    domain = organization.domains.order_by("pk")[0]
    member = make_user(**{"email": f"peer-{next(_serial)}@{domain}"} | fields)
    membership = join_by_email(user=member, email=member.email)
    if is_administrator:
        make_administrator(membership=membership, by=make_user(role="moderator"))
    return member


def make_topic_moderator(*topics: Topic, **fields) -> User:
    """A member who looks after ``topics`` and nothing else."""
    member = make_user(**fields)
    administrator = make_user(role="administrator")
    for topic in topics:
        add_topic_moderator(topic=topic, member=member, by=administrator)
    return member


def make_version(
    *, number: int | None = 4, by: User | None = None, asks_acceptance: bool = True, **fields
) -> Version:
    """The code of conduct once more, with another rule ``number``, or (None) with one added."""
    by = by or make_user(role="administrator")
    facts = {"title": "Vendors never sell", "noun": "an offer", "text": "No offers, however small."}
    save_rule(by=by, seen=seen_now(draft()), number=number, **facts | fields)
    version = publish_rules(
        by=by,
        seen=seen_now(draft()),
        what_changed="Offers are out.",
        asks_acceptance=asks_acceptance,
    )
    forget()  # what a process learns from its next request, once the transaction has ended
    return version


def make_subject(name: str = "TikTok", kind: str = "platform", **fields) -> Subject:
    return save_subject(name=name, kind=kind, **fields)


def make_topic(**fields) -> Topic:
    n = next(_serial)
    return save_topic(topic=Topic(**{"name": f"Topic {n}", "slug": f"topic-{n}"} | fields))


def make_thread(*, replies: int = 0, **fields) -> Thread:
    """A thread with ``replies`` replies by another member.

    Like replies it was "written elsewhere", just now: limits on posting are for members.
    """
    defaults = {"title": "Which newsletter tool do you use?", "body": "We outgrew ours."}
    author = fields.pop("author", None) or make_user()
    topic = fields.pop("topic", None) or make_topic()
    fields.setdefault("written_at", timezone.now())
    thread = start_thread(topic=topic, author=author, **defaults | fields)
    replier = make_user() if replies else None
    for n in range(replies):
        make_reply(thread=thread, author=replier, body=f"We use plain text mail, part {n + 1}.")
    return thread


def take_name(posts: QuerySet[Post], pseudonym: str) -> None:
    """Let ``posts`` be without a name, as they would be if they had been written so."""
    posts.update(
        unnamed_as="Member at a hospital",
        pseudonym=pseudonym,
        job_title="",
        organization=None,
        organization_name="",
        organization_kind="",
        verification="verified",
    )


def take_name_off(post: Post) -> Post:
    """``post`` as if it had been posted without a name."""
    take_name(Post.objects.filter(pk=post.pk), "Member 2")
    post.refresh_from_db()
    return post


def make_peers(organization: Organization, others: int = 4) -> None:
    """So many organizations of the same kind, size and region, each with a verified member."""
    facts = {"kind": organization.kind, "beds": organization.beds, "region": organization.region}
    for _other in range(others):
        make_verified(organization=make_organization(**facts))


def label_of(member: User) -> str:
    """How ``member`` is shown without a name."""
    return label_now(standing_of(member))


def make_reply(*, thread=None, author=None, body="We use plain text mail.", **fields) -> Post:
    thread = thread or make_thread()
    fields.setdefault("written_at", timezone.now())
    return post_reply(thread=thread, author=author or make_user(), body=body, **fields)


def make_flagged(reason: str = "sales", note: str = "", **about) -> Case:
    """An open case with a flag about a post, a member or an organization; about a reply by default."""
    about = about or {"post": make_reply()}
    harm = Case.Harm.PATIENT if reason == "patient" else Case.Harm.TRUST
    case = open_case(kind=Case.Kind.FLAGS, harm=harm, cause=reason, **about)
    Flag.objects.create(case=case, reporter=make_user(), reason=reason, note=note, weight=10)
    return case


def make_held(cause: str = "guard", **fields) -> Case:
    """The open case of a reply that waits."""
    return Case.objects.get(post=make_reply(held=cause, **fields), closed_at=None)


def make_watched(words: str, act: str = "warn", **facts) -> WatchedWord:
    """Words that a moderator watches."""
    return add_word(by=make_user(role="moderator"), words=words, act=act, **facts)
