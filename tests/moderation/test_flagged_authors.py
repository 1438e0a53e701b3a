"""What the author of a flagged post is told and may do: change it once, or withdraw it."""

import pytest
from django.core import mail

from forum.moderation.decision_services import keep
from forum.moderation.flag_queries import outcome_of
from forum.moderation.models import Case, Flag
from forum.moderation.services import edit_post
from forum.threads.models import Post
from forum.threads.services import undo_withdrawal, withdraw_post
from tests.make import make_reply, make_user
from tests.moderation.flagging import decide, flag, held, is_held

pytestmark = pytest.mark.django_db


def test_its_author_is_told_why_and_not_by_whom(peer):
    post = make_reply(author=peer)
    reporters = [make_user() for _n in range(3)]

    for reporter in reporters:
        flag(post, reporter, reason="unkind", note="He is rude to Kim.")

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([peer.email], "Your reply waits for a moderator")
    assert "was flagged: unkind" in message.body
    assert "you can change it once" in message.body
    told = [message.body.count(word) for word in ("Kim", *(one.display_name for one in reporters))]
    assert told == [0, 0, 0, 0]


def test_its_author_changes_it_once_and_stays_out_of_sight(peer, outsider, as_member):
    post = held(make_reply(author=peer, body="Buy ours."))

    edit_post(post=post, editor=peer, body="We use ours.", version=1)

    assert is_held(post)
    assert Case.objects.get().edited_at is not None
    page = as_member(outsider).get(post.thread.get_absolute_url()).content.decode()
    assert "We use ours." not in page


def test_a_second_change_is_refused_and_nothing_typed_is_lost(peer, as_member):
    post = held(make_reply(author=peer, body="Buy ours."))
    edit_post(post=post, editor=peer, body="We use ours.", version=1)

    response = as_member(peer).post(
        f"/posts/{post.pk}/edit/", {"body": "A third text.", "version": "2", "reason": "shorter"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "You have changed this once since it was flagged" in page
    assert "A third text." in page
    assert Post.objects.get(pk=post.pk).body == "We use ours."


def test_an_edit_without_a_change_is_not_the_one(peer):
    post = held(make_reply(author=peer, body="Buy ours."))

    edit_post(post=post, editor=peer, body="Buy ours.", version=1)

    assert Case.objects.get().edited_at is None


def test_a_flag_that_hides_nothing_leaves_its_author_free_to_edit(peer):
    post = make_reply(author=peer)
    flag(post)

    for version in (1, 2):
        edit_post(post=post, editor=peer, body=f"Text {version}", version=version)

    assert Case.objects.get().edited_at is None


def test_what_the_guard_holds_is_not_said_to_be_held_by_flags(peer, as_member):
    post = make_reply(author=peer)
    flag(post)
    for version in (1, 2, 3):
        edit_post(post=post, editor=peer, body=f"Text {version}", version=version, held="guard")

    page = as_member(peer).get(post.thread.get_absolute_url()).content.decode()

    assert "This reply waits for a moderator" in page
    assert "It was flagged" not in page


def test_flags_of_a_withdrawn_post_settle_and_open_again(
    peer, outsider, django_capture_on_commit_callbacks
):
    post = make_reply(author=peer)
    flag(post, outsider)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_post(post=post, by=peer)
    settled = Case.objects.get()
    words = outcome_of(Flag.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        undo_withdrawal(post=post, by=peer)

    assert (settled.outcome, settled.closed_by) == ("settled", None)
    assert words == "It is gone, so there was nothing left to decide."
    assert "nothing left to decide" in mail.outbox[0].body
    assert Flag.objects.get().is_upheld is None
    assert Case.objects.get().closed_at is None


def test_a_decided_case_stays_decided_when_its_post_is_withdrawn_and_put_back(
    peer, moderator, django_capture_on_commit_callbacks
):
    post = held(make_reply(author=peer))
    decide(Case.objects.get(), moderator, upheld=False)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_post(post=post, by=peer)
        undo_withdrawal(post=post, by=peer)

    assert Case.objects.get().outcome == "kept"


def test_a_post_that_flags_hold_waits_as_flagged_alone_when_it_is_put_back(
    peer, moderator, django_capture_on_commit_callbacks
):
    post = held(make_reply(author=peer))

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_post(post=post, by=peer)
        undo_withdrawal(post=post, by=peer)

    (case,) = Case.objects.all()
    assert (case.kind, case.closed_at, is_held(post)) == ("flags", None, True)
    keep(case=case, moderator=moderator)
    assert not is_held(post)


def test_its_author_hears_that_it_is_back(peer, moderator):
    held(make_reply(author=peer))

    keep(case=Case.objects.get(), moderator=moderator)

    (message,) = [message for message in mail.outbox if message.to == [peer.email]]
    assert "We have looked at your post, and it stands:" in message.body
