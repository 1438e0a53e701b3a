"""Who posted without a name is told nowhere: every address, every header, by every kind of visitor."""

import re

import pytest
from django.core import mail
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from forum.moderation.models import Appeal, Case, ModerationAction
from forum.threads.models import Post

pytestmark = pytest.mark.django_db
PERSON = re.compile(r"quillon|zephyrine|qzeph|heliotrope|\bQZ\b", re.IGNORECASE)
NAMES = re.compile(PERSON.pattern + "|umbraglade", re.IGNORECASE)
OURS = ("forum.", "accounts.")
VISITORS = ("guest", "stranger", "colleague", "topic moderator", "moderator", "administrator")
ROWS = re.compile(r"<li>\s*<article class=\"question\">.*?</li>", re.DOTALL)
TOKENS = re.compile(rb'(?:csrfmiddlewaretoken" value|submission_key" value)="[^"]*"')


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
