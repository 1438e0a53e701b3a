"""The queue: its order, its pages, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services import propose_organization
from forum.guard.models import GuardEvent
from forum.moderation import case_services as services
from forum.moderation.case_queries import first_of, open_cases
from forum.moderation.models import Case, Flag
from forum.threads.models import Post
from tests.make import (
    make_flagged,
    make_held,
    make_organization,
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
)
from tests.moderation.pages import QUEUE, text_of

pytestmark = pytest.mark.django_db


def listed(response) -> list[int]:
    sidebar = response.content.decode().partition('class="nav-list"')[2].partition("</ul>")[0]
    return [int(pk) for pk in re.findall(r"/moderation/cases/(\d+)/", sidebar)]


def aged(case: Case, hours: int) -> Case:
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(hours=hours, minutes=1))
    return case


def one_of_each(n: int) -> None:
    """Cases of every kind, with all that their pages show."""
    post = make_reply(thread=make_thread(replies=1))
    make_flagged("unkind", note="Read it twice.", post=post)
    make_held()
    make_flagged("vendor", member=make_user())
    make_flagged("other", organization=make_organization())
    facts = {"kind": "hospital", "website": "https://x.example", "region": "Ohio"}
    propose_organization(member=make_user(), name=f"Hospital Number {n}", **facts)
    services.open_case(kind=Case.Kind.ERASURE, harm=Case.Harm.PERSON, post=make_reply())


def test_the_gravest_come_first_and_then_the_oldest(as_member, moderator):
    routine = aged(make_held("first"), 30)
    young = aged(make_held("guard"), 1)
    old = aged(make_held("guard"), 5)
    trust = aged(make_flagged("sales"), 9)

    page = as_member(moderator).get(QUEUE)

    assert listed(page) == [old.pk, young.pk, trust.pk, routine.pk]
    assert "Oldest open: yesterday . Our promise" in text_of(page) or "1 day ago" in text_of(page)
    assert "Open 4 Held 3 Mine Resolved Log Words Subjects Names" in text_of(page)


def test_the_next_case_is_one_that_nobody_else_is_at(as_member, moderator, administrator):
    first, second, third = (aged(make_held(), hours) for hours in (3, 2, 1))
    services.claim_case(case=second, by=administrator, seen=None)
    client = as_member(moderator)

    assert client.get(f"/moderation/cases/{first.pk}/next/").url == f"/moderation/cases/{third.pk}/"
    assert client.get(f"/moderation/cases/{third.pk}/next/").url == f"/moderation/cases/{first.pk}/"


def test_after_the_only_case_comes_none(as_member, moderator):
    case = make_held()

    page = as_member(moderator).get(f"/moderation/cases/{case.pk}/next/", follow=True)

    assert "Nothing else waits." in text_of(page)


def test_the_tabs_show_what_is_held_what_is_mine_and_what_is_resolved(as_member, moderator):
    held, flagged, closed = make_held(), make_flagged(), make_held("first")
    services.close_case(case=closed, by=moderator, outcome="approved")
    client = as_member(moderator)
    client.post(f"/moderation/cases/{flagged.pk}/claim/", {"seen": ""})

    assert listed(client.get("/moderation/held/")) == [held.pk]
    assert listed(client.get("/moderation/mine/")) == [flagged.pk]
    resolved = text_of(client.get("/moderation/resolved/"))
    assert "Approved by Helen Brandt just now" in resolved
    assert closed.post.thread.title in resolved
    assert "has decided this already: Approved" in text_of(client.get(f"/moderation/cases/{closed.pk}/"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("queue", "Nothing waits"),
        ("held", "Nothing is held"),
        ("mine", "Nothing is yours"),
        ("resolved", "Nothing is resolved yet"),
        ("several", "Nothing waits"),
    ],
)
def test_an_empty_list_says_so(as_member, moderator, path, words):
    assert words in text_of(as_member(moderator).get(f"/moderation/{path}/"))


def test_the_page_shows_what_helps_to_decide(as_member, moderator, peer):
    thread = make_thread()
    make_reply(thread=thread, body="We let it write the first draft.")
    post = make_reply(thread=thread, author=peer, body="Book a demo at our site.", held="guard")
    case = make_flagged("sales", note="Third time today.", post=post)
    Flag.objects.create(
        case=case, reporter=make_user(display_name="Jamal Pruitt"), reason="vendor", weight=10
    )
    GuardEvent.objects.create(
        rule="record-number", level="hard", action="held", post_pk=post.pk, reason="A scanner’s number"
    )

    page = text_of(as_member(moderator).get(f"/moderation/cases/{case.pk}/"))

    assert "Flagged: sales pitch" in page
    assert "Third time today." in page
    assert "Sales pitch, Third" not in page  # the heading has said it
    assert "Jamal Pruitt : Undeclared vendor" in page
    assert "The guard found: Medical record number . The author says: A scanner’s number" in page
    assert "Show the reply before it" in page
    assert "We let it write the first draft." in page
    assert "Book a demo at our site." in page
    assert "2 flags" in page


def test_a_list_goes_on(as_member, moderator):
    cases = [aged(make_held(), 40 - n) for n in range(28)]
    client = as_member(moderator)

    first = client.get(QUEUE)
    further = re.search(r'href="(\?after=[^"]+)" rel="next"', first.content.decode())
    second = client.get(QUEUE + further[1])

    assert listed(first) + listed(second) == [case.pk for case in cases]
    for cursor in ("1", "a-b-c", "1-2", "0--1-2", f"0-{10**17}-1", "999-1-1"):
        assert client.get(QUEUE, {"after": cursor}).status_code == 404


@pytest.mark.parametrize("path", ["queue", "held", "mine", "resolved", "several"])
def test_a_list_takes_the_same_statements_for_any_length(as_member, moderator, path):
    client = as_member(moderator)

    def settle():
        if path == "mine":
            Case.objects.update(claimed_by=moderator)
        elif path == "resolved":
            Case.objects.filter(closed_at=None).update(closed_at=timezone.now(), outcome="kept")

    def statements():
        settle()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/moderation/{path}/").status_code == 200
        return len(captured)

    make_flagged("patient", post=make_held().post)
    client.get(QUEUE)
    short = statements()
    for n in range(10):
        one_of_each(n)

    assert statements() == short <= 10


@pytest.mark.parametrize("kind", ["flagged", "held", "member", "organization", "proposal", "erasure"])
def test_the_page_of_each_kind_takes_at_most_ten(as_member, moderator, kind):
    one_of_each(1)
    make_organization("Hospital Number Five")
    kinds = {"flagged": {"kind": "flags", "post__isnull": False}}
    kinds |= {name: {f"{name}__isnull": False} for name in ("member", "organization", "proposal")}
    case = Case.objects.get(**kinds.get(kind, {"kind": kind}))
    client = as_member(moderator)
    client.get(QUEUE)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/moderation/cases/{case.pk}/").status_code == 200

    assert len(captured) <= 10


def test_the_list_walks_its_index(moderator):
    post = make_reply()
    now = timezone.now()
    past = [
        Case(kind="flags", harm=n % 6, post=post, opened_at=now, closed_at=now, outcome="kept")
        for n in range(3000)
    ]
    members = [make_user() for _n in range(60)]
    waiting = [
        Case(kind=kind, harm=n % 6, member=member, opened_at=now)
        for n, member in enumerate(members)
        for kind in Case.Kind.values
    ]
    Case.objects.bulk_create(past + waiting)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    plan = first_of(open_cases(moderator)).explain()

    assert "case_queue" in plan


def test_a_question_that_waits_is_shown_to_who_has_its_topic(as_member):
    topic = make_topic()
    question = Post.objects.get(thread=make_thread(topic=topic, held="guard"))

    page = text_of(as_member(make_topic_moderator(topic)).get(QUEUE))

    assert question.body in page
    assert "Subjects" not in page
