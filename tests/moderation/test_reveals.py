"""Who wrote without a name is looked up by two moderators, for a reason that its author is told."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.services import erase_member
from forum.core.errors import Outdated
from forum.moderation.care_services import redact_words
from forum.moderation.models import ModerationAction, RevealRequest
from forum.moderation.reveal_services import ask_reveal, decide_reveal
from tests.make import (
    label_of,
    make_flagged,
    make_reply,
    make_thread,
    make_topic_moderator,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(db):
    return make_verified(display_name="Sam Ortiz", handle="sortiz")


@pytest.fixture
def post(sam):
    return make_reply(
        thread=make_thread(), author=sam, unnamed_as=label_of(sam), body="Some words here."
    )


@pytest.fixture
def second(db):
    return make_user(handle="second", display_name="Second Moderator", role="moderator")


@pytest.fixture
def third(db):
    return make_user(handle="third", role="moderator")


@pytest.fixture
def asked(post, moderator):
    return ask_reveal(post=post, moderator=moderator, reason="A threat against a colleague.")


def kinds() -> list[str]:
    return list(ModerationAction.objects.order_by("pk").values_list("kind", flat=True))


def test_two_moderators_look_it_up_and_the_author_is_told(asked, second, sam):
    decide_reveal(request=asked, moderator=second, is_agreed=True)

    (message,) = mail.outbox
    assert message.to == [sam.email]
    assert "A threat against a colleague." in message.body
    assert "Two moderators" in message.subject
    assert kinds() == ["ask-reveal", "reveal"]
    notes = ModerationAction.objects.values_list("note", "detail", "member")
    assert set(notes) == {("A threat against a colleague.", "", None)}


def test_declining_shows_and_tells_nothing(asked, second, as_member, moderator):
    decide_reveal(request=asked, moderator=second, is_agreed=False)

    assert mail.outbox == []
    assert kinds() == ["ask-reveal", "no-reveal"]
    for reader in (moderator, second):
        assert "Ortiz" not in as_member(reader).get(f"/moderation/reveals/{asked.pk}/").content.decode()


def test_nobody_agrees_with_themselves(asked, moderator, sam, peer):
    sam.role = "moderator"
    sam.save()

    for one in (moderator, sam, peer, make_topic_moderator(asked.post.thread.topic)):
        with pytest.raises(PermissionDenied):
            decide_reveal(request=asked, moderator=one, is_agreed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RevealRequest.objects.filter(pk=asked.pk).update(
            decided_by=moderator, decided_at=asked.asked_at, is_agreed=True
        )


def test_it_is_asked_of_posts_without_a_name_by_moderators_alone(post, peer, moderator, sam):
    named = make_reply(thread=post.thread, author=peer)
    for one, other in (
        (peer, post),
        (make_topic_moderator(post.thread.topic), post),
        (moderator, named),
    ):
        with pytest.raises(PermissionDenied):
            ask_reveal(post=other, moderator=one, reason="Curious.")
    sam.role = "moderator"
    sam.save()
    with pytest.raises(PermissionDenied):
        ask_reveal(post=post, moderator=sam, reason="My own.")


def test_the_second_to_ask_and_the_third_to_decide_are_told(asked, post, second, third):
    with pytest.raises(Outdated):
        ask_reveal(post=post, moderator=second, reason="The same.")
    decide_reveal(request=asked, moderator=second, is_agreed=False)
    with pytest.raises(Outdated):
        decide_reveal(request=asked, moderator=third, is_agreed=True)
    assert mail.outbox == []


def test_only_the_two_see_the_name(asked, post, second, third, moderator, peer, as_member):
    path = f"/moderation/reveals/{asked.pk}/"
    assert as_member(second).post(path, {"answer": "agree"}).status_code == 302

    for reader in (moderator, second):
        assert "Sam Ortiz</a> @sortiz" in as_member(reader).get(path).content.decode()
    page = as_member(third).get(path).content.decode()
    assert "Ortiz" not in page
    assert "The two moderators who looked it up see the name" in page
    assert as_member(peer).get(path).status_code == 403
    for reader in (moderator, third):
        client = as_member(reader)
        for other in (post.thread.get_absolute_url(), "/moderation/log/", "/moderation/reveals/"):
            assert "Ortiz" not in client.get(other).content.decode()


def test_a_moderator_no_more_sees_it_no_more(asked, second, moderator, as_member):
    decide_reveal(request=asked, moderator=second, is_agreed=True)
    moderator.role = "member"
    moderator.save()

    assert as_member(moderator).get(f"/moderation/reveals/{asked.pk}/").status_code == 403


def test_the_pages(as_member, post, moderator, second):
    client = as_member(moderator)
    assert f"/posts/{post.pk}/reveal/" in client.get(post.thread.get_absolute_url()).content.decode()
    assert client.get(f"/posts/{post.pk}/reveal/").status_code == 200
    assert client.post(f"/posts/{post.pk}/reveal/", {"reason": ""}).status_code == 422
    response = client.post(f"/posts/{post.pk}/reveal/", {"reason": "A threat."}, follow=True)
    page = response.content.decode()
    assert "Asked. Another moderator decides." in page
    assert 'value="agree"' not in page
    assert client.post(f"/posts/{post.pk}/reveal/", {"reason": "Again."}).status_code == 409
    asked = RevealRequest.objects.get()
    assert client.post(f"/moderation/reveals/{asked.pk}/", {"answer": "agree"}).status_code == 403
    assert "Waits for another moderator" in client.get("/moderation/reveals/").content.decode()

    client = as_member(second)
    assert 'value="agree"' in client.get(f"/moderation/reveals/{asked.pk}/").content.decode()
    assert client.post(f"/moderation/reveals/{asked.pk}/", {"answer": "decline"}).status_code == 302
    assert client.post(f"/moderation/reveals/{asked.pk}/", {"answer": "agree"}).status_code == 409


def test_members_are_not_offered_it(as_member, post, peer, sam):
    for reader in (peer, sam):
        client = as_member(reader)
        assert "/reveal/" not in client.get(post.thread.get_absolute_url()).content.decode()
        assert client.post(f"/posts/{post.pk}/reveal/", {"reason": "Curious."}).status_code == 403


def test_of_an_erased_author_nothing_is_left_to_see(asked, second, sam, as_member):
    erase_member(user=sam)
    decide_reveal(request=asked, moderator=second, is_agreed=True)

    page = as_member(second).get(f"/moderation/reveals/{asked.pk}/").content.decode()

    assert "Former member" in page
    assert "Ortiz" not in page


def test_reasons_are_redacted_and_forget_the_erased(post, moderator, peer):
    asked = ask_reveal(post=post, moderator=moderator, reason="It says “Some words here.” of @praman")

    redact_words(post=post, moderator=moderator, words="Some words here.", rule="1")
    erase_member(user=peer)

    asked.refresh_from_db()
    assert "Some words" not in asked.reason
    assert "@praman" not in asked.reason


def test_the_list_takes_the_same_statements_for_any_length(
    as_member, asked, moderator, django_assert_max_num_queries
):
    client = as_member(moderator)
    for n in range(5):
        author = make_verified(handle=f"author-{n}")
        post = make_reply(thread=asked.post.thread, author=author, unnamed_as=label_of(author))
        ask_reveal(post=post, moderator=moderator, reason="A threat.")
    client.get("/moderation/reveals/")

    with django_assert_max_num_queries(8):
        client.get("/moderation/reveals/")


@pytest.mark.parametrize("path", ["queue/", "log/", "words/", "subjects/", "reveals/"])
def test_every_section_says_how_much_waits_for_whom(as_member, asked, moderator, second, path):
    names = '>Names looked up <span class="count">1</span></a>'
    make_flagged()

    assert names not in as_member(moderator).get(f"/moderation/{path}").content.decode()
    page = as_member(second).get(f"/moderation/{path}").content.decode()
    assert names in page
    assert '>Open <span class="count">1</span></a>' in page


def test_what_a_moderator_wrote_themselves_is_not_theirs_to_decide(as_member, moderator, second):
    verified = make_verified(role="moderator")
    post = make_reply(author=verified, unnamed_as=label_of(verified))
    ask_reveal(post=post, moderator=moderator, reason="A threat.")

    assert "Names looked up <span" not in as_member(verified).get("/moderation/queue/").content.decode()
    assert "Names looked up <span" in as_member(second).get("/moderation/queue/").content.decode()
