"""Posts of new members wait for a moderator until one is approved, unless their work is verified."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.moderation import services
from forum.moderation.care_services import approve_post, decline_post
from forum.moderation.models import Case
from forum.replies.services import post_reply
from forum.threads.models import Post
from forum.threads.services import recount_thread, recount_topic, start_thread, withdraw_post
from tests.make import (
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rule(_members_are_known, settings):
    settings.HOLD_FIRST_POSTS = True


def reply(author, **fields) -> Post:
    return post_reply(thread=make_thread(), author=author, body="We use plain text mail.", **fields)


def question(author) -> Post:
    thread = start_thread(
        topic=make_topic(), author=author, title="Which tool?", body="We outgrew ours."
    )
    return Post.objects.get(thread=thread)


@pytest.mark.parametrize("post_by", [reply, question])
def test_the_first_posts_of_a_member_wait(as_member, client, peer, outsider, post_by):
    first, second = post_by(peer), post_by(peer)
    url = first.thread.get_absolute_url()

    assert first.held_at
    assert second.held_at
    assert [case.cause for case in Case.objects.all()] == ["first", "first"]
    assert first.body not in client.get(url).content.decode()
    assert first.body not in as_member(outsider).get(url).content.decode()
    page = as_member(peer).get(url).content.decode()
    assert "waits for a moderator" in page
    assert f"/posts/{first.pk}/edit/" in page
    assert f"/posts/{first.pk}/withdraw/" in page


@pytest.mark.parametrize("post_by", [reply, question])
def test_what_waits_counts_for_nothing(peer, post_by):
    thread = post_by(peer).thread

    thread.refresh_from_db()

    assert thread.reply_count == 0
    assert not recount_thread(thread)
    assert not recount_topic(thread.topic)


@pytest.mark.parametrize("post_by", [reply, question])
def test_after_one_is_approved_the_next_is_seen_at_once(peer, moderator, post_by):
    approve_post(post=post_by(peer), moderator=moderator)

    assert reply(peer).held_at is None
    assert question(peer).held_at is None


@pytest.mark.parametrize("post_by", [reply, question])
def test_after_one_is_removed_they_still_wait(peer, moderator, post_by):
    decline_post(post=post_by(peer), moderator=moderator, rule="4")

    assert post_by(peer).held_at


def test_whose_only_post_was_removed_waits_again(peer, moderator):
    post = make_reply(author=peer)
    services.hide_post(post=post, moderator=moderator, rule="4")

    assert reply(peer).held_at


def test_withdrawing_what_waits_does_not_help(peer):
    withdraw_post(post=reply(peer), by=peer)

    assert reply(peer).held_at


@pytest.mark.parametrize(
    "make",
    [
        make_verified,
        lambda: make_user(role="moderator"),
        lambda: make_user(role="administrator"),
        lambda: make_topic_moderator(make_topic()),
    ],
    ids=["verified", "moderator", "administrator", "topic moderator"],
)
def test_who_is_known_does_not_wait(make):
    member = make()

    assert question(member).held_at is None
    assert reply(member).held_at is None


def test_who_posted_before_does_not_wait(peer):
    make_reply(author=peer)

    assert reply(peer).held_at is None


def test_the_guard_is_the_graver_cause(peer):
    reply(peer, held="guard")

    assert Case.objects.get().cause == "guard"


def test_without_the_rule_nobody_waits(peer, settings):
    settings.HOLD_FIRST_POSTS = False

    assert reply(peer).held_at is None


def test_with_the_rule_a_reply_takes_no_more_than_its_budget(
    as_member, peer, django_assert_max_num_queries
):
    make_reply(author=peer)
    thread = make_thread()
    client = as_member(peer)
    client.get(thread.get_absolute_url())

    with django_assert_max_num_queries(20):
        client.post(f"/t/{thread.pk}/reply/", {"body": "Plain text mail."})

    assert Post.objects.get(thread=thread, number=2).held_at is None


def test_posting_by_the_form_shows_that_it_waits(as_member, peer):
    thread = make_thread()

    page = as_member(peer).post(f"/t/{thread.pk}/reply/", {"body": "Plain text mail."}, follow=True)

    assert "This reply waits for a moderator" in page.content.decode()


NOTICE = "Your first post is looked at by a moderator before members see it."


@pytest.fixture(params=["thread", "reply", "ask"])
def page(request):
    thread = make_thread().get_absolute_url()
    return {"thread": thread, "reply": f"{thread}reply/", "ask": "/ask/"}[request.param]


def test_a_new_member_is_told_before_they_post(as_member, peer, page):
    assert NOTICE in as_member(peer).get(page).content.decode()


def test_who_does_not_wait_is_told_nothing(as_member, peer, page):
    make_reply(author=peer)

    assert NOTICE not in as_member(peer).get(page).content.decode()
    assert NOTICE not in as_member(make_verified()).get(page).content.decode()


def test_telling_costs_verified_members_no_statement(as_member, settings, page):
    client = as_member(make_verified())
    client.get(page)
    counts = []
    for settings.HOLD_FIRST_POSTS in (True, False):
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_telling_a_new_member_keeps_the_budget_of_a_thread(as_member, peer):
    path = make_thread(replies=3).get_absolute_url()
    client = as_member(peer)
    client.get(path)

    with CaptureQueriesContext(connection) as captured:
        client.get(path)

    assert len(captured) <= 8
