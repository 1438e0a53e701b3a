"""Flags: who may raise them, what they make of a case, and what they hide."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from forum.core.errors import Outdated, Refused
from forum.moderation.case_services import close_case
from forum.moderation.flag_services import AlreadyFlagged, raise_flag
from forum.moderation.models import Case, Flag, ModerationAction
from forum.moderation.services import edit_post, hide_post
from forum.moderation.thread_services import merge_threads
from forum.threads.models import Post, Thread
from forum.threads.services import accept_reply, recount_thread, recount_topic, withdraw_post
from tests.make import (
    make_organization,
    make_reply,
    make_thread,
    make_user,
    make_verified,
    take_name_off,
)
from tests.moderation.flagging import decide, flag, held, is_held

pytestmark = pytest.mark.django_db
REASONS = {
    "patient": Case.Harm.PATIENT,
    "unkind": Case.Harm.PERSON,
    "colleague": Case.Harm.PERSON,
    "prices": Case.Harm.LAW,
    "sales": Case.Harm.TRUST,
    "vendor": Case.Harm.TRUST,
    "other": Case.Harm.TRUST,
    "topic": Case.Harm.ORDER,
}


def question(**fields):
    return Post.objects.get(thread=make_thread(**fields))


@pytest.mark.parametrize("reason", Flag.Reason.values)
def test_the_harm_of_a_case_follows_from_the_reason(reason):
    case = flag(make_reply(), reason=reason, note="Look at the second line.").case

    assert (case.harm, case.cause) == (REASONS[reason], reason)


def test_a_graver_flag_raises_the_case_and_a_lesser_one_does_not():
    post = make_reply()

    first, grave, last = (flag(post, reason=reason).case for reason in ("topic", "unkind", "sales"))

    assert first == grave == last
    assert (last.harm, last.cause) == (Case.Harm.PERSON, "unkind")


@pytest.mark.parametrize("make", [make_reply, question])
def test_a_verified_member_who_sees_a_patient_hides_the_post_at_once(make, client):
    post = make(body="Her scan is on the wall.")

    flag(post, make_verified(), reason="patient")

    assert is_held(post)
    assert "Her scan" not in client.get(post.thread.get_absolute_url()).content.decode()
    (line,) = ModerationAction.objects.all()
    assert (line.kind, line.moderator, line.post) == ("hold", None, post)
    assert line.detail == "Flagged: May identify a patient"


def test_a_moderator_does_too_and_a_member_who_is_not_verified_does_not(moderator):
    one, other = make_reply(), make_reply()

    flag(one, moderator, reason="patient")
    flag(other, reason="patient")

    assert (is_held(one), is_held(other)) == (True, False)


def test_flags_hide_where_they_weigh_enough(settings):
    post = make_reply()

    steps = []
    for reporter in (make_user(), make_user(), make_user()):
        flag(post, reporter)
        steps.append(is_held(post))

    assert settings.FLAG_THRESHOLD == 30
    assert steps == [False, False, True]
    assert ModerationAction.objects.get().kind == "hold"


def test_one_member_alone_never_reaches_the_threshold(settings, moderator):
    settings.FLAG_THRESHOLD = 5
    post = make_reply()

    flag(post, moderator, reason="unkind")
    alone = is_held(post)
    flag(post, reason="unkind")

    assert (alone, is_held(post)) == (False, True)


def test_a_question_takes_its_thread_out_of_sight_and_no_list_counts_it(client):
    post = held(question(title="Does anyone know this one?"))

    thread = Thread.objects.select_related("topic").get(pk=post.thread_id)
    assert thread.held_at is not None
    assert "Does anyone know this one?" not in client.get("/").content.decode()
    assert thread.topic.thread_count == 0
    assert [recount_thread(thread), recount_topic(thread.topic)] == [False, False]


def test_a_post_that_is_kept_comes_back_as_it_was(asker, moderator, client):
    thread = make_thread(author=asker, replies=2)
    post = thread.posts.get(number=3)
    accept_reply(post=post, by=asker)
    before = Thread.objects.values().get(pk=thread.pk)

    held(post)
    out_of_sight = Thread.objects.get(pk=thread.pk).reply_count
    decide(Case.objects.get(), moderator, upheld=False)

    assert out_of_sight == 1
    assert Thread.objects.values().get(pk=thread.pk) == before
    assert "Most helpful reply" in client.get(thread.get_absolute_url()).content.decode()


def test_a_chosen_reply_out_of_sight_is_linked_from_nowhere(client, asker):
    thread = make_thread(author=asker, replies=2)
    post = thread.posts.get(number=3)
    accept_reply(post=post, by=asker)

    held(post)

    assert "#reply-2" not in client.get(thread.get_absolute_url()).content.decode()


def test_a_post_that_is_removed_is_no_answer_any_more(asker, moderator):
    thread = make_thread(author=asker, replies=1)
    accept_reply(post=thread.posts.get(number=2), by=asker)
    held(thread.posts.get(number=2))

    decide(Case.objects.get(), moderator, upheld=True)

    assert Thread.objects.get(pk=thread.pk).accepted_post is None


def test_what_a_moderator_let_stand_is_hidden_by_numbers_no_more_until_it_changes(moderator, peer):
    post = held(make_reply(author=peer))
    decide(Case.objects.get(), moderator, upheld=False)

    held(post)
    again = is_held(post)
    edit_post(post=post, editor=peer, body="Another text.", version=1)
    flag(post)

    assert (again, is_held(post)) == (False, True)


def test_flagged_twice_is_one_row(outsider):
    post = make_reply()
    flag(post, outsider)

    with pytest.raises(AlreadyFlagged):
        flag(post, outsider, reason="unkind")

    assert Flag.objects.get().reason == "sales"


def test_after_the_decision_once_more_only_where_the_text_is_another(outsider, moderator, peer):
    post = make_reply(author=peer)
    case = flag(post, outsider).case
    close_case(case=case, by=moderator, outcome="kept")

    with pytest.raises(AlreadyFlagged):
        flag(post, outsider)
    edit_post(post=post, editor=peer, body="Another text.", version=1)

    assert flag(post, outsider).case != case


def test_something_else_needs_a_word():
    with pytest.raises(Refused):
        flag(make_reply(), reason="other")


def test_members_and_organizations_are_flagged_and_stay_in_sight(outsider, peer):
    organization = make_organization()

    raise_flag(reporter=outsider, member=peer, reason="vendor")
    raise_flag(reporter=outsider, organization=organization, reason="other", note="Closed in May.")

    cases = Case.objects.order_by("pk")
    assert [(case.member, case.organization) for case in cases] == [(peer, None), (None, organization)]


@pytest.mark.parametrize("until", ["posting_paused_until", "suspended_until"])
def test_a_paused_member_flags_nothing_until_it_ends(outsider, until):
    post = make_reply()
    User.objects.filter(pk=outsider.pk).update(**{until: timezone.now() + timezone.timedelta(days=1)})

    with pytest.raises(PermissionDenied):
        flag(post, outsider)
    User.objects.filter(pk=outsider.pk).update(**{until: timezone.now()})

    assert flag(post, outsider)


@pytest.mark.parametrize("gone", ["hidden", "withdrawn"])
def test_what_went_out_of_sight_meanwhile_is_not_flagged(gone, peer, moderator):
    post = make_reply(author=peer)
    if gone == "hidden":
        hide_post(post=post, moderator=moderator, rule="1")
    else:
        withdraw_post(post=post, by=peer)

    with pytest.raises(Outdated):
        flag(post)

    assert not Case.objects.exists()


def test_a_post_without_a_name_is_flagged_like_any_other(peer):
    post = take_name_off(make_reply(author=peer))

    with pytest.raises(PermissionDenied):
        flag(post, peer)
    held(post)

    assert is_held(post)


def test_flags_follow_a_post_into_the_thread_it_was_merged_into(moderator, peer):
    source, target = make_thread(author=peer), make_thread()
    post = source.posts.get()
    flag(post)

    merge_threads(source=source, target=target, moderator=moderator)
    flag(post)
    flag(post)

    assert is_held(post)
    assert Thread.objects.get(pk=target.pk).held_at is None
    assert Case.objects.get().post_id == post.pk
