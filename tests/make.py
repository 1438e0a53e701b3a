"""Test data, built through the same services that members use."""

from itertools import count

from django.utils import timezone

from accounts.models import User
from accounts.services import create_member
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread, Topic
from forum.threads.services import save_topic, start_thread

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


def make_reply(*, thread=None, author=None, body="We use plain text mail.", **fields) -> Post:
    thread = thread or make_thread()
    fields.setdefault("written_at", timezone.now())
    return post_reply(thread=thread, author=author or make_user(), body=body, **fields)
