"""Who reads flags: reporters their own, moderators those that are not on them, and nobody else."""

from urllib.parse import urljoin

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.moderation.decision_services import keep, remove
from forum.moderation.flag_services import raise_flag
from tests.make import make_organization, make_reply, make_thread, make_user, make_verified
from tests.moderation.flagging import text_of
from tests.pages.test_crawl import SKIPPED, Finder

pytestmark = pytest.mark.django_db


# --- A member's own flags ----------------------------------------------------------------------


def test_own_flags_show_what_came_of_each(as_member, outsider, moderator, peer):
    posts = [make_reply(thread=make_thread(title=f"Question number {n} of three")) for n in range(3)]
    for post in posts:
        raise_flag(reporter=outsider, post=post, reason="sales", note="See line 2.")
    raise_flag(reporter=outsider, member=peer, reason="vendor")
    remove(case=posts[0].cases.get(), moderator=moderator, rule="4")
    keep(case=posts[1].cases.get(), moderator=moderator)

    page = text_of(as_member(outsider).get("/settings/flags/"))

    assert "A moderator agreed with you and acted." in page
    assert "A moderator found that it follows our rules." in page
    assert "A moderator looks at it within one working day." in page
    titles = [f"Question number {n} of three" in page for n in range(3)]
    assert titles == [False, True, True]  # the first is out of sight
    assert peer.display_name in page
    assert page.count("See line 2.") == 3
    assert moderator.display_name not in page


def test_own_flags_are_nobody_elses(as_member, outsider, peer, moderator):
    raise_flag(reporter=outsider, post=make_reply(), reason="sales", note="See line 2.")

    for member in (peer, moderator):
        page = text_of(as_member(member).get("/settings/flags/"))
        assert "You have not flagged anything" in page
        assert "See line 2." not in page


def test_own_flags_cost_the_same_for_one_and_for_many(as_member, outsider):
    client = as_member(outsider)

    def statements():
        client.get("/settings/flags/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/settings/flags/").status_code == 200
        return len(captured)

    raise_flag(reporter=outsider, post=make_reply(), reason="sales")
    one = statements()
    for _n in range(27):
        raise_flag(reporter=outsider, post=make_reply(), reason="sales")
    raise_flag(reporter=outsider, member=make_user(), reason="sales")
    raise_flag(reporter=outsider, organization=make_organization(), reason="sales")

    assert statements() == one
    page = text_of(client.get("/settings/flags/"))
    assert page.count("Sales pitch") == 25
    assert "?before=" in page


# --- Leaks -------------------------------------------------------------------------------------

MARKS = ("Zanzibar", "zanzibar-note")


def walked(client):
    """Every page and header that whoever is signed in finds from home on, by address."""
    waiting, found = ["/", "/settings/flags/", "/drafts/", "/mine/", "/new/"], {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path)
        found[path] = f"{response.headers}\n{response.content.decode(errors='replace')}"
        finder = Finder()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            finder.feed(text_of(response))
        targets = (urljoin(path, link).partition("#")[0] for link in finder.links)
        waiting += [to for to in targets if to.startswith("/") and not SKIPPED.search(to)]
    return found


@pytest.mark.parametrize("hides", [True, False], ids=["held", "in sight"])
@pytest.mark.parametrize("who", ["guest", "author", "colleague", "stranger"])
def test_flags_and_who_raised_them_are_nowhere_for_members(client, who, hides):
    organization = make_organization()
    reporter = make_verified(
        organization=organization, display_name="Zanzibar Quist", handle="zanzibar-q"
    )
    author = make_verified()
    post = make_reply(author=author, body="Buy ours.")
    people = {
        "author": author,
        "colleague": make_verified(organization=organization),
        "stranger": make_user(),
    }
    if who in people:
        client.force_login(people[who])
    raise_flag(
        reporter=reporter, post=post, reason="patient" if hides else "sales", note="zanzibar-note"
    )
    raise_flag(reporter=reporter, member=author, reason="vendor", note="zanzibar-note")

    pages = walked(client)

    assert len(pages) > 10
    assert [path for path, text in pages.items() if any(mark in text for mark in MARKS)] == []
    said = [message for message in mail.outbox if message.to != [reporter.email]]
    assert not any(mark in f"{message.subject}{message.body}" for message in said for mark in MARKS)


def test_moderators_see_who_flagged_and_why_but_not_on_what_is_their_own(
    as_member, outsider, moderator, administrator
):
    post = make_reply(author=moderator)
    case = raise_flag(reporter=outsider, post=post, reason="unkind", note="See line 2.").case
    about = raise_flag(reporter=outsider, member=moderator, reason="unkind", note="See line 2.").case
    pages = [f"/moderation/cases/{one.pk}/" for one in (case, about)]

    own = [text_of(as_member(moderator).get(page)) for page in pages]
    theirs = [text_of(as_member(administrator).get(page)) for page in pages]

    told = [
        [outsider.display_name in page and "See line 2." in page for page in one]
        for one in (own, theirs)
    ]
    assert told == [[False, False], [True, True]]
