"""Another moderator decides an appeal, once; what was taken away by mistake comes back."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import erase_member
from forum.core.errors import Outdated
from forum.moderation import services
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.care_services import decline_post, redact_words
from forum.moderation.logbook import write
from forum.moderation.models import Appeal, Case, ModerationAction
from forum.threads.models import Post, Thread
from tests.make import make_reply, make_thread, make_topic_moderator, make_user
from tests.moderation.appealing import page_of

pytestmark = pytest.mark.django_db


# --- Deciding


@pytest.fixture
def made(post, action):
    return appeal(action=action, member=post.author, words="It was no pitch.")


def test_granting_undoes_the_act_and_tells_the_member(as_member, made, post, administrator):
    mail.outbox.clear()
    client = as_member(administrator)
    page = page_of(client, f"/moderation/appeals/{made.pk}/")
    assert "Priya Raman appeals" in page
    assert "Book a demo." in page

    client.post(f"/moderation/appeals/{made.pk}/", {"decision": "grant", "answer": "You are right."})

    made.refresh_from_db()
    assert (made.is_granted, made.decided_by) == (True, administrator)
    assert Post.objects.get(pk=post.pk).hidden_at is None
    granted = ModerationAction.objects.latest("pk")
    assert (granted.kind, granted.post, granted.moderator, granted.message) == (
        "grant",
        post,
        administrator,
        "You are right.",
    )
    assert Case.objects.get().outcome == "agreed"
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([post.author.email], "Your appeal was granted")
    assert "You are right." in message.body
    assert "Rowan Adler" not in message.body
    assert "Your appeal was granted" in page_of(as_member(post.author), f"/appeals/{made.action_id}/")


def test_a_refusal_says_why_and_leaves_the_act(as_member, made, post, administrator):
    client = as_member(administrator)
    silent = client.post(f"/moderation/appeals/{made.pk}/", {"decision": "refuse"})
    assert silent.status_code == 422
    assert "Say why you refuse" in silent.content.decode()

    client.post(f"/moderation/appeals/{made.pk}/", {"decision": "refuse", "answer": "It was one."})

    made.refresh_from_db()
    assert made.is_granted is False
    assert Post.objects.get(pk=post.pk).hidden_at
    assert ModerationAction.objects.latest("pk").kind == "refuse"
    assert Case.objects.get().outcome == "declined"
    assert mail.outbox[-1].subject == "Your appeal was refused"
    assert "It was one." in mail.outbox[-1].body


def test_an_answer_without_a_button_decides_nothing(as_member, made, administrator):
    client = as_member(administrator)

    for decision in ({}, {"decision": "perhaps"}):
        response = client.post(f"/moderation/appeals/{made.pk}/", {"answer": "So be it."} | decision)

        assert response.status_code == 422
        assert "Choose what to do" in response.content.decode()
    made.refresh_from_db()
    assert made.decided_at is None


def test_a_thread_comes_back(asker, moderator, administrator):
    thread = make_thread(author=asker)
    services.hide_thread(thread=thread, moderator=moderator, rule="6")
    made = appeal(action=ModerationAction.objects.get(), member=asker, words="It is on topic.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    thread.refresh_from_db()
    assert thread.hidden_at is None
    assert thread.topic.thread_count == 1


def test_the_text_before_an_edit_comes_back(peer, moderator, administrator):
    post = make_reply(author=peer, body="Our own words.")
    services.edit_post(post=post, editor=moderator, body="Other words.", reason="Kinder", version=1)
    action = ModerationAction.objects.get()
    assert f"/appeals/{action.pk}/" in mail.outbox[0].body
    made = appeal(action=action, member=peer, words="Mine were kind.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    post.refresh_from_db()
    assert post.body == "Our own words."
    assert post.revisions.count() == 2


def test_what_its_author_wrote_since_an_edit_stays(peer, moderator, administrator):
    post = make_reply(author=peer, body="Our own words.")
    services.edit_post(post=post, editor=moderator, body="Other words.", version=1)
    services.edit_post(post=post, editor=peer, body="Words of today.", version=2)
    made = appeal(action=ModerationAction.objects.get(), member=peer, words="Mine were kind.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    post.refresh_from_db()
    assert post.body == "Words of today."


def test_a_later_removal_stands(made, post, moderator, administrator):
    services.restore_post(post=post, moderator=moderator)
    services.hide_post(post=post, moderator=moderator, rule="1")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    assert Post.objects.get(pk=post.pk).hidden_at


def test_what_was_restored_meanwhile_is_granted_all_the_same(made, post, moderator, administrator):
    services.restore_post(post=post, moderator=moderator)

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    assert Post.objects.get(pk=post.pk).hidden_at is None


def test_a_warning_about_a_post_that_is_granted_leaves_the_post(peer, moderator, administrator):
    post = make_reply(author=peer)
    services.hide_post(post=post, moderator=moderator, rule="2")
    made = appeal(action=write(moderator, "warn", post=post), member=peer, words="I was kind.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    assert Post.objects.get(pk=post.pk).hidden_at


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("guest", 302),
        ("member", 403),
        ("author", 403),
        ("topic moderator", 403),
        ("actor", 403),
        ("moderator", 302),
        ("administrator", 302),
    ],
)
def test_who_decides(client, made, post, moderator, role, status):
    people = {
        "member": make_user(),
        "author": post.author,
        "actor": moderator,
        "topic moderator": make_topic_moderator(post.thread.topic),
        "moderator": make_user(role="moderator"),
        "administrator": make_user(role="administrator"),
    }
    if role in people:
        client.force_login(people[role])

    response = client.post(f"/moderation/appeals/{made.pk}/", {"decision": "grant"})

    made.refresh_from_db()
    assert response.status_code == status
    assert bool(made.decided_at) == (role in ("moderator", "administrator"))


def test_a_moderator_does_not_decide_in_their_own_cause(administrator):
    author = make_user(role="moderator")
    services.hide_post(post=make_reply(author=author), moderator=administrator, rule="6")
    made = appeal(action=ModerationAction.objects.get(), member=author, words="No.")

    for concerned in (author, administrator):
        with pytest.raises(PermissionDenied):
            decide_appeal(appeal=made, moderator=concerned, is_granted=True)


def test_whoever_acted_reads_that_another_one_decides(as_member, made, moderator):
    alone = page_of(as_member(moderator), f"/moderation/appeals/{made.pk}/")
    assert "You acted here, so another moderator decides." in alone
    assert "There is no other moderator." in alone
    assert 'name="decision"' not in alone

    make_user(role="administrator")

    assert "There is no other moderator." not in page_of(
        as_member(moderator), f"/moderation/appeals/{made.pk}/"
    )


def test_the_second_moderator_sees_what_the_first_decided(as_member, made, post, administrator):
    decide_appeal(appeal=made, moderator=administrator, is_granted=True, answer="Right.")

    with pytest.raises(Outdated):
        decide_appeal(appeal=made, moderator=make_user(role="moderator"), is_granted=False, answer="No.")
    second = as_member(make_user(role="moderator")).post(
        f"/moderation/appeals/{made.pk}/", {"decision": "refuse", "answer": "No."}
    )

    assert second.status_code == 409
    assert "Another moderator has decided this appeal already." in second.content.decode()
    assert "Right." in second.content.decode()
    assert Post.objects.get(pk=post.pk).hidden_at is None


def test_an_appeal_in_the_queue_keeps_to_its_statements(as_member, made, administrator):
    client = as_member(administrator)
    client.get("/moderation/queue/")

    with CaptureQueriesContext(connection) as captured:
        page = client.get("/moderation/queue/").content.decode()

    assert "It was no pitch." in page
    assert 'value="grant"' in page
    assert len(captured) <= 10


# --- Leaving, and words that have to go


def test_an_erased_member_leaves_no_words_and_no_open_case(made, post):
    erase_member(user=post.author)

    assert Appeal.objects.get().words == ""
    assert Case.objects.get().outcome == "settled"


def test_redacted_words_leave_appeals_and_notes(made, post, moderator):
    Appeal.objects.update(words="Book a demo is what I wrote.")

    redact_words(post=post, moderator=moderator, words="Book a demo", rule="1")

    assert "Book a demo" not in Appeal.objects.get().words


def test_an_act_of_rounds_itself_is_decided_by_any_moderator(post, moderator):
    by_rule = ModerationAction.objects.create(kind="hide", post=post, rule="4")
    made = appeal(action=by_rule, member=post.author, words="A rule misread it.")

    assert decide_appeal(appeal=made, moderator=moderator, is_granted=True).is_granted


def test_threads_count_as_before_once_one_is_back(asker, moderator, administrator):
    thread = make_thread(author=asker, held="guard")
    decline_post(post=thread.posts.get(), moderator=moderator, rule="1")
    made = appeal(action=ModerationAction.objects.get(), member=asker, words="Nobody is in it.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    found = Thread.objects.get(pk=thread.pk)
    assert (found.hidden_at, found.held_at) == (None, None)
    assert found.topic.thread_count == 1
