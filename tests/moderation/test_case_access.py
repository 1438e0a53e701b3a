"""Who may do what with cases: each act as a bare POST, by each kind of visitor, in each state."""

from functools import partial

import pytest

from accounts.services import propose_organization
from forum.moderation.case_services import close_case
from forum.moderation.erasure_services import ask_for_erasure
from forum.moderation.models import Case, ModerationAction
from forum.threads.models import Post
from tests.make import (
    make_flagged,
    make_held,
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
)
from tests.undone import SIGN_IN, answers, signed_in

pytestmark = pytest.mark.django_db

DONE, SHOWN, FORBIDDEN, LATE, INVALID = 302, 200, 403, 409, 422
ROLES = ("guest", "member", "author", "other topic", "own topic", "moderator", "administrator", "own")
NOBODY = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
#                          own topic  moderator  administrator  moderator whose own it is
BOTH = (*NOBODY, DONE, DONE, DONE, FORBIDDEN)
WHOLE = (*NOBODY, FORBIDDEN, DONE, DONE, FORBIDDEN)
LOOKING = (*NOBODY, DONE, DONE, DONE, DONE)
TOO_LATE = (*NOBODY, LATE, LATE, LATE, FORBIDDEN)
NOT_OFFERED = (*NOBODY, INVALID, INVALID, INVALID, FORBIDDEN)

FLAGGED = {
    "keep": BOTH,
    "remove": BOTH,
    "redact": (*NOBODY, INVALID, SHOWN, SHOWN, FORBIDDEN),
    "approve": NOT_OFFERED,
    "erase": NOT_OFFERED,
    "edit": (*NOBODY, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "take out": WHOLE,
    "claim": BOTH,
    "release": LOOKING,
    "ask": (*NOBODY, DONE, DONE, DONE, DONE),
}
HELD = FLAGGED | {"approve": BOTH, "keep": NOT_OFFERED, "edit": BOTH}
CLOSED = dict.fromkeys(("keep", "remove", "approve", "edit", "ask", "claim", "release"), TOO_LATE) | {
    "ask": (*NOBODY, LATE, LATE, LATE, LATE),
    "release": (*NOBODY, LATE, LATE, LATE, LATE),
    "claim": (*NOBODY, LATE, LATE, LATE, LATE),
    "take out": (*NOBODY, FORBIDDEN, LATE, LATE, FORBIDDEN),
}
MEMBER = {"keep": WHOLE, "uphold": WHOLE, "remove": (*NOBODY, FORBIDDEN, INVALID, INVALID, FORBIDDEN)}
ERASURE = {
    "erase": WHOLE,
    "decline": WHOLE,
    "keep": (*NOBODY, FORBIDDEN, INVALID, INVALID, FORBIDDEN),
}
PROPOSAL = {"keep": (*NOBODY, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN), "claim": WHOLE}
STATES = {
    "flagged": FLAGGED,
    "held": HELD,
    "closed": CLOSED,
    "member": MEMBER,
    "erasure": ERASURE,
    "proposal": PROPOSAL,
}
ACTS = {
    "edit": ("edit/", {"body": "Changed.", "version": "1"}),
    "take out": ("redact/", {"words": "4711", "rule": "1", "confirm": "1"}),
    "claim": ("claim/", {}),
    "release": ("release/", {}),
    "ask": ("ask/", {"note": "Please."}),
}


def made(state: str, author, topic) -> Case:
    thread = make_thread(topic=topic)
    if state == "held":
        return make_held(thread=thread, author=author, body="Scanner 4711.")
    if state == "member":
        return make_flagged("unkind", member=author)
    if state == "proposal":
        facts = {"kind": "hospital", "website": "", "region": ""}
        return Case.objects.get(proposal=propose_organization(member=author, name="County", **facts))
    post = make_reply(thread=thread, author=author, body="Scanner 4711.")
    if state == "erasure":
        return ask_for_erasure(post=post, by=author, words="My job depends on it.")
    case = make_flagged(post=post)
    if state == "closed":
        close_case(case=case, by=make_user(role="moderator"), outcome="kept")
    return case


def everything():
    return (
        list(Case.objects.values()),
        list(Post.objects.order_by("pk").values()),
        ModerationAction.objects.count(),
    )


@pytest.mark.parametrize("state", STATES)
def test_access(subtests, outsider, moderator, administrator, state):
    topic, author, own = make_topic(), make_user(), make_user(role="moderator")
    people = {
        "member": outsider,
        "author": author,
        "other topic": make_topic_moderator(make_topic()),
        "own topic": make_topic_moderator(topic),
        "moderator": moderator,
        "administrator": administrator,
        "own": own,
    }
    case, concerns_them = made(state, author, topic), made(state, own, topic)
    another = str(make_user(role="moderator").pk)

    def post(act, client, role):
        which = concerns_them if role == "own" else case
        path, data = ACTS.get(act, ("decide/", {"decision": act, "rule": "1", "message": "No."}))
        data = data | ({"asked": another} if act == "ask" else {})
        return client.post(f"/moderation/cases/{which.pk}/{path}", data)

    browsers = signed_in(people)
    for act, row in STATES[state].items():
        with subtests.test(act):
            answered, changed = answers(ROLES, browsers, partial(post, act), everything)

            assert answered == dict(zip(ROLES, row, strict=True))
            if act != "release":
                assert changed == {role for role in ROLES if answered[role] == DONE}


@pytest.mark.parametrize(
    "path",
    ["queue/", "held/", "mine/", "resolved/", "several/", "cases/{case}/", "cases/{case}/next/"],
)
def test_pages_are_for_moderators(client, as_member, outsider, path):
    path = "/moderation/" + path.format(case=make_flagged().pk)

    assert client.get(path).url.startswith("/accounts/login/")
    assert as_member(outsider).get(path).status_code == 403


@pytest.mark.parametrize("state", ["flagged", "held", "member", "erasure", "proposal"])
def test_a_topic_moderator_finds_what_is_theirs_and_nothing_else(as_member, peer, state):
    topic = make_topic()
    case = made(state, peer, topic)
    mine = as_member(make_topic_moderator(topic))
    is_theirs = state in ("flagged", "held")

    assert mine.get(f"/moderation/cases/{case.pk}/").status_code == (200 if is_theirs else 403)
    assert (f"/cases/{case.pk}/" in mine.get("/moderation/queue/").content.decode()) == is_theirs
    other = as_member(make_topic_moderator(make_topic()))
    assert other.get(f"/moderation/cases/{case.pk}/").status_code == 403
    assert f"/cases/{case.pk}/" not in other.get("/moderation/queue/").content.decode()


@pytest.mark.parametrize("path", ["999/", "999/decide/", f"{10**17}/", "999/claim/", "999/ask/"])
def test_what_never_waited_is_not_found(as_member, moderator, path):
    client = as_member(moderator)
    act = client.get if path.count("/") == 1 or "ask" in path else client.post

    assert act(f"/moderation/cases/{path}").status_code == 404


def test_a_moderator_is_not_offered_what_concerns_them(as_member, moderator):
    case = make_held(author=moderator)

    page = as_member(moderator).get(f"/moderation/cases/{case.pk}/").content.decode()

    assert "It concerns you, so another moderator decides." in page
    assert "Approve" not in page
