"""What waits for a moderator has its case from the moment it waits, and none once it does not."""

import importlib

import pytest
from django.apps import apps

from accounts.services import (
    ask_to_join,
    erase_member,
    propose_organization,
    vouch_for_colleague,
    withdraw_proposal,
)
from forum.moderation import services
from forum.moderation.care_services import approve_post, decline_post
from forum.moderation.models import Case
from forum.threads.models import Post
from forum.threads.services import edit_post, undo_withdrawal, withdraw_post
from tests.make import make_organization, make_reply, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db
FACTS = {"kind": "hospital", "website": "https://county.example", "region": "Ohio"}


def held_reply(held="guard", **fields):
    return make_reply(held=held, **fields)


def held_question(**fields):
    return Post.objects.get(thread=make_thread(held="guard", **fields))


def cases():
    rows = Case.objects.order_by("pk").values_list("kind", "cause", "harm", "outcome")
    return [(kind, cause, Case.Harm(harm).name, outcome) for kind, cause, harm, outcome in rows]


@pytest.mark.parametrize(
    ("cause", "harm"), [("guard", "PATIENT"), ("watched", "TRUST"), ("first", "ROUTINE")]
)
@pytest.mark.parametrize("make", [make_reply, make_thread])
def test_a_post_that_waits_has_a_case_as_grave_as_its_cause(make, cause, harm):
    make(held=cause)

    assert cases() == [("held", cause, harm, "")]


def test_a_post_that_members_see_has_none():
    make_reply()

    assert cases() == []


def test_an_edit_that_waits_has_one(peer):
    post = make_reply(author=peer)

    edit_post(post=post, editor=peer, body="Scanner 4711.", version=1, held="guard")

    assert cases() == [("held", "guard", "PATIENT", "")]


@pytest.mark.parametrize("make", [held_reply, held_question])
@pytest.mark.parametrize(("decide", "outcome"), [(approve_post, "approved"), (decline_post, "removed")])
def test_deciding_on_the_thread_page_closes_it(make, moderator, decide, outcome):
    post = make()
    facts = {"rule": "1"} if decide is decline_post else {}

    decide(post=post, moderator=moderator, **facts)

    assert cases() == [("held", "guard", "PATIENT", outcome)]
    assert Case.objects.get().closed_by == moderator


@pytest.mark.parametrize("make", [held_reply, held_question])
def test_its_author_takes_it_back_and_brings_it_back(make, peer):
    post = make(author=peer)

    withdraw_post(post=post, by=peer)
    assert cases() == [("held", "guard", "PATIENT", "settled")]
    assert Case.objects.get().closed_by is None
    undo_withdrawal(post=post, by=peer)

    assert cases()[1:] == [("held", "guard", "PATIENT", "")]


def test_removing_and_restoring_what_waits_closes_it_and_opens_another(moderator):
    post, question = held_reply(), held_question()

    services.hide_post(post=post, moderator=moderator, rule="1")
    services.hide_thread(thread=question.thread, moderator=moderator, rule="1")
    assert [outcome for *_facts, outcome in cases()] == ["removed", "removed"]
    services.restore_post(post=post, moderator=moderator)
    services.restore_thread(thread=question.thread, moderator=moderator)

    assert [outcome for *_facts, outcome in cases()[2:]] == ["", ""]


def test_a_proposal_has_a_case_until_it_is_decided_or_not_asked_any_more(moderator):
    dana, other = make_user(), make_user()
    agreed = propose_organization(member=dana, name="County", **FACTS)
    declined = propose_organization(member=other, name="Second", **FACTS)
    gone = propose_organization(member=make_user(), name="Third", **FACTS)
    assert cases() == [("proposal", "organization", "ROUTINE", "")] * 3

    services.agree_to_proposal(proposal=agreed, moderator=moderator)
    services.decline_proposal(proposal=declined, moderator=moderator, reason="Too small.")
    withdraw_proposal(proposal=gone, by=gone.member)

    assert [outcome for *_facts, outcome in cases()] == ["agreed", "declined"]


def test_a_colleague_someone_vouches_for_has_one_case_whoever_vouches_again():
    lakeshore = make_organization("Lakeshore")
    membership = ask_to_join(user=make_user(), organization=lakeshore)

    for _time in range(2):
        vouch_for_colleague(membership=membership, by=make_verified(organization=lakeshore))

    assert cases() == [("proposal", "colleague", "ROUTINE", "")]


def test_what_an_erased_member_wrote_still_waits_and_what_they_asked_does_not(peer):
    held_reply(author=peer)
    propose_organization(member=peer, name="County", **FACTS)

    erase_member(user=peer)

    assert cases() == [("held", "guard", "PATIENT", "")]


def test_the_deploy_opens_cases_of_what_waits_already(moderator):
    dana = make_user()
    post, question = held_reply(), held_question()
    proposal = propose_organization(member=dana, name="County", **FACTS)
    withdrawn = held_reply(author=dana)
    withdraw_post(post=withdrawn, by=dana)
    services.hide_thread(thread=held_question().thread, moderator=moderator, rule="1")
    make_thread(replies=1)
    Case.objects.all().delete()
    migration = importlib.import_module("forum.moderation.migrations.0007_open_cases")

    for _twice in range(2):
        migration.open_cases(apps, None)

    assert {
        (case.kind, case.cause, case.harm, case.opened_at, case.post, case.proposal)
        for case in Case.objects.all()
    } == {
        ("held", "guard", 0, post.held_at, post, None),
        ("held", "guard", 0, question.held_at, question, None),
        ("proposal", "organization", 5, proposal.made_at, None, proposal),
    }
