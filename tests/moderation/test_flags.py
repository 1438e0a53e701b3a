"""Flags: what they hide, what its author may do then, and who hears what."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from accounts.services import erase_member
from forum.core.errors import Outdated, Refused
from forum.moderation.care_services import redact_words
from forum.moderation.case_services import close_case
from forum.moderation.decision_services import keep, remove
from forum.moderation.flag_queries import outcome_of
from forum.moderation.flag_services import AlreadyFlagged, raise_flag
from forum.moderation.models import Case, Flag, ModerationAction
from forum.moderation.services import edit_post, hide_post
from forum.moderation.thread_services import merge_threads
from forum.threads.models import Post, Thread
from forum.threads.services import (
    accept_reply,
    recount_thread,
    recount_topic,
    undo_withdrawal,
    withdraw_post,
)
from tests.make import (
    make_organization,
    make_reply,
    make_thread,
    make_user,
    make_verified,
    take_name_off,
)

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


def flag(post, reporter=None, reason="sales", **facts):
    return raise_flag(reporter=reporter or make_user(), post=post, reason=reason, **facts)


def held(post):
    """``post`` once three members have flagged it."""
    for _n in range(3):
        flag(post)
    mail.outbox.clear()
    return Post.objects.get(pk=post.pk)


def is_held(post):
    return Post.objects.get(pk=post.pk).held_at is not None


def question(**fields):
    return Post.objects.get(thread=make_thread(**fields))


def answers():
    """The mails that tell reporters the outcome."""
    return [message for message in mail.outbox if message.subject == "What came of your flag"]


def decide(case, moderator, upheld):
    if upheld:
        remove(case=case, moderator=moderator, rule="4")
    else:
        keep(case=case, moderator=moderator)


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


@pytest.mark.parametrize(
    ("upheld", "words"),
    [(True, "A moderator agreed with you and acted."), (False, "found that it follows our rules")],
)
def test_reporters_hear_the_outcome(moderator, upheld, words):
    post = make_reply()
    reporters = [make_user() for _n in range(3)]
    for reporter in reporters:
        flag(post, reporter)
    mail.outbox.clear()

    decide(Case.objects.get(), moderator, upheld)

    assert [message.to for message in answers()] == [[one.email] for one in reporters]
    bodies = {message.body.partition("came because")[0] for message in answers()}
    (body,) = bodies
    assert words in body
    assert (post.get_absolute_url() in body) == (not upheld)
    assert set(Flag.objects.values_list("is_upheld", flat=True)) == {upheld}


def test_a_moderator_who_flagged_and_decides_gets_no_mail(moderator):
    case = flag(make_reply(), moderator, reason="patient").case
    mail.outbox.clear()

    decide(case, moderator, upheld=True)

    assert answers() == []


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


def test_an_erased_member_leaves_no_words_in_flags(outsider, peer, moderator):
    open_one = flag(make_reply(), outsider, reason="patient", note="Look at line 2.")
    decided = flag(make_reply(), outsider, note="It sells.")
    close_case(case=decided.case, by=moderator, outcome="kept")
    about = raise_flag(reporter=peer, member=outsider, reason="unkind", note="@kellin is rude.")
    mail.outbox.clear()

    erase_member(user=outsider)

    notes = {flag.pk: flag.note for flag in Flag.objects.all()}
    assert notes == {open_one.pk: "Look at line 2.", decided.pk: "", about.pk: "@former-member is rude."}
    assert Case.objects.get(pk=about.case_id).outcome == "settled"
    assert [message.to for message in mail.outbox] == [[peer.email]]
    assert "Kelli" not in mail.outbox[0].body

    close_case(case=open_one.case, by=moderator, outcome="removed")
    assert Flag.objects.get(pk=open_one.pk).note == ""


def test_redaction_reaches_the_notes_of_flags(moderator):
    post = make_reply(body="It reads MRN 7730215 there.")
    flag(post, note="It says MRN 7730215 in line 1.")

    places = redact_words(post=post, moderator=moderator, words="MRN 7730215", rule="1")

    assert "A note to a flag" in [place.what for place in places]
    assert Flag.objects.get().note == "It says [removed by a moderator] in line 1."


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
