"""Addresses of threads that were merged and of replies that moved: they lead to the post, for who may read it."""

import re

import pytest

from forum.moderation.services import hide_post, hide_thread
from forum.threads.models import Post, Thread
from forum.threads.services import (
    change_owner,
    merge_threads,
    move_posts,
    set_thread_closed,
    split_thread,
    undo_merge,
)
from tests.make import make_reply, make_thread, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    source = make_thread(title="Which tool sends your newsletter?", body="We outgrew ours.", replies=27)
    target = make_thread(title="Newsletter tools, anyone?", replies=3)
    return source, target


def without_tokens(answer, pk):
    """The status and the text of a page, without what each answer has of its own."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, text.replace(f"/t/{pk}/", "")


def articles(page) -> dict[str, str]:
    """The articles of a page by their anchors."""
    found = re.findall(r'<article class="post[^"]*" id="([^"]+)">(.*?)</article>', page, re.S)
    return dict(found)


@pytest.mark.parametrize(
    ("page", "first", "last"), [(1, "question", "reply-24"), (2, "reply-25", "reply-27")]
)
def test_a_former_page_shows_its_posts_under_their_former_anchors(
    client, pair, moderator, page, first, last
):
    source, target = pair
    before = articles(client.get(source.get_absolute_url(), {"page": page}).content.decode())
    merge_threads(source=source, target=target, by=moderator)

    answer = client.get(source.get_absolute_url(), {"page": page, "n": 1})  # and no kept copy
    followed = articles(client.get(answer.url).content.decode())

    assert (answer.status_code, answer.url.partition("?")[0]) == (301, target.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert list(followed) == list(before)
    assert [next(iter(followed)), list(followed)[-1]] == [first, last]
    part = re.compile(r"part \d+")
    assert [part.findall(html) for html in followed.values()] == [
        part.findall(html) for html in before.values()
    ]


def test_the_addresses_of_the_target_stay(client, pair, moderator):
    source, target = pair
    before = articles(client.get(target.get_absolute_url()).content.decode())

    merge_threads(source=source, target=target, by=moderator)

    after = articles(client.get(f"{target.get_absolute_url()}?n=1").content.decode())
    assert list(after)[:4] == list(before)
    assert len(after) == 25


def test_a_merged_question_keeps_its_title(client, pair, moderator):
    source, target = pair
    merge_threads(source=source, target=target, by=moderator)

    page = client.get(target.get_absolute_url()).content.decode()

    assert source.title in articles(page)["reply-4"]
    assert source.title not in articles(page)["reply-3"]


def test_a_chain_of_merges_leads_to_its_end(client, pair, moderator):
    source, target = pair
    last = make_thread(title="The last of three questions")
    merge_threads(source=source, target=target, by=moderator)
    merge_threads(source=target, target=last, by=moderator)

    for thread in pair:
        answer = client.get(thread.get_absolute_url())
        page = client.get(answer.url).content.decode()
        assert answer.url == f"{last.get_absolute_url()}?from={thread.pk}"
        assert thread.title in articles(page)["question"]


@pytest.mark.parametrize("visitor", ["guest", "stranger"])
@pytest.mark.parametrize("way", ["hidden", "members only"])
def test_an_address_leads_nowhere_for_who_may_not_know_of_the_target(
    client, pair, moderator, visitor, way
):
    source, target = pair
    if way == "members only":
        Thread.objects.filter(pk=target.pk).update(audience="members", sharing="members")
    merge_threads(source=source, target=target, by=moderator)
    if way == "hidden":
        hide_thread(thread=target, moderator=moderator, rule="1")
    if visitor == "stranger":
        client.force_login(make_user())

    gone, none = (without_tokens(client.get(f"/t/{pk}/"), pk) for pk in (source.pk, 999_999))

    if (visitor, way) == ("stranger", "members only"):
        assert gone[0] == 301
    else:
        assert gone == none
        assert gone[0] == 404


def test_a_hidden_thread_leads_nowhere_though_replies_left_it(client, moderator):
    thread = make_thread(replies=2)
    move_posts(source=thread, numbers=[2], target=make_thread(), by=moderator)
    hide_thread(thread=thread, moderator=moderator, rule="1")

    assert client.get(thread.get_absolute_url()).status_code == 404


def test_after_an_undone_merge_the_address_is_a_page_again(client, pair, moderator):
    source, target = pair
    undo_merge(merge=merge_threads(source=source, target=target, by=moderator), by=moderator)

    assert client.get(source.get_absolute_url()).status_code == 200
    assert client.get(f"{target.get_absolute_url()}?from={source.pk}").url == target.get_absolute_url()


def test_links_made_while_a_merge_stood_lead_on_after_it_is_undone(client, pair, moderator):
    source, target = pair
    merge = merge_threads(source=source, target=target, by=moderator)
    make_reply(thread=Thread.objects.get(pk=target.pk))
    undo_merge(merge=merge, by=moderator)

    notice = articles(client.get(target.get_absolute_url()).content.decode())["reply-5"]
    page = articles(client.get(source.get_absolute_url()).content.decode())

    assert f'href="{source.get_absolute_url()}#reply-1">{source.title}' in notice
    assert "Moved here" not in page["reply-1"]


def test_a_notice_leads_from_where_a_reply_was_to_where_it_is(client, moderator):
    thread, target = make_thread(replies=3), make_thread(title="Another question altogether")
    move_posts(source=thread, numbers=[3], target=target, by=moderator)

    there = articles(client.get(thread.get_absolute_url()).content.decode())
    here = articles(client.get(target.get_absolute_url()).content.decode())

    assert list(there) == ["question", "reply-1", "reply-2", "reply-3"]
    assert f'href="{target.get_absolute_url()}#reply-1">Another question altogether' in there["reply-2"]
    assert f'href="{thread.get_absolute_url()}#reply-2"' in here["reply-1"]


def test_a_notice_names_no_thread_that_the_reader_may_not_know_of(client, moderator):
    thread, target = make_thread(replies=2), make_thread(title="About zanzibar only")
    answer = make_reply(thread=thread, in_reply_to=2)
    (moved,) = move_posts(source=thread, numbers=[2], target=target, by=moderator)
    hide_thread(thread=target, moderator=moderator, rule="1")

    page = client.get(thread.get_absolute_url()).content.decode()

    assert "A moderator moved this to another thread." in articles(page)["reply-1"]
    assert "In reply to a reply in another thread" in articles(page)[answer.anchor]
    assert "zanzibar" not in page
    assert client.get(f"/posts/{moved.pk}/").status_code == 404


def test_the_address_of_a_post_leads_to_it_wherever_it_is(client, moderator):
    thread, target = make_thread(replies=1), make_thread()
    (post,) = move_posts(source=thread, numbers=[2], target=target, by=moderator)

    assert client.get(f"/posts/{post.pk}/").url == f"{target.get_absolute_url()}#reply-1"


def test_a_split_question_says_where_it_comes_from(client, moderator):
    thread = make_thread(replies=2)
    new = split_thread(
        source=thread, numbers=[2, 3], title="A question of its own", topic=thread.topic, by=moderator
    )

    page = client.get(new.get_absolute_url()).content.decode()

    assert f'href="{thread.get_absolute_url()}#reply-1"' in articles(page)["question"]


def test_moved_replies_are_not_counted_as_new(as_member, asker, moderator):
    thread = make_thread(author=asker)
    client = as_member(asker)
    client.get(thread.get_absolute_url())
    make_reply(thread=thread)
    make_reply(thread=thread)
    move_posts(source=thread, numbers=[2], target=make_thread(), by=moderator)

    assert "1 new<" in client.get("/mine/").content.decode()


def test_a_former_page_moves_no_marker(as_member, asker, pair, moderator):
    source, target = pair
    client = as_member(asker)
    client.get(target.get_absolute_url())
    merge_threads(source=source, target=target, by=moderator)

    client.get(f"{source.get_absolute_url()}?page=2", follow=True)

    assert "28 new<" in client.get("/").content.decode()


def test_a_removed_reply_stays_removed_at_its_former_address(client, pair, moderator):
    source, target = pair
    post = source.posts.get(number=3)
    Post.objects.filter(pk=post.pk).update(body_html="<p>zanzibar</p>")
    merge_threads(source=source, target=target, by=moderator)
    post.refresh_from_db()
    hide_post(post=post, moderator=moderator, rule="1")

    page = client.get(client.get(source.get_absolute_url()).url).content.decode()

    assert "zanzibar" not in page
    assert "A moderator removed" in articles(page)["reply-2"]


@pytest.mark.parametrize("was", ["", "x", "0", "-1", "9" * 30, "%00", "1&page=0", "1&page=999999999"])
def test_a_strange_former_address_breaks_nothing(client, was):
    thread = make_thread()

    assert client.get(f"{thread.get_absolute_url()}?from={was}").status_code in (302, 400)


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999", "9" * 30])
def test_a_strange_page_of_a_merged_thread_is_none(client, pair, moderator, page):
    merge_threads(source=pair[0], target=pair[1], by=moderator)

    assert client.get(f"{pair[0].get_absolute_url()}?page={page}").status_code == 404


def test_a_reply_typed_while_its_thread_was_merged_is_shown_to_be_posted(
    as_member, pair, moderator, peer
):
    source, target = pair
    client = as_member(peer)
    merge_threads(source=source, target=target, by=moderator)

    answer = client.post(f"/t/{source.pk}/reply/", {"body": "We send them by hand.", "in_reply_to": "2"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We send them by hand." in page
    assert "merged into this one meanwhile" in page
    assert f'action="/t/{target.pk}/reply/"' in page
    assert 'name="in_reply_to" value="6"' in page
    assert client.get(f"/t/{source.pk}/reply/").url == f"/t/{target.pk}/reply/"


def test_a_reply_to_a_merged_thread_of_no_concern_is_not_found(as_member, pair, moderator, peer):
    merge_threads(source=pair[0], target=pair[1], by=moderator)
    hide_thread(thread=pair[1], moderator=moderator, rule="1")

    answer = as_member(peer).post(f"/t/{pair[0].pk}/reply/", {"body": "We send them by hand."})

    assert answer.status_code == 404


def test_a_former_asker_is_shown_the_hidden_thread_no_more(as_member, asker, peer, moderator):
    thread = make_thread(author=asker)
    change_owner(thread=thread, by=moderator, member=peer)
    hide_thread(thread=thread, moderator=moderator, rule="1")

    answers = [as_member(user).get(thread.get_absolute_url()).status_code for user in (asker, peer)]

    assert answers == [404, 200]


def test_a_closed_target_takes_the_merged_replies_and_no_new_ones(as_member, pair, moderator, peer):
    source, target = pair
    set_thread_closed(thread=target, by=moderator, closed=True)
    merge_threads(source=source, target=target, by=moderator)

    page = as_member(peer).get(target.get_absolute_url()).content.decode()

    assert 'id="reply-form"' not in page
    assert "reply-4" in articles(page)
