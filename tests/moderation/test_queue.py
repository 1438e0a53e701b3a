"""The moderators' queue: who asks for what, the oldest first, and who may read it."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Proposal
from accounts.services import erase_member, propose_organization
from forum.moderation import services
from forum.moderation.models import Case, ModerationAction
from tests.make import make_organization, make_user
from tests.moderation.pages import QUEUE, text_of
from tests.moderation.proposing import FACTS, vouched_for

pytestmark = pytest.mark.django_db


def test_the_queue_shows_who_asks_for_what(as_member, moderator, proposal):
    page = text_of(as_member(moderator).get(QUEUE))

    assert "New organization: County Hospital" in page
    assert "Dana Ruiz @druiz" in page
    assert "Address @county.example Name County Hospital Kind Hospital" in page
    assert "Website https://www.county.example/about Region Ohio" in page
    assert "“Our staff page names me.”" in page
    assert "dana@" not in page


def test_the_oldest_comes_first_with_its_age_and_the_promise(as_member, moderator, proposal):
    Case.objects.update(opened_at=timezone.now() - timedelta(hours=5, minutes=1))
    propose_organization(member=make_user(), name="Second Hospital", **FACTS)

    page = text_of(as_member(moderator).get(QUEUE))

    assert (
        "Oldest open: 5 hours ago . Our promise to members: within one working day, and sooner" in page
    )
    assert page.index("County Hospital") < page.index("Second Hospital")
    assert "Open 2 Held Mine Resolved" in page


def test_an_empty_queue_says_so(as_member, moderator):
    assert "Nothing waits" in text_of(as_member(moderator).get(QUEUE))


@pytest.mark.parametrize(
    ("email", "website", "box"),
    [
        ("dana@county.example", "https://www.county.example", "checked"),
        ("dana@mail.county.example", "https://county.example", "checked"),
        ("dana@bigagency.example", "https://county.example", "unchecked"),
        ("dana@gmail.com", "https://county.example", "none"),
        ("dana@owned.example", "https://county.example", "none"),
    ],
)
def test_the_domain_is_offered_where_it_can_be_theirs(as_member, moderator, email, website, box):
    make_organization("The Owner", domain="owned.example")
    member = make_user(email=email)
    propose_organization(member=member, name="County Hospital", **FACTS | {"website": website})

    page = as_member(moderator).get(QUEUE).content.decode()

    found = re.search(r'<input[^>]*name="with_domain"[^>]*>', page)
    shown = "none" if found is None else "checked" if "checked" in found.group() else "unchecked"
    assert shown == box


def test_another_name_can_be_looked_for(as_member, moderator, proposal):
    make_organization("Buckeye Health Network")

    page = as_member(moderator).get(f"{QUEUE}{proposal.pk}/", {"name": "buckeye"}, follow=True)

    assert "It is this one : Buckeye Health Network" in text_of(page)


@pytest.mark.parametrize("act", ["", "agree/", "decline/"])
def test_the_queue_is_for_moderators(client, as_member, peer, proposal, act):
    path = f"{QUEUE}{proposal.pk}/{act}"
    act_by = client.post if act else client.get

    assert act_by(path, {"reason": "No."}).url.startswith("/accounts/login/")
    as_member(peer)
    assert act_by(path, {"reason": "No."}).status_code == 403
    assert Proposal.objects.get().decided_at is None


@pytest.mark.parametrize("path", ["999/", "999/agree/", f"{10**17}/"])
def test_what_was_never_asked_is_not_found(as_member, moderator, path):
    client = as_member(moderator)
    act = client.post if "agree" in path else client.get

    assert act(QUEUE + path).status_code == 404


def test_what_an_erased_member_asked_is_gone_and_the_log_names_them_no_more(
    as_member, moderator, dana, proposal
):
    other = propose_organization(member=make_user(), name="Second Hospital", **FACTS)
    services.agree_to_proposal(proposal=proposal, moderator=moderator)
    erase_member(user=dana)
    erase_member(user=other.member)
    client = as_member(moderator)

    assert "Nothing waits" in text_of(client.get(QUEUE))
    assert "Agreed with Former member" in text_of(client.get("/moderation/log/"))


@pytest.mark.parametrize("kind", ["organization", "colleague"])
def test_the_queue_takes_few_statements_whatever_its_length(as_member, moderator, kind):
    organization = make_organization()

    def ask(n):
        if kind == "colleague":
            return vouched_for(organization)
        return propose_organization(member=make_user(), name=f"Hospital Number {n}", **FACTS)

    def statements(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    client = as_member(moderator)
    ask(0)
    client.get(QUEUE)
    short = statements(QUEUE)
    last = [ask(n) for n in range(30)][-1]

    assert statements(QUEUE) == short <= 10
    assert statements(f"/moderation/cases/{Case.objects.get(proposal=last).pk}/") <= 10


def test_a_line_of_the_log_has_one_target_at_most(moderator, dana):
    targets = {"member": dana, "organization": make_organization()}

    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationAction.objects.create(moderator=moderator, kind="agree", **targets)
