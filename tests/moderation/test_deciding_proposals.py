"""What members asked for, decided once, mailed and logged."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.models import Organization
from accounts.queries import standing_of
from accounts.services import ask_to_administer, propose_domain, propose_organization
from forum.core.errors import Outdated
from forum.moderation import services
from forum.moderation.models import ModerationAction
from tests.make import make_organization, make_user, make_verified
from tests.moderation.pages import QUEUE, text_of
from tests.moderation.proposing import FACTS, vouched_for
from tests.together import at_once

pytestmark = pytest.mark.django_db


def logged():
    acts = ModerationAction.objects.order_by("pk")
    return [(act.kind, act.member, act.detail, act.note) for act in acts]


def test_agreeing_adds_the_organization_verifies_the_member_and_tells_them(
    as_member, moderator, dana, proposal
):
    page = as_member(moderator).post(f"{QUEUE}{proposal.pk}/agree/", {"with_domain": "on"}, follow=True)

    county = Organization.objects.get(name="County Hospital")
    (message,) = mail.outbox
    assert (county.kind, county.region, county.website) == tuple(
        FACTS[name] for name in ("kind", "region", "website")
    )
    assert [one.domain for one in county.domains.all()] == ["county.example"]
    assert standing_of(dana).organization == county
    assert standing_of(dana).is_verified
    assert "Agreed. New organization: County Hospital. Dana Ruiz is told by email." in text_of(page)
    assert (message.to, message.subject) == (
        ["dana@county.example"],
        "Agreed. New organization: County Hospital",
    )
    assert "You are verified at County Hospital now, and your posts say so." in message.body
    assert f"http://localhost:8000{county.get_absolute_url()}" in message.body
    assert logged() == [("agree", dana, "New organization: County Hospital", "")]


def test_without_the_box_the_domain_stays_nobodys(as_member, moderator, dana, proposal):
    as_member(moderator).post(f"{QUEUE}{proposal.pk}/agree/")

    assert not Organization.objects.get().domains.exists()
    assert standing_of(dana).membership.how == "moderator"


def test_a_vendor_who_proposes_a_hospital_stays_labelled(moderator):
    member = make_user(email="craig@county.example", organization_kind="vendor")
    proposal = propose_organization(member=member, name="County Hospital", **FACTS)

    services.agree_to_proposal(proposal=proposal, moderator=moderator)

    assert standing_of(member).is_vendor


def test_similar_organizations_are_shown_and_one_of_them_is_the_answer(
    as_member, moderator, dana, proposal
):
    ohio = make_organization("County Hospital of Ohio", domain="cho.example")
    client = as_member(moderator)
    assert "It is this one : County Hospital of Ohio" in text_of(client.get(QUEUE))

    client.post(f"{QUEUE}{proposal.pk}/agree/", {"existing": ohio.slug})

    assert Organization.objects.get() == ohio
    assert standing_of(dana).organization == ohio
    assert [one.domain for one in ohio.domains.all()] == ["cho.example"]
    assert "You are verified at County Hospital of Ohio now" in mail.outbox[0].body
    assert logged()[0][2] == "New organization: County Hospital → County Hospital of Ohio"


def test_declining_needs_a_reason_which_is_mailed(as_member, moderator, dana, proposal):
    client = as_member(moderator)

    refused = client.post(f"{QUEUE}{proposal.pk}/decline/", {"reason": " "})
    assert refused.status_code == 422
    assert "Say why, so that the member can ask better" in text_of(refused)
    assert mail.outbox == []
    client.post(f"{QUEUE}{proposal.pk}/decline/", {"reason": "We found no such hospital in Ohio."})

    (message,) = mail.outbox
    assert message.subject == "Declined. New organization: County Hospital"
    assert "We found no such hospital in Ohio." in message.body
    assert "\nThe moderators\n" in message.body
    assert "Helen" not in message.body
    assert standing_of(dana).organization is None
    assert logged() == [
        ("decline", dana, "New organization: County Hospital", "We found no such hospital in Ohio.")
    ]


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("agree", "Rowan Adler has agreed to this already."),
        ("decline", "Rowan Adler has declined this already: Too small."),
    ],
)
@pytest.mark.parametrize("second", ["agree", "decline"])
def test_the_second_moderator_is_told_what_the_first_decided(
    as_member, moderator, administrator, proposal, first, told, second
):
    as_member(administrator).post(f"{QUEUE}{proposal.pk}/{first}/", {"reason": "Too small."})

    page = as_member(moderator).post(f"{QUEUE}{proposal.pk}/{second}/", {"reason": "I see it so."})

    assert page.status_code == 409
    assert told in text_of(page)
    assert len(mail.outbox) == len(logged()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(proposal, moderator, administrator):
    outcomes = at_once(
        lambda by: services.agree_to_proposal(proposal=proposal, moderator=by, with_domain=True),
        [moderator, administrator],
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1
    assert (Organization.objects.count(), ModerationAction.objects.count()) == (1, 1)


def test_a_decided_proposal_shows_its_answer(as_member, moderator, administrator, proposal):
    services.decline_proposal(proposal=proposal, moderator=administrator, reason="Too small.")

    page = as_member(moderator).get(f"{QUEUE}{proposal.pk}/", follow=True)

    assert "Declined by Rowan Adler just now : “Too small.”" in text_of(page)
    assert "Agree and add it" not in text_of(page)


def test_a_colleague_someone_vouches_for_is_verified(as_member, moderator):
    lakeshore = make_organization("Lakeshore Cancer Institute")
    proposal = vouched_for(lakeshore, email="owen@icloud.com")
    client = as_member(moderator)
    page = text_of(client.get(QUEUE))
    assert "@icloud.com Free mail" in page
    assert "Vouches Sam Ortiz" in page

    client.post(f"{QUEUE}{proposal.pk}/agree/")

    assert standing_of(proposal.member).is_verified
    assert "You are verified at Lakeshore Cancer Institute now" in mail.outbox[-1].body


def test_the_first_administrator_is_agreed_to(as_member, moderator):
    member = make_verified(organization=make_organization("Lakeshore"))
    organization = standing_of(member).organization
    proposal = ask_to_administer(member=member, organization=organization, note="I run the web team.")

    as_member(moderator).post(f"{QUEUE}{proposal.pk}/agree/")

    assert standing_of(member).is_administrator
    assert "You are an administrator of Lakeshore now" in mail.outbox[0].body


def test_another_domain_is_agreed_to_unless_it_reads_like_anothers(as_member, moderator):
    lakeshore = make_organization("Lakeshore", domain="lakeshore.example")
    member = make_verified(organization=lakeshore, is_administrator=True)
    make_organization("Harbor", domain="harbor.example")
    client = as_member(moderator)
    look_alike = propose_domain(member=member, organization=lakeshore, domain="harb0r.example")

    refused = client.post(f"{QUEUE}{look_alike.pk}/agree/")
    services.decline_proposal(proposal=look_alike, moderator=moderator, reason="It reads like another.")
    research = propose_domain(member=member, organization=lakeshore, domain="research.example")
    client.post(f"{QUEUE}{research.pk}/agree/")

    assert refused.status_code == 422
    assert "reads like harbor.example" in text_of(refused)
    assert "research.example belongs to Lakeshore now." in mail.outbox[-1].body
    assert lakeshore.domains.count() == 2


def test_nobody_decides_what_they_asked_for_themselves(as_member, moderator):
    own = propose_organization(member=moderator, name="Helen’s Hospital", **FACTS)
    client = as_member(moderator)

    assert "another moderator decides" in text_of(client.get(QUEUE))
    assert client.post(f"{QUEUE}{own.pk}/agree/").status_code == 403
    with pytest.raises(PermissionDenied):
        services.decline_proposal(proposal=own, moderator=moderator, reason="No.")


def test_a_demoted_moderator_decides_nothing(moderator, proposal):
    moderator.role = "member"

    with pytest.raises(PermissionDenied):
        services.agree_to_proposal(proposal=proposal, moderator=moderator)
