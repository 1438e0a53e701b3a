"""Everything of a spammer goes in one act: what that is, what stays, and who may do it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.queries import is_blocked
from forum.moderation.case_services import open_case
from forum.moderation.erasure_services import ask_for_erasure
from forum.moderation.models import Case, ModerationAction, SpamRemoval
from forum.moderation.spam_services import remove_spammer, undo_spam_removal
from forum.threads.models import Post, Thread
from forum.threads.services import accept_reply
from tests.make import make_reply, make_thread, take_name_off
from tests.moderation.spamming import PATH, counts_are_right, facts

pytestmark = pytest.mark.django_db


def test_everything_goes_in_one_act(as_member, client, scene, spammer, moderator, capsys):
    browser = as_member(moderator)
    page = browser.get(PATH.format("deals")).content.decode()
    assert "2 replies and 1 question go out of sight, with 1 reply by another member." in page

    browser.post(PATH.format("deals"), {"rule": "4", "note": "Ten at once."})

    client.logout()
    other = client.get(scene["other"].get_absolute_url()).content.decode()
    assert "A moderator removed this reply today" in other
    assert client.get(scene["own"].get_absolute_url()).status_code == 404
    spammer.refresh_from_db()
    assert spammer.is_suspended
    assert is_blocked(spammer.email)
    act = ModerationAction.objects.get()
    assert (act.kind, act.member, act.rule, act.detail) == (
        "spam",
        spammer,
        "4",
        "2 replies, 1 question",
    )
    assert counts_are_right(capsys)


def test_the_confirmation_page_changes_nothing(as_member, scene, moderator):
    before = facts()
    as_member(moderator).get(PATH.format("deals"))
    assert facts() == before


def test_a_second_click_is_told_and_does_nothing(as_member, scene, spammer, moderator, administrator):
    remove_spammer(member=spammer, moderator=administrator)

    response = as_member(moderator).post(PATH.format("deals"), {"rule": "4"})

    assert response.status_code == 409
    assert "Another moderator has removed everything" in response.content.decode()
    assert (SpamRemoval.objects.count(), ModerationAction.objects.count()) == (1, 1)


def test_posts_without_a_name_are_left_to_the_queue(as_member, scene, spammer, moderator):
    take_name_off(scene["reply"])
    page = as_member(moderator).get(PATH.format("deals")).content.decode()
    assert "1 reply and 1 question go out of sight" in page

    remove_spammer(member=spammer, moderator=moderator)

    scene["reply"].refresh_from_db()
    assert scene["reply"].hidden_at is None


def test_a_most_helpful_reply_is_none_any_more(scene, spammer, asker, moderator):
    accept_reply(post=scene["reply"], by=asker)
    remove_spammer(member=spammer, moderator=moderator)
    assert Thread.objects.get(pk=scene["other"].pk).accepted_post is None


def test_cases_about_what_went_are_closed(scene, spammer, peer, moderator):
    about = open_case(kind=Case.Kind.FLAGS, harm=Case.Harm.TRUST, post=scene["reply"])
    other = open_case(kind=Case.Kind.FLAGS, harm=Case.Harm.TRUST, post=make_reply(author=peer))

    remove_spammer(member=spammer, moderator=moderator)

    about.refresh_from_db()
    other.refresh_from_db()
    assert (about.outcome, about.closed_by, other.outcome) == ("removed", moderator, "")


def test_a_wish_to_erase_waits_on(scene, spammer, moderator):
    case = ask_for_erasure(post=scene["reply"], by=spammer, words="It was a mistake.")

    remove_spammer(member=spammer, moderator=moderator)

    case.refresh_from_db()
    assert case.closed_at is None


def test_members_cannot_and_moderators_are_no_spammers(scene, spammer, peer, moderator, administrator):
    for member, by in ((spammer, peer), (moderator, moderator), (administrator, moderator)):
        with pytest.raises(PermissionDenied):
            remove_spammer(member=member, moderator=by)
    removal = remove_spammer(member=spammer, moderator=moderator)
    with pytest.raises(PermissionDenied):
        undo_spam_removal(removal=removal, moderator=peer)


def test_five_hundred_posts_take_few_statements_each(spammer, moderator, django_assert_max_num_queries):
    """No timing: the statements are bounded by the threads, however many posts there are."""
    thread = make_thread()
    posts = [
        Post(thread=thread, number=n, author=spammer, body="Buy.", created_at=timezone.now())
        for n in range(2, 502)
    ]
    Post.objects.bulk_create(posts)
    Thread.objects.filter(pk=thread.pk).update(last_number=501, reply_count=500)

    with django_assert_max_num_queries(45):
        removal = remove_spammer(member=spammer, moderator=moderator)
    assert len(removal.posts) == 500
    assert Thread.objects.get(pk=thread.pk).reply_count == 0
    with django_assert_max_num_queries(45):
        undo_spam_removal(removal=removal, moderator=moderator)
    assert Thread.objects.get(pk=thread.pk).reply_count == 500
