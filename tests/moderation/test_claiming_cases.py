"""Who is at a case: it is claimed, let go, and put to another moderator."""

import pytest
from django.core import mail

from accounts.services import propose_organization, withdraw_proposal
from forum.core.errors import Outdated, Refused
from forum.moderation import case_services as services
from forum.moderation.models import Case
from tests.make import make_held, make_thread, make_topic, make_topic_moderator, make_user
from tests.moderation.pages import QUEUE, text_of
from tests.together import at_once

pytestmark = pytest.mark.django_db


def test_claiming_tells_the_others_and_letting_go_too(as_member, moderator, administrator):
    case = make_held()
    as_member(moderator).post(f"/moderation/cases/{case.pk}/claim/", {"seen": ""})
    client = as_member(administrator)
    assert "Helen Brandt is at it." in text_of(client.get(QUEUE))

    late = client.post(f"/moderation/cases/{case.pk}/claim/", {"seen": ""})
    assert late.status_code == 409
    assert "Helen Brandt has claimed this meanwhile." in text_of(late)
    client.post(f"/moderation/cases/{case.pk}/claim/", {"seen": str(moderator.pk)})
    assert "You are at it." in text_of(client.get(QUEUE))
    client.post(f"/moderation/cases/{case.pk}/release/")

    assert Case.objects.get().claimed_by is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_is_at_it(moderator, administrator):
    case = make_held()

    outcomes = at_once(
        lambda by: services.claim_case(case=case, by=by, seen=None), [moderator, administrator]
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 1


def test_another_moderator_is_asked_mailed_and_finds_it_under_mine(as_member, moderator, administrator):
    case = make_held()
    client = as_member(moderator)
    client.post(f"/moderation/cases/{case.pk}/claim/", {"seen": ""})

    refused = client.post(f"/moderation/cases/{case.pk}/ask/", {"asked": "", "note": "Kept words"})
    assert refused.status_code == 422
    assert "Choose whom to ask" in text_of(refused)
    assert "Kept words" in text_of(refused)
    page = client.post(
        f"/moderation/cases/{case.pk}/ask/",
        {"asked": str(administrator.pk), "note": "You know him."},
        follow=True,
    )

    assert "Rowan Adler is asked by email." in text_of(page)
    (message,) = mail.outbox
    assert message.to == ["rowan@rounds.example"]
    assert "Helen Brandt asks you to decide a case" in message.body
    assert "You know him." in message.body
    assert f"/moderation/cases/{case.pk}/" in message.body
    assert "Nothing is yours" in text_of(client.get("/moderation/mine/"))
    theirs = text_of(as_member(administrator).get("/moderation/mine/"))
    assert "Helen Brandt asks Rowan Adler to decide. You know him." in theirs


def test_only_who_may_decide_can_be_asked(as_member, moderator, peer):
    topic = make_topic()
    author = make_user(role="moderator")
    theirs, others = make_topic_moderator(topic), make_topic_moderator(make_topic())
    case = make_held(thread=make_thread(topic=topic), author=author)

    page = as_member(moderator).get(f"/moderation/cases/{case.pk}/ask/").content.decode()
    page = page.partition("<select")[2].partition("</select>")[0]

    assert theirs.display_name in page
    for other in (author, others, peer):
        assert other.display_name not in page
        with pytest.raises(Refused):
            services.ask_moderator(case=case, by=moderator, asked=other)


def test_what_is_not_asked_any_more_is_told(moderator):
    member = make_user()
    facts = {"kind": "hospital", "website": "", "region": ""}
    proposal = propose_organization(member=member, name="County", **facts)
    case = Case.objects.get()
    withdraw_proposal(proposal=proposal, by=member)

    with pytest.raises(Outdated, match="does not ask for this any more"):
        services.claim_case(case=case, by=moderator, seen=None)
