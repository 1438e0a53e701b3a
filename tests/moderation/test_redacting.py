"""A moderator takes words out of a post: who may, what is asked before, and what the log says."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.core.errors import Refused
from forum.core.redacting import SHORT_STUB, STUB, Words
from forum.moderation import services
from forum.moderation.models import ModerationAction
from forum.threads.models import Post, Revision
from forum.threads.services import edit_post
from tests.make import make_reply, make_thread
from tests.moderation.redacting import WORDS, body_of, redact

pytestmark = pytest.mark.django_db


def test_a_stub_stays_in_the_text_and_in_its_html(moderator):
    post = make_reply(body=f"We read **{WORDS}** aloud.")

    redact(post, moderator)

    post.refresh_from_db()
    assert post.body == f"We read **{STUB}** aloud."
    assert post.body_html == f"<p>We read <strong>{STUB}</strong> aloud.</p>"
    assert post.redacted_at is not None


def test_the_title_of_a_question_is_redacted(moderator):
    thread = make_thread(title=f"Who else got a tweet with {WORDS}?")

    redact(Post.objects.get(thread=thread), moderator)

    thread.refresh_from_db()
    assert thread.title == f"Who else got a tweet with {STUB}?"


def test_the_edit_form_that_somebody_has_open_is_out_of_date(as_member, peer, moderator):
    post = make_reply(author=peer, body=f"We read {WORDS} aloud.")
    redact(post, moderator)

    response = as_member(peer).post(
        f"/posts/{post.pk}/edit/",
        {"body": f"We read {WORDS} aloud!", "version": "1", "guard_ok": "1", "guard_reason": "None"},
    )

    assert response.status_code == 422
    assert WORDS not in body_of(post)


def test_the_log_says_how_many_places_and_never_what(moderator):
    post = make_reply(body=f"We read {WORDS} aloud.")

    redact(post, moderator, note="Reported by phone")

    act = ModerationAction.objects.get()
    assert (act.kind, act.rule, act.detail, act.note) == ("redact", "1", "1 place", "Reported by phone")


def test_members_redact_nothing(as_member, peer):
    post = make_reply(author=peer, body=WORDS)

    assert as_member(peer).get(f"/posts/{post.pk}/redact/").status_code == 403
    with pytest.raises(PermissionDenied):
        redact(post, peer)
    assert body_of(post) == WORDS


def test_words_that_the_post_does_not_hold_are_refused(moderator):
    post = make_reply(body="Nothing of it.")

    with pytest.raises(Refused):
        redact(post, moderator)

    assert ModerationAction.objects.count() == 0


def test_the_page_lists_every_place_and_the_next_click_does_it(as_member, moderator):
    post = make_reply(body=f"We read {WORDS} aloud.")
    client = as_member(moderator)
    typed = {"words": WORDS, "rule": "1", "note": ""}

    first = client.post(f"/posts/{post.pk}/redact/", typed)
    unchanged = body_of(post)
    second = client.post(f"/posts/{post.pk}/redact/", typed | {"confirm": "1"})

    assert "They will be taken out of one place" in first.content.decode()
    assert WORDS in unchanged
    assert (second.status_code, second.url) == (302, post.get_absolute_url())
    assert body_of(post) == f"We read {STUB} aloud."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "Copy the words that have to go"),
        ({"words": "MRN"}, "Copy at least 4 characters"),
        ({"words": "not in it"}, "The post does not hold these words"),
        ({"words": WORDS, "note": f"It said {WORDS}"}, "Leave the words themselves out of the note"),
        ({"words": WORDS, "rule": ""}, "Choose the rule it breaks"),
    ],
)
def test_what_cannot_be_redacted_is_said_beside_the_field(as_member, moderator, typed, said):
    post = make_reply(body=f"We read {WORDS} aloud.")

    response = as_member(moderator).post(
        f"/posts/{post.pk}/redact/", {"rule": "1", "note": "", "confirm": "1"} | typed
    )

    assert response.status_code == 422
    assert said in response.content.decode()
    assert WORDS in body_of(post)


def test_a_stub_that_does_not_fit_is_a_short_one():
    words = Words("secret")

    assert words.out_of("secret " * 21, most=150) == f"{SHORT_STUB} " * 21


def test_a_former_text_can_be_removed_by_itself(as_member, peer, moderator):
    post = make_reply(author=peer, body=f"First {WORDS}.")
    edit_post(post=post, editor=peer, body="First nothing.", version=1)

    services.redact_revision(revision=Revision.objects.get(), moderator=moderator, rule="1")

    assert WORDS not in as_member(peer).get(f"/posts/{post.pk}/revisions/").content.decode()
