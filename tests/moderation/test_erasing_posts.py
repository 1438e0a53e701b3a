"""Members ask to have a post erased; a moderator does it everywhere, or says why not."""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from forum.core.redacting import STUB
from forum.moderation.erasure_services import ask_for_erasure, decline_erasure, erase
from forum.moderation.models import Case, ModerationAction
from forum.moderation.services import hide_post
from forum.replies.models import Draft
from forum.threads.models import Post, Revision, Thread
from forum.threads.services import edit_post, withdraw_post
from tests.make import make_reply, make_thread, make_topic, make_topic_moderator

pytestmark = pytest.mark.django_db
MARKER = "zebrafinch"
STORY = f"Our director {MARKER} told me in the hallway that we leave the platform next spring."
WHY = "I was asked to take it down."


def asked(post) -> Case:
    return ask_for_erasure(post=post, by=post.author, words=WHY)


def test_a_member_asks_with_a_reason_and_a_case_opens(as_member, peer):
    post = make_reply(author=peer, body=STORY)
    client = as_member(peer)
    assert f"/posts/{post.pk}/ask-erasure/" in client.get(post.get_absolute_url()).content.decode()

    page = client.post(f"/posts/{post.pk}/ask-erasure/", {"words": WHY}, follow=True)

    assert "Asked. A moderator answers by email" in page.content.decode()
    case = Case.objects.get()
    assert (case.kind, case.post, case.words, case.get_harm_display()) == (
        "erasure",
        post,
        WHY,
        "May hurt somebody",
    )


def test_of_a_withdrawn_post_too_and_twice_is_once(peer):
    post = make_reply(author=peer, body=STORY)
    withdraw_post(post=post, by=peer)

    assert asked(post) == asked(post)


@pytest.mark.parametrize(
    ("words", "fault"),
    [("", "Say why it should go"), ("The patient John Q, MRN 7730215", "may identify a patient")],
)
def test_a_reason_is_needed_and_looked_through(as_member, peer, words, fault):
    post = make_reply(author=peer, body=STORY)

    page = as_member(peer).post(f"/posts/{post.pk}/ask-erasure/", {"words": words, "guard_ok": "1"})

    assert page.status_code == 422
    assert fault in page.content.decode()
    assert Case.objects.count() == 0


def test_nobody_asks_for_anothers_post_nor_for_one_that_was_removed(
    as_member, client, peer, outsider, moderator
):
    post = make_reply(author=peer, body=STORY)
    url = f"/posts/{post.pk}/ask-erasure/"

    assert client.get(url).url.startswith("/accounts/login/")
    for other in (outsider, moderator):
        assert as_member(other).post(url, {"words": WHY}).status_code == 403
    assert as_member(outsider).get("/posts/999/ask-erasure/").status_code == 404
    hide_post(post=post, moderator=moderator, rule="1")
    assert as_member(peer).get(url).status_code == 403


def test_erasing_reaches_former_texts_quotes_drafts_and_mail(as_member, moderator, peer, outsider):
    thread = make_thread(title="What do you tell your director?")
    post = make_reply(thread=thread, author=peer, body=f"First: {STORY}")
    edit_post(post=post, editor=peer, body=STORY, reason=f"Not {MARKER}", version=1)
    quote = make_reply(thread=thread, body=f"> {STORY}\n\nWe do not.")
    elsewhere = make_reply(body=f"> {STORY}\n\nHeard there.")
    Draft.objects.create(user=outsider, thread=thread, body=f"> {STORY}", submission_key=uuid4())
    case = asked(post)
    mail.outbox.clear()

    page = as_member(moderator).post(
        f"/moderation/cases/{case.pk}/decide/", {"decision": "erase", "message": "Done, of course."}
    )

    assert page.status_code == 302
    for model, field in ((Post, "body"), (Post, "body_html"), (Post, "edit_reason"), (Draft, "body")):
        assert not model.objects.filter(**{f"{field}__icontains": MARKER}).exists(), (model, field)
    assert not Revision.objects.filter(body__icontains=MARKER).exists()
    post.refresh_from_db()
    assert (post.body, post.redacted_at is None) == (STUB, False)
    assert "We do not." in Post.objects.get(pk=quote.pk).body
    assert "Heard there." in Post.objects.get(pk=elsewhere.pk).body
    assert Case.objects.get().outcome == "redacted"
    assert Case.objects.get().words == ""
    act = ModerationAction.objects.get()
    assert (act.kind, act.post, act.message) == ("erase", post, "Done, of course.")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["priya@summit.example"], "Your post is erased")
    assert "Done, of course." in message.body
    assert MARKER not in message.body


def test_a_short_text_is_taken_out_of_quotes_and_nobody_elses_words(moderator, peer):
    thread = make_thread()
    post = make_reply(thread=thread, author=peer, body="We do.")
    other = make_reply(thread=thread, body="We do. Since May.")
    quote = make_reply(thread=thread, body="> We do.\n\nGood to know.")

    erase(case=asked(post), moderator=moderator)

    assert Post.objects.get(pk=post.pk).body == STUB
    assert Post.objects.get(pk=other.pk).body == "We do. Since May."
    assert Post.objects.get(pk=quote.pk).body == f"> {STUB}\n\nGood to know."


def test_a_question_loses_its_title_and_keeps_its_replies(moderator, asker):
    thread = make_thread(author=asker, title=f"Why does {MARKER} leave?", body=STORY, replies=2)

    erase(case=asked(Post.objects.get(thread=thread, number=1)), moderator=moderator)

    thread = Thread.objects.get(pk=thread.pk)
    assert (thread.title, thread.reply_count) == (STUB, 2)


def test_declining_needs_an_answer_which_is_mailed(as_member, moderator, peer):
    case = asked(make_reply(author=peer, body=STORY))
    client = as_member(moderator)
    url = f"/moderation/cases/{case.pk}/decide/"

    refused = client.post(url, {"decision": "decline", "message": " "})
    assert refused.status_code == 422
    assert "Say why, so that the member understands" in refused.content.decode()
    client.post(url, {"decision": "decline", "message": "It names nobody."})

    (message,) = mail.outbox
    assert message.subject == "Your post is not erased"
    assert "It names nobody." in message.body
    assert "Helen" not in message.body
    assert Post.objects.get(pk=case.post_id).body == STORY
    assert Case.objects.get().outcome == "declined"


def test_topic_moderators_and_the_author_erase_nothing(moderator):
    topic = make_topic()
    post = make_reply(thread=make_thread(topic=topic), author=moderator, body=STORY)
    case = asked(post)

    for by in (make_topic_moderator(topic), moderator):
        with pytest.raises(PermissionDenied):
            erase(case=case, moderator=by)
        with pytest.raises(PermissionDenied):
            decline_erasure(case=case, moderator=by, message="No.")
