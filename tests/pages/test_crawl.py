"""Every link and every form, as guest, member and moderator: nothing breaks, and looking changes nothing."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps

from accounts.services import ask_to_join
from forum.adoption.services import report_status
from forum.conduct.services import save_rule
from forum.moderation.appeal_services import appeal
from forum.moderation.models import ModerationAction
from forum.moderation.reveal_services import ask_reveal
from forum.moderation.services import hide_post
from forum.threads.services import change_sharing
from tests.make import (
    label_of,
    make_flagged,
    make_held,
    make_organization,
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_verified,
    make_version,
    make_watched,
)

pytestmark = pytest.mark.django_db
MOST_PAGES = 250
ROLES = ["guest", "member", "author", "moderator", "administrator", "of the site"]
ONES_OWN = {"threads.ReadMarker", "sessions.Session", "usersessions.UserSession"}
ONES_OWN_FIELDS = {"seen_at", "previous_visit_at", "last_login"}
NONSENSE = ("", "\x00\ufffd<b>'\"&" * 40)
SKIPPED = re.compile(r"^/(static|admin)/|^mailto:|logout|/erase/")


class Finder(HTMLParser):
    """The links of a page, and its forms as (method, action, names of fields)."""

    def __init__(self):
        super().__init__()
        self.links, self.forms = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append((given.get("method", "get").lower(), given.get("action", ""), set()))
        if tag in ("input", "textarea", "select") and given.get("name") and self.forms:
            self.forms[-1][2].add(given["name"])
        if tag == "button" and given.get("formaction"):
            self.forms.append(("post", given["formaction"], set()))


def crawl(client):
    """Follow every link from home; returns (addresses that broke, forms found)."""
    waiting, seen, broken, forms = ["/"], {"/"}, [], {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        response = client.get(path)
        if response.status_code not in (200, 302, 301, 403):
            broken.append((path, response.status_code))
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        finder = Finder()
        finder.feed(response.content.decode())
        for method, action, names in finder.forms:
            forms[(method, urlsplit(urljoin(path, action)).path)] = names
        for link in finder.links:
            target = urljoin(path, link).partition("#")[0]
            if target.startswith("/") and target not in seen and not SKIPPED.search(target):
                seen.add(target)
                waiting.append(target)
    return broken, forms


def fingerprint():
    rows = {}
    for model in apps.get_models():
        if model._meta.label in ONES_OWN:
            continue
        fields = [
            field.attname for field in model._meta.concrete_fields if field.name not in ONES_OWN_FIELDS
        ]
        rows[model._meta.label] = sorted(map(repr, model._default_manager.values_list(*fields)))
    return rows


def failures(client, forms, value):
    """The forms that break when each of their fields has ``value``."""
    for (method, action), names in forms.items():
        if not SKIPPED.search(action):
            status = getattr(client, method)(action, dict.fromkeys(names, value)).status_code
            if status >= 500:
                yield action, status, value


@pytest.fixture
def forum(asker, peer, moderator, administrator):
    make_version(by=administrator, asks_acceptance=False)
    save_rule(by=administrator, seen="3.0", title="Say who", noun="no name", text="Use your name.")
    topic = make_topic(name="Social platforms", slug="social-platforms")
    thread = make_thread(topic=topic, author=asker, tags=["video"])
    make_reply(thread=thread, author=peer)
    make_reply(thread=thread, author=asker)
    organization = make_organization()
    colleague = make_verified(organization=organization, is_administrator=True)
    report_status(subject=make_subject(), by=colleague, status="using")
    ask_to_join(user=peer, organization=organization)
    label = label_of(colleague)
    nameless = make_thread(topic=topic, author=colleague, unnamed_as=label, sharing="no-names")
    post = make_reply(thread=nameless, author=colleague, unnamed_as=label)
    make_reply(thread=nameless, author=peer)
    change_sharing(thread=nameless, by=colleague, sharing="organization")
    ask_reveal(post=post, moderator=moderator, reason="A threat.")
    make_watched("free trial")
    make_flagged(post=make_held(thread=thread).post)
    make_flagged(member=peer)
    reply = make_reply(author=peer)
    hide_post(post=reply, moderator=administrator, rule="4")
    appeal(action=ModerationAction.objects.get(post=reply), member=peer, words="It was no pitch.")
    return {
        "member": asker,
        "author": peer,
        "moderator": moderator,
        "administrator": colleague,
        "of the site": administrator,
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_link_breaks_or_changes_anything_and_every_form_survives_nonsense(client, forum, role):
    if role in forum:
        client.force_login(forum[role])
    before = fingerprint()

    broken, forms = crawl(client)

    assert broken == []
    assert fingerprint() == before
    assert forms
    assert [failed for value in NONSENSE for failed in failures(client, forms, value)] == []
