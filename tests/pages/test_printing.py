"""A thread on paper shows no more than its sharing allows."""

import re

import pytest

from forum.moderation.services import hide_post
from forum.replies.composing import quoted
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_thread,
    make_verified,
)

pytestmark = pytest.mark.django_db
NAMES = re.compile(r"maya|okafor|mokafor|\bsam\b|ortiz|sortiz|/members/", re.IGNORECASE)


@pytest.fixture
def people():
    lakeshore = make_organization("Lakeshore Cancer Institute", "cancer_center")
    make_peers(lakeshore)
    return [
        make_verified(organization=lakeshore, display_name="Maya Okafor", handle="mokafor"),
        make_verified(organization=lakeshore, display_name="Sam Ortiz", handle="sortiz"),
    ]


def printed(client, people, sharing):
    """The print page of a thread in which both write, and name each other in every way."""
    maya, sam = people
    thread = make_thread(
        author=maya, sharing=sharing, title="Who posts, asks Maya Okafor", body="@sortiz?"
    )
    answer = make_reply(
        thread=thread,
        author=sam,
        body="Thanks @mokafor, *Maya Okafor* at Lakeshore Cancer Institute. [She](/members/mokafor/) knows. "
        "`@mokafor` &amp; http://localhost:8000/members/mokafor/",
    )
    make_reply(thread=thread, author=maya, body=quoted(answer) + "\n\nYes, Sam.", in_reply_to=2)
    make_reply(thread=thread, author=sam, body="Quietly.", unnamed_as=label_of(sam))
    client.force_login(people[1])
    response = client.get(f"/t/{thread.pk}/print/")
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_names_are_left_out_where_none_may_be_quoted(client, people):
    page = printed(client, people, "no-names")

    assert not NAMES.search(page)
    assert "Lakeshore" not in page
    assert (
        page.count("Member at a cancer center") == 4 + 4
    )  # in the author lines, and in hidden headings
    assert "Quotable without names" in page
    assert "In reply to reply 1" in page


def test_organizations_are_named_where_they_may_be_quoted(client, people):
    page = printed(client, people, "organization")

    assert not NAMES.search(page)
    assert "Member at Lakeshore Cancer Institute" in page
    assert page.count("Member at a cancer center") == 2  # the reply without a name, and its heading


@pytest.mark.parametrize(
    ("sharing", "says"),
    [
        ("members", "Nothing said here may leave Rounds"),
        ("everyone", "Everyone can read and quote this"),
    ],
)
def test_names_stand_where_readers_may_see_them(client, people, sharing, says):
    page = printed(client, people, sharing)

    assert "Maya Okafor" in page
    assert says in page


def test_a_kind_that_few_are_of_is_not_said(client, people):
    alone = make_verified(organization=make_organization(kind="health_plan"))
    thread = make_thread(author=alone, sharing="no-names")
    client.force_login(alone)

    page = client.get(f"/t/{thread.pk}/print/").content.decode()

    assert "Member at a health organization" in page


def test_the_thread_page_itself_prints_no_names_where_none_may_be_quoted(as_member, people):
    thread = make_thread(author=people[0], sharing="no-names")

    page = as_member(people[1]).get(thread.get_absolute_url()).content.decode()

    assert '<div class="columns no-print">' in page
    assert "that page leaves the names out" in page


def test_what_is_out_of_sight_is_not_printed(as_member, people, moderator):
    thread = make_thread(author=people[0])
    hide_post(
        post=make_reply(thread=thread, author=people[1], body="Zanzibar"), moderator=moderator, rule="4"
    )
    make_reply(thread=thread, author=people[1], body="Zanzibar", held="guard")

    for reader in (moderator, people[1]):
        assert "Zanzibar" not in as_member(reader).get(f"/t/{thread.pk}/print/").content.decode()


def test_only_members_print_and_only_what_they_may_read(client, as_member, people, moderator):
    thread = make_thread(author=people[0])

    assert client.get(f"/t/{thread.pk}/print/").url.startswith("/accounts/login/")
    member = as_member(people[1])
    for path in ("/t/999999/print/", f"/t/{thread.pk}/print/?page=2", f"/t/{thread.pk}/print/?page=x"):
        assert member.get(path).status_code == 404


def test_a_long_thread_is_printed_in_parts(as_member, people, django_assert_max_num_queries):
    thread = make_thread(author=people[0], replies=104, sharing="no-names")
    client = as_member(people[1])
    client.get(f"/t/{thread.pk}/print/")

    with django_assert_max_num_queries(8):
        first = client.get(f"/t/{thread.pk}/print/").content.decode()
    second = client.get(f"/t/{thread.pk}/print/?page=2").content.decode()

    assert (first.count("<article"), second.count("<article")) == (100, 5)
    assert "?page=2" in first
    assert "?page=1" in second
