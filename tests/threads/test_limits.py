"""How much one member may write: less while they are new. The page says how long to wait, and that is true."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forum.core.errors import Refused
from forum.replies.models import Draft
from forum.replies.services import post_reply
from forum.threads.models import Post
from forum.threads.services import PostingTooOften, edit_post, start_thread
from tests.make import make_reply, make_thread, make_topic, make_user, make_verified

pytestmark = pytest.mark.django_db
LINKS = "See https://one.example/ and https://two.example/ and https://three.example/."
LONG_AGO = timedelta(days=30)


@pytest.fixture
def known():
    """Not verified, but here for a while and read before."""
    member = make_user(joined_at=timezone.now() - LONG_AGO)
    for _ in range(5):
        make_reply(author=member, written_at=timezone.now() - LONG_AGO)
    return member


def replies(thread, author, count):
    for n in range(count):
        post_reply(thread=thread, author=author, body=f"Reply {n}.")


def questions(topic, author, count):
    for n in range(count):
        start_thread(topic=topic, author=author, title=f"Question {n} of many")


def test_a_new_member_replies_five_times_in_ten_minutes():
    thread, new = make_thread(), make_user()
    replies(thread, new, 5)

    with pytest.raises(PostingTooOften):
        replies(thread, new, 1)


def test_a_new_member_asks_three_questions_an_hour():
    topic, new = make_topic(), make_user()
    questions(topic, new, 3)

    with pytest.raises(PostingTooOften), time_machine.travel(timezone.now() + timedelta(minutes=59)):
        questions(topic, new, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        questions(topic, new, 1)


@pytest.mark.parametrize("make", [make_verified, lambda: make_user(role="moderator")])
def test_who_is_verified_or_in_office_is_never_new(make):
    thread, member = make_thread(), make()
    replies(thread, member, 20)

    with pytest.raises(PostingTooOften):
        replies(thread, member, 1)


def test_time_and_posts_make_a_known_member(known):
    replies(make_thread(), known, 6)


@pytest.mark.parametrize("field", ["hidden_at", "withdrawn_at", "held_at"])
def test_posts_out_of_sight_speak_for_nobody(known, field):
    post_reply(thread=make_thread(), author=known, body=LINKS)
    Post.objects.filter(author=known).update(**{field: timezone.now()})

    with pytest.raises(Refused):
        post_reply(thread=make_thread(), author=known, body=LINKS)


def test_the_page_says_how_long_and_keeps_the_text(as_member):
    thread, new = make_thread(), make_user()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        replies(thread, new, 5)
    with time_machine.travel(start + timedelta(minutes=3), tick=False):
        page = as_member(new).post(f"/t/{thread.pk}/reply/", {"body": "One more."})

        assert page.status_code == 429
        assert "You can post again in 7 minutes." in page.content.decode()
        assert page.headers["Retry-After"] == "420"
        assert Draft.objects.get(user=new).body == "One more."
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        assert as_member(new).post(f"/t/{thread.pk}/reply/", {"body": "Now."}).status_code == 302


def test_what_is_asked_too_often_waits_as_long_as_the_page_says(as_member):
    topic, new = make_topic(), make_user()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        questions(topic, new, 3)
    data = {"title": "A fourth question?", "topic": topic.slug, "sharing": "everyone"}
    with time_machine.travel(start + timedelta(minutes=20), tick=False):
        page = as_member(new).post("/ask/", data)
        assert "You can post again in 40 minutes." in page.content.decode()
        assert Draft.objects.get(user=new).title == "A fourth question?"


def test_a_preview_too_many_waits_as_long_as_the_page_says(as_member, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"preview": "1/5m/user"}
    thread, client = make_thread(), as_member(make_user())
    data = {"body": "How does it look?", "preview": "1"}
    client.post(f"/t/{thread.pk}/reply/", data)

    page = client.post(f"/t/{thread.pk}/reply/", data)

    assert page.status_code == 429
    assert "You can post again in 5 minutes." in page.content.decode()
    assert 290 <= int(page.headers["Retry-After"]) <= 300


def test_a_new_member_puts_two_links_into_a_post(as_member, known):
    thread, new = make_thread(), make_user()

    page = as_member(new).post(f"/t/{thread.pk}/reply/", {"body": LINKS})

    assert page.status_code == 422
    assert "at most 2 links to other sites; this has 3." in page.content.decode()
    assert "three.example" in page.content.decode()
    post_reply(thread=thread, author=new, body="See https://one.example/ and https://two.example/.")
    post_reply(thread=thread, author=known, body=LINKS)


def test_links_to_rounds_itself_are_not_counted():
    thread = make_thread()
    body = "See [one](/t/1/), [two](/t/2/) and http://localhost:8000/t/3/."
    post_reply(thread=thread, author=make_user(), body=body)


def test_links_come_in_by_an_edit_no_better(as_member):
    new = make_user()
    post = post_reply(thread=make_thread(), author=new, body="Short.")

    with pytest.raises(Refused):
        edit_post(post=post, editor=new, body=LINKS, version=1)
    page = as_member(new).post(f"/posts/{post.pk}/edit/", {"body": LINKS, "version": "1"})
    assert page.status_code == 422
    assert "three.example" in page.content.decode()
    assert "at most 2 links" in page.content.decode()


def test_a_moderator_may_edit_what_has_many_links(moderator):
    post = make_reply(author=make_user(), body=LINKS)
    edited = edit_post(post=post, editor=moderator, body=f"{LINKS} Edited.", version=1)
    assert edited.version == 2


@pytest.mark.parametrize(("is_new", "most"), [(True, 2), (False, 10)])
def test_mentions_have_a_limit(known, is_new, most):
    author = make_user() if is_new else known
    names = [f"@member-{letter}x" for letter in "abcdefghijkl"]
    thread = make_thread()
    post_reply(thread=thread, author=author, body=" ".join(names[:most]))

    with pytest.raises(Refused, match=f"Mention at most {most} members"):
        post_reply(thread=thread, author=author, body=" ".join(names[: most + 1]))
