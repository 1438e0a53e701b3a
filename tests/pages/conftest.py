import uuid

import pytest
import time_machine
from django.utils import timezone

from accounts.services import set_listed
from forum.adoption.services import report_status
from forum.moderation.appeal_services import appeal
from forum.moderation.erasure_services import ask_for_erasure
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import ModerationAction
from forum.moderation.reveal_services import ask_reveal
from forum.moderation.services import hide_post
from forum.moderation.standing_services import acknowledge_warnings, warn
from forum.replies.services import mark_helpful, save_draft
from forum.threads.services import accept_reply, change_sharing, edit_post, merge_threads, withdraw_post
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_verified,
)


@pytest.fixture
def lakeshore():
    return make_organization(
        name="Lakeshore Cancer Institute",
        slug="lakeshore",
        kind="cancer_center",
        domain="lakeshore.example",
        region="Michigan",
        beds="50-99",
        website="https://www.lakeshore.example/",
        about="A two-campus cancer institute.",
    )


@pytest.fixture
def maya(lakeshore):
    return make_verified(
        organization=lakeshore, is_administrator=True, handle="mokafor", display_name="Maya Okafor"
    )


# A member with unmistakable names posts in every way without theirs. Then each page is searched for
# them; and the pages that may name them must be the same to the letter as before.


@pytest.fixture
def now():
    with time_machine.travel(timezone.now(), tick=False):
        yield timezone.now()


@pytest.fixture
def author(now):
    organization = make_organization(
        "Umbraglade Pavilion", "cancer_center", slug="umbraglade", beds="200-299"
    )
    make_peers(organization)
    member = make_verified(
        organization=organization,
        handle="qzeph",
        display_name="Quillon Zephyrine",
        job_title="Heliotrope lead",
    )
    set_listed(user=member, listed=True)
    report_status(subject=make_subject("Mastodon"), by=member, status="using")
    return member


@pytest.fixture
def visitors(author, peer, moderator, administrator):
    topic = make_topic(slug="candid")
    make_reply(thread=make_thread(author=author, topic=topic, tags=["candid"]), author=author)
    return {
        "topic": topic,
        "stranger": peer,
        "colleague": make_verified(organization=author.memberships.get().organization),
        "topic moderator": make_topic_moderator(topic),
        "moderator": moderator,
        "administrator": administrator,
    }


@pytest.fixture
def posts(author, visitors, peer, moderator):
    """Everything one can do without a name."""
    label, topic = label_of(author), visitors["topic"]
    facts = {"author": author, "unnamed_as": label}
    asked = make_thread(**facts, topic=topic, tags=["candid"], title="How candid may one be here?")
    question = asked.posts.get()
    edit_post(post=question, editor=author, body="Changed by its author.", version=1, reason="clearer")
    answer = make_reply(thread=asked, author=peer, in_reply_to=1)
    mark_helpful(post=answer, by=author)
    accept_reply(post=answer, by=author)
    own = make_reply(thread=asked, **facts, body="More of it.")
    make_reply(thread=asked, author=peer, in_reply_to=own.number)
    edit_post(post=own, editor=author, body="Less of it.", version=1)
    withdraw_post(post=make_reply(thread=asked, **facts), by=author)
    held = make_reply(thread=asked, **facts, held="guard")
    hide_post(post=make_reply(thread=asked, **facts), moderator=moderator, rule="4")
    other = make_thread(topic=topic, subject=make_subject(), author=peer)
    status = make_reply(thread=other, **facts, status="using")
    source = make_thread(**facts, topic=topic, title="A question that is merged")
    merge = merge_threads(source=source, target=other, by=moderator)
    quotable = make_thread(**facts, topic=topic, sharing="no-names")
    make_reply(thread=quotable, author=peer)
    change_sharing(thread=quotable, by=author, sharing="everyone")
    save_draft(user=author, thread=asked, body="Typed", submission_key=uuid.uuid4(), is_nameless=True)
    raise_flag(reporter=peer, post=own, reason="unkind")
    warn(member=author, moderator=moderator, public_reason="Kindly.", post=own)
    acknowledge_warnings(member=author, seen=author.sanctions.get().pk)
    ask_for_erasure(post=status, by=author, words="Too much said.")
    removed = ModerationAction.objects.filter(kind="hide").latest("pk")
    appeal(action=removed, member=author, words="It was a quote.")
    asked_for = ask_reveal(post=own, moderator=moderator, reason="A threat.")
    return {
        "posts": [question, answer, own, held, status],
        "threads": [asked, other, source, quotable],
        "merge": merge,
        "reveal": asked_for,
    }
