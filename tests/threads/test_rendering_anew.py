"""After a change of the renderer: every post has the HTML of the text that it has now."""

from io import StringIO

import pytest
from django.core.management import call_command

from forum.core import markup
from forum.core.redacting import STUB
from forum.moderation.care_services import redact_words
from forum.threads.models import Post
from forum.threads.services import edit_post
from tests.make import make_reply, make_thread, make_user
from tests.together import meanwhile

THE_BODIES = r'"threads_post"."body".* FROM "threads_post"'


def rerendered() -> list[str]:
    out = StringIO()
    call_command("rerender_posts", stdout=out)
    return out.getvalue().splitlines()


def make_outdated(**fields) -> Post:
    post = make_reply(**fields)
    Post.objects.filter(pk=post.pk).update(body_html="<p>Old.", markup_version=0)
    return post


@pytest.mark.django_db
def test_posts_of_an_older_version_are_rendered_anew_once():
    post = make_outdated(body="We use *plain* mail.")

    told = [rerendered(), rerendered()]

    post.refresh_from_db()
    assert (post.body_html, post.markup_version) == (
        "<p>We use <em>plain</em> mail.</p>",
        markup.VERSION,
    )
    assert told == [["1 of 1 posts", "1 posts rendered anew"], ["0 posts rendered anew"]]


@pytest.mark.django_db
def test_the_rest_is_rendered_after_a_stop(monkeypatch):
    thread = make_thread()
    for body in ("One.", "Two.", "Three."):
        make_outdated(thread=thread, body=body)
    Post.objects.filter(number=3).update(markup_version=markup.VERSION)
    monkeypatch.setattr("forum.threads.management.commands.rerender_posts.BATCH", 1)

    told = rerendered()

    texts = Post.objects.filter(number__gt=1).order_by("number").values_list("body_html", flat=True)
    assert list(texts) == ["<p>One.</p>", "<p>Old.", "<p>Three.</p>"]
    assert told == ["1 of 2 posts", "2 of 2 posts", "2 posts rendered anew"]


@pytest.mark.django_db(transaction=True)
def test_words_that_are_redacted_while_posts_are_rendered_do_not_come_back():
    post, moderator = make_outdated(body="Jane Roe of room 12"), make_user(role="moderator")

    def redact():
        redact_words(post=post, moderator=moderator, words="Jane Roe of room 12", rule="1")

    with meanwhile(redact, after=THE_BODIES):
        rerendered()

    post.refresh_from_db()
    assert (post.body, post.body_html) == (STUB, f"<p>{STUB}</p>")


@pytest.mark.django_db(transaction=True)
def test_an_edit_while_posts_are_rendered_is_what_is_shown():
    author = make_user()
    post = make_outdated(author=author, body="Old.")

    with meanwhile(
        lambda: edit_post(post=post, editor=author, body="New.", version=1), after=THE_BODIES
    ):
        rerendered()

    post.refresh_from_db()
    assert (post.body, post.body_html) == ("New.", "<p>New.</p>")
