"""Cases: one waits for each matter, the gravest reason counts, and it is closed once."""

import pytest
from django.db import IntegrityError, transaction

from accounts.services import propose_organization
from forum.core.errors import Outdated
from forum.moderation.case_services import close_case, hold_case, open_case
from forum.moderation.models import Case
from tests.make import make_organization, make_reply, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db
Harm, Kind, Outcome = Case.Harm, Case.Kind, Case.Outcome


def targets():
    proposal = propose_organization(
        member=make_user(), name="County", kind="hospital", website="", region=""
    )
    return {
        "post": make_reply(),
        "member": make_user(),
        "organization": make_organization(),
        "proposal": proposal,
    }


@pytest.mark.parametrize("about", ["post", "member", "organization", "proposal"])
def test_a_matter_has_one_open_case_of_a_kind(about):
    target = {about: targets()[about]}
    Case.objects.all().delete()  # a proposal has one from the start

    first = open_case(kind=Kind.FLAGS, harm=Harm.TRUST, cause="sales", **target)
    again = open_case(kind=Kind.FLAGS, harm=Harm.ORDER, cause="topic", **target)
    other = open_case(kind=Kind.HELD, harm=Harm.ROUTINE, **target)

    assert first == again != other
    assert (again.harm, again.cause) == (Harm.TRUST, "sales")
    with transaction.atomic():
        assert hold_case(first.pk) == first


def test_a_graver_reason_moves_it_forward_and_keeps_its_age():
    post = make_reply()
    case = open_case(kind=Kind.FLAGS, harm=Harm.ORDER, cause="topic", post=post)

    graver = open_case(kind=Kind.FLAGS, harm=Harm.PATIENT, cause="patient", post=post)

    assert (graver.pk, graver.harm, graver.cause) == (case.pk, Harm.PATIENT, "patient")
    assert graver.opened_at == case.opened_at


def test_after_it_was_closed_a_new_one_opens(moderator):
    post = make_reply()
    case = open_case(kind=Kind.FLAGS, harm=Harm.ORDER, post=post)

    closed = close_case(case=case, by=moderator, outcome=Outcome.KEPT)

    assert (closed.closed_by, closed.outcome) == (moderator, "kept")
    assert open_case(kind=Kind.FLAGS, harm=Harm.ORDER, post=post) != case


@pytest.mark.parametrize(
    ("is_by_somebody", "words"),
    [
        (True, "Helen Brandt has decided this already: Kept."),
        (False, "This is settled already: Kept."),
    ],
)
def test_the_second_to_close_it_is_told_who_was_first(moderator, administrator, is_by_somebody, words):
    case = open_case(kind=Kind.FLAGS, harm=Harm.ORDER, post=make_reply())
    close_case(case=case, by=moderator if is_by_somebody else None, outcome=Outcome.KEPT)

    with pytest.raises(Outdated) as refusal:
        close_case(case=case, by=administrator, outcome=Outcome.REMOVED)

    assert str(refusal.value) == words
    assert Case.objects.get(pk=case.pk).outcome == "kept"


@pytest.mark.parametrize("facts", [{}, {"post": True, "member": True}])
def test_it_is_about_one_thing(facts):
    made = {"post": make_reply(), "member": make_user()}

    with pytest.raises(ValueError, match="unpack"):
        open_case(kind=Kind.FLAGS, harm=Harm.ORDER, **{name: made[name] for name in facts})
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(kind=Kind.FLAGS, harm=0, opened_at=made["post"].created_at)


@pytest.mark.django_db(transaction=True)
def test_who_open_one_at_once_open_one():
    post = make_reply()

    def flag(harm):
        return open_case(kind=Kind.FLAGS, harm=harm, post=post)

    cases = at_once(flag, [Harm.ORDER, Harm.PATIENT, Harm.TRUST, Harm.LAW])

    assert len({case.pk for case in cases}) == 1
    assert Case.objects.get().harm == Harm.PATIENT


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_it_at_once_one_does(moderator, administrator):
    case = open_case(kind=Kind.FLAGS, harm=Harm.ORDER, post=make_reply())

    outcomes = at_once(
        lambda by: close_case(case=case, by=by, outcome=Outcome.KEPT), [moderator, administrator]
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1
