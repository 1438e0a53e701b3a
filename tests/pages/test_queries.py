"""What a page costs: statements, the same for one row and for a full page."""

from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.core.paging import newest_first
from forum.moderation.services import hide_post
from forum.pages import lists
from forum.threads.services import move_posts
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator

pytestmark = pytest.mark.django_db
MEMBER, GUEST = 8, 5
_serial = count()  # another address each time, so that no kept page answers


def statements(client, path):
    client.get(f"{path}?n={next(_serial)}")  # the plans of queries are made once a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{path}?n={next(_serial)}").status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


@pytest.fixture
def forum(peer, moderator):
    topic = make_topic()
    thread = make_thread(topic=topic, tags=["video", "policy"])
    return topic, thread, peer, moderator


def fill(topic, thread, author, moderator):
    for n in range(26):
        make_reply(thread=thread, author=author, in_reply_to=2 if n else 1)
        make_thread(topic=topic, author=author, tags=["video"], title=f"Question number {n} of them")
        make_reply(thread=thread, author=author, in_reply_to=1)


@pytest.mark.parametrize("page", ["/", "topic", "thread", "/unanswered/", "/new/", "/mine/"])
def test_a_member_page_takes_few_statements_whatever_its_length(as_member, asker, forum, page):
    topic, thread, author, moderator = forum
    path = {"topic": topic.get_absolute_url(), "thread": thread.get_absolute_url()}.get(page, page)
    client = as_member(asker)

    short = statements(client, path)
    fill(topic, thread, author, moderator)
    long = statements(client, path)

    assert short == long
    assert long <= MEMBER


@pytest.mark.django_db(transaction=True)
def test_pages_are_made_when_the_connection_to_the_database_was_lost(as_member, asker):
    thread = make_thread(author=asker)
    client = as_member(asker)
    before = client.get(thread.get_absolute_url())

    connection.close()  # as after a restart of PostgreSQL: what it kept of our queries is gone

    after = client.get(thread.get_absolute_url())
    assert before.status_code == after.status_code == 200
    assert thread.title in after.text


@pytest.mark.parametrize("page", ["/", "topic", "thread", "/unanswered/", "/topics/"])
def test_a_guest_page_takes_few_statements_whatever_its_length(client, forum, page):
    topic, thread, author, moderator = forum
    path = {"topic": topic.get_absolute_url(), "thread": thread.get_absolute_url()}.get(page, page)

    short = statements(client, path)
    fill(topic, thread, author, moderator)
    long = statements(client, path)

    assert short == long
    assert long <= GUEST


@pytest.mark.parametrize("page", ["/", "topic", "thread", "/moderation/log/"])
def test_a_topic_moderators_page_takes_few_statements_whatever_its_length(as_member, forum, page):
    topic, thread, author, moderator = forum
    path = {"topic": topic.get_absolute_url(), "thread": thread.get_absolute_url()}.get(page, page)
    client = as_member(make_topic_moderator(topic, make_topic()))

    short = statements(client, path)
    fill(topic, thread, author, moderator)
    long = statements(client, path)

    assert short == long
    assert long <= MEMBER


@pytest.mark.parametrize(("reader", "most"), [(None, GUEST), ("asker", MEMBER), ("moderator", MEMBER)])
def test_a_page_with_replies_out_of_sight_takes_one_statement_more(request, client, forum, reader, most):
    topic, thread, author, moderator = forum
    fill(topic, thread, author, moderator)
    if reader:
        client.force_login(request.getfixturevalue(reader))
    whole = statements(client, thread.get_absolute_url())

    for number in (5, 6, 7):
        hide_post(post=thread.posts.get(number=number), moderator=moderator, rule="4")

    assert statements(client, thread.get_absolute_url()) == whole + 1 <= most


def test_a_page_that_replies_have_left_takes_one_statement_more(client, forum):
    topic, thread, author, moderator = forum
    fill(topic, thread, author, moderator)
    whole = statements(client, thread.get_absolute_url())
    target = make_thread(topic=topic)

    lost = []
    for numbers in ([2], [3, 4, 6, 7, 8]):
        move_posts(source=thread, numbers=numbers, target=target, by=moderator)
        lost.append(statements(client, thread.get_absolute_url()))

    assert lost == [whole + 1, whole + 1]


@pytest.mark.parametrize("page", ["/t/{}/merge/", "/t/{}/replies/move/", "/t/{}/merge/?into={}"])
def test_pages_of_acts_take_the_same_statements_for_any_thread(as_member, forum, page):
    topic, thread, author, moderator = forum
    path = page.format(thread.pk, make_thread(topic=topic).pk)
    client = as_member(moderator)
    make_reply(thread=thread, author=author)

    def count():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    short = count()
    fill(topic, thread, author, moderator)

    assert count() == short <= MEMBER


def test_a_first_visit_with_a_marker_to_write_keeps_to_the_budget(as_member, outsider, forum):
    _topic, thread, _author, _moderator = forum
    client = as_member(outsider)
    client.get("/")

    with CaptureQueriesContext(connection) as captured:
        client.get(thread.get_absolute_url())

    assert len(captured) <= MEMBER


def test_posting_a_reply_takes_at_most_twenty(as_member, asker, forum):
    _topic, thread, _author, _moderator = forum
    client = as_member(asker)
    client.get(thread.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        response = client.post(f"/t/{thread.pk}/reply/", {"body": "Yes, @praman."})

    assert response.status_code == 302
    assert len(captured) <= 20


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("thread_latest", lists._latest),
        ("thread_by_topic", lambda viewer: lists._latest_in(viewer, topic=1)),
        ("thread_unanswered", lists._unanswered),
    ],
)
@pytest.mark.parametrize("reader", ["member", "guest"])
def test_lists_walk_their_index(asker, index, rows, reader):
    viewer = asker if reader == "member" else AnonymousUser()
    if connection.vendor == "postgresql":  # with a few rows it would read them all
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = newest_first(rows(viewer), lists.LATEST).explain()

    names = {index, f"{index}_for_guests"} if reader == "guest" else {index}
    if connection.vendor == "postgresql":  # of two indexes in this order it may take either
        names = {"Index Scan"}
    assert any(name in plan for name in names)
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_newer_replies_are_shown_before_posting_with_the_same_statements_however_many(as_member, peer):
    counts = []
    for newer in (1, 1, 6):  # the first time plans are made
        thread = make_thread(replies=1)
        for _reply in range(newer):
            make_reply(thread=thread, in_reply_to=2)
        with CaptureQueriesContext(connection) as captured:
            response = as_member(peer).post(f"/t/{thread.pk}/reply/", {"body": "We do.", "seen": "2"})
        assert response.status_code == 422
        counts.append(len(captured))

    assert counts[1] == counts[2]
