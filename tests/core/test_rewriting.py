"""Words and handles leave the texts of others while those others go on writing."""

from uuid import uuid4

import pytest

from accounts.services import erase_member
from forum.core.erasing import rewritten
from forum.core.redacting import Words, redacted
from forum.moderation.care_services import redact_words
from forum.replies.models import Draft
from forum.replies.services import post_reply, save_draft
from forum.threads.models import Post
from tests.make import make_reply, make_thread, make_user
from tests.together import meanwhile

WORDS = "Jane Roe of room 12"
THE_DRAFTS = r'SELECT "replies_draft"."id".* FROM "replies_draft".* LIKE '


def make_draft(body, *, user=None, thread=None):
    user, thread = user or make_user(), thread or make_thread()
    save_draft(user=user, thread=thread, body=body, submission_key=uuid4())
    return Draft.objects.get(user=user)


def redacting(drafts):
    words = Words(WORDS)
    return redacted(drafts, words, words.out_of, "body")


def forgetting(drafts):
    return rewritten(drafts, "kellin", "body", most=100)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [redacting, forgetting])
def test_a_draft_that_was_posted_meanwhile_is_passed_over(act):
    kept, posted, also_kept = (make_draft(f"Ask @kellin about {WORDS}.") for _member in range(3))

    changed = act(Draft.objects.all())
    found = [next(changed)[0]]
    posted.delete()
    found += [row for row, _changes in changed]

    assert found == [kept, also_kept]


@pytest.mark.django_db
@pytest.mark.parametrize("act", [redacting, forgetting])
def test_a_draft_that_is_no_longer_among_them_is_passed_over(act):
    kept, moved = (make_draft(f"Ask @kellin about {WORDS}.") for _member in range(2))

    changed = act(Draft.objects.exclude(thread=None))
    found = [next(changed)[0]]
    Draft.objects.filter(pk=moved.pk).update(thread=None)
    found += [row for row, _changes in changed]

    assert found == [kept]


@pytest.mark.django_db(transaction=True)
def test_words_are_redacted_while_their_author_posts_a_draft_elsewhere():
    post, elsewhere = make_reply(body=WORDS), make_thread()
    make_draft(f"They ask about {WORDS}.", user=post.author, thread=elsewhere)

    with meanwhile(
        lambda: post_reply(thread=elsewhere, author=post.author, body="They ask."), after=THE_DRAFTS
    ):
        redact_words(post=post, moderator=make_user(role="moderator"), words=WORDS, rule="1")

    assert not Draft.objects.exists()
    assert list(Post.objects.filter(body__contains=WORDS)) == []


@pytest.mark.django_db(transaction=True)
def test_a_member_is_erased_while_another_posts_a_draft_that_mentions_them():
    leaving, thread = make_user(handle="kellin"), make_thread()
    draft = make_draft("Ask @kellin.", thread=thread)

    with meanwhile(
        lambda: post_reply(thread=thread, author=draft.user, body="Ask them."), after=THE_DRAFTS
    ):
        erase_member(user=leaving)

    leaving.refresh_from_db()
    assert leaving.erased_at
    assert not Draft.objects.exists()
