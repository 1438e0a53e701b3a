"""Who posted without a name is told nowhere: every address, every header, by every kind of visitor.

A member with unmistakable names posts in every way without theirs. Then each page is searched for
them; and the pages that may name them must be the same to the letter as before.
"""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.services import set_listed
from forum.adoption.services import report_status
from forum.moderation.appeal_services import appeal
from forum.moderation.erasure_services import ask_for_erasure
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.moderation.reveal_services import ask_reveal
from forum.moderation.services import hide_post
from forum.moderation.standing_services import acknowledge_warnings, warn
from forum.replies.services import mark_helpful, save_draft
from forum.threads.models import Post
from forum.threads.services import (
    accept_reply,
    change_sharing,
    edit_post,
    merge_threads,
    withdraw_post,
)
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db
PERSON = re.compile(r"quillon|zephyrine|qzeph|heliotrope|\bQZ\b", re.IGNORECASE)
NAMES = re.compile(PERSON.pattern + "|umbraglade", re.IGNORECASE)
OURS = ("forum.", "accounts.")
VISITORS = ("guest", "stranger", "colleague", "topic moderator", "moderator", "administrator")
ROWS = re.compile(r"<li>\s*<article class=\"question\">.*?</li>", re.DOTALL)
TOKENS = re.compile(rb'(?:csrfmiddlewaretoken" value|submission_key" value)="[^"]*"')


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
def named_pages(client, author, visitors):
    """The pages that name the author for what they did with their name, as everybody saw them before."""
    paths = [
        f"/members/{author.handle}/",
        f"/members/{author.handle}/questions/",
        f"/moderation/members/{author.handle}/",
        "/organizations/umbraglade/",
        "/organizations/umbraglade/history/",
        "/organizations/umbraglade/questions/",
        "/organizations/",
        "/snapshots/mastodon/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{author.pk}/change/",
    ]
    return {who: fetched(client, visitors, who, paths) for who in VISITORS}


def sign_in(client, visitors, who):
    client.logout()
    if who != "guest":
        client.force_login(visitors[who])


def fetched(client, visitors, who, paths):
    sign_in(client, visitors, who)
    return {path: TOKENS.sub(b"", client.get(path).content) for path in paths}


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


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from patterns(pattern, route)
        elif pattern.callback.__module__.startswith(OURS) or hasattr(pattern.callback, "__wrapped__"):
            yield route.lstrip("^")


def addresses(made):
    """Every address of ours, with everything that was made in its places; and the ways into a composer."""
    places = {
        "post_id": [post.pk for post in made["posts"]],
        "thread_id": [thread.pk for thread in made["threads"]],
        "merge_id": [made["merge"].pk],
        "request_id": [made["reveal"].pk],
        "case_id": list(Case.objects.values_list("pk", flat=True)),
        "action_id": list(ModerationAction.objects.values_list("pk", flat=True)),
        "appeal_id": list(Appeal.objects.values_list("pk", flat=True)),
        "number": [1],
        "handle": ["qzeph", "praman"],
    }
    slugs = {"topics": "candid", "tags": "candid", "organizations": "umbraglade"}
    for route in patterns(get_resolver()):
        paths = [f"/{route}"]
        for match in re.finditer(r"<(?:\w+:)?(\w+)>", route):
            values = places.get(match[1], [slugs.get(route.partition("/")[0], "tiktok")])
            paths = [path.replace(match[0], str(value)) for path in paths for value in values]
        yield from (path for path in paths if not re.search(r"[\\<>()^$]|/logout", path))
    for thread in made["threads"]:
        for number in (1, 2, 3):
            yield f"/t/{thread.pk}/reply/?quote={number}"
            yield f"/t/{thread.pk}/reply/?to={number}"
        yield f"/t/{thread.pk}/?from={made['threads'][2].pk}"
        yield f"/t/{thread.pk}/merge/?into={made['threads'][0].pk}"
    yield "/admin/"
    yield "/admin/threads/topic/"
    yield "/admin/threads/tag/"


NAMED_FOR_OTHER_REASONS = re.compile(
    r"^/((moderation/)?members/qzeph|(moderation/)?organizations/|admin/accounts/)"
)


def test_no_page_and_no_header_tells_who_it_was(client, posts, visitors):
    named_thread = Post.objects.named().get(author__handle="qzeph", number=1).thread
    paths = [path for path in addresses(posts) if not NAMED_FOR_OTHER_REASONS.match(path)]
    assert len(paths) > 150

    told = []
    for who in VISITORS:
        sign_in(client, visitors, who)
        names = PERSON if who == "colleague" else NAMES  # it is their organization too
        for path in paths:
            response = client.get(path)
            page = ROWS.sub(_but_for(named_thread), _text(response))
            for text in (page, str(response.headers.items()), str(response.cookies)):
                if found := names.search(text):
                    near = text[max(0, found.start() - 60) : found.end() + 20]
                    told.append((who, path, response.status_code, near))

    assert told == []


def _but_for(named_thread):
    """List rows, without that of the question that the author asked with their name."""
    return lambda row: "" if f'href="{named_thread.get_absolute_url()}' in row[0] else row[0]


def _text(response) -> str:
    body = b"".join(response.streaming_content if response.streaming else [response.content])
    return TOKENS.sub(b"", body).decode(errors="replace")


def test_the_pages_that_name_them_are_as_they_were(client, named_pages, posts, visitors):
    changed = set()
    for who, before in named_pages.items():
        after = fetched(client, visitors, who, before)
        changed |= {(who, path) for path in before if before[path] != after[path]}

    assert changed == {
        ("colleague", "/organizations/umbraglade/"),
        ("colleague", "/organizations/umbraglade/history/"),
    }


def test_colleagues_find_the_status_by_the_month_and_without_a_name(client, posts, visitors):
    client.force_login(visitors["colleague"])

    page = client.get("/organizations/umbraglade/history/").content.decode()

    row = page.partition("TikTok")[2].partition("</tr>")[0]
    assert f"{timezone.localtime():%b} 1, " in row
    assert not PERSON.search(row)


def test_no_mail_to_others_tells_it(posts, author):
    assert [message for message in mail.outbox if author.email not in message.to]
    for message in mail.outbox:
        if author.email not in message.to:
            assert not NAMES.search(message.subject + message.body)


def test_the_log_file_ties_nobody_to_a_thread(client, posts, author, caplog):
    client.force_login(author)
    thread = posts["threads"][0]
    caplog.set_level("DEBUG", logger="rounds")
    client.post(f"/posts/{posts['posts'][2].pk}/helpful/")  # one's own: refused
    for _n in range(12):
        client.post(f"/t/{thread.pk}/reply/", {"body": "Again", "unnamed_as": label_of(author)})

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("rounds")]
    assert any("Refused" in line for line in lines)
    assert [line for line in lines if f"/t/{thread.pk}/" in line or "/posts/" in line] == []


def test_ones_own_copy_has_all_of_it(posts, author):
    from forum.adoption.queries import statuses_data
    from forum.threads.exports import posts_data

    own = posts_data(author)

    assert sum(bool(post["unnamed_as"]) for post in own) == Post.objects.nameless().count()
    assert {row["subject__name"]: row["is_unnamed"] for row in statuses_data(author)} == {
        "Mastodon": False,
        "TikTok": True,
    }


def test_a_quote_names_the_pseudonym(client, posts, peer):
    client.force_login(peer)

    page = client.get(f"/t/{posts['threads'][0].pk}/reply/?quote=3").content.decode()

    assert "[Asker wrote]" in page


def test_what_was_asked_long_ago_is_listed_by_its_time_alone(client, author, visitors):
    """Lists sort by time and number, neither of which is their author's."""
    label = label_of(author)
    for days in (3, 1, 2):
        at = timezone.now() - timedelta(days=days)
        make_thread(
            author=author if days == 1 else make_user(),
            written_at=at,
            title=f"Asked {days} days ago",
            **({"unnamed_as": label} if days == 1 else {}),
        )

    titles = re.findall(r"Asked (\d) days ago", client.get("/").content.decode())

    assert titles == ["1", "2", "3"]
