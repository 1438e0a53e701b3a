"""Who may do what: every act as a bare POST, by every kind of visitor, on every state of a thread."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.models import User
from forum.moderation.models import Flag
from forum.replies.models import Draft
from forum.threads.models import Post, Thread
from tests.make import make_reply, make_thread, make_topic
from tests.undone import SIGN_IN, answers, signed_in

pytestmark = pytest.mark.django_db

ACTS = {
    "reply": ("/t/{thread}/reply/", {"body": "Yes."}),
    "edit": ("/posts/{post}/edit/", {"body": "Changed.", "version": "1"}),
    "withdraw": ("/posts/{post}/withdraw/", {}),
    "helpful": ("/posts/{post}/helpful/", {}),
    "accept": ("/posts/{post}/accept/", {}),
    "flag": ("/posts/{post}/flag/", {"reason": "sales"}),
    "hide": ("/posts/{post}/hide/", {"rule": "4"}),
    "close": ("/t/{thread}/close/", {}),
    "pin": ("/t/{thread}/pin/", {}),
    "move": ("/t/{thread}/move/", {"topic": "elsewhere"}),
    "hide thread": ("/t/{thread}/hide/", {"rule": "1"}),
    "sharing": ("/t/{thread}/sharing/", {"sharing": "members"}),
    "reveal": ("/posts/{post}/reveal/", {"reason": "It bears a name already."}),
}
DONE, FORBIDDEN, MISSING, REFUSED = 302, 403, 404, 422
#        guest    stranger   author     asker      moderator
OPEN = {
    "reply": (SIGN_IN, DONE, DONE, DONE, DONE),
    "edit": (SIGN_IN, FORBIDDEN, DONE, FORBIDDEN, DONE),
    "withdraw": (SIGN_IN, FORBIDDEN, DONE, FORBIDDEN, FORBIDDEN),
    "helpful": (SIGN_IN, DONE, FORBIDDEN, DONE, DONE),
    "accept": (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "flag": (SIGN_IN, DONE, FORBIDDEN, DONE, DONE),
    "hide": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "close": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "pin": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "move": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "hide thread": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "sharing": (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, FORBIDDEN),
    "reveal": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
}
CLOSED = {
    "reply": (SIGN_IN, REFUSED, REFUSED, REFUSED, DONE),
    "edit": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "withdraw": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "helpful": (SIGN_IN, DONE, FORBIDDEN, DONE, DONE),
    "accept": (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, DONE),
    "flag": (SIGN_IN, DONE, FORBIDDEN, DONE, DONE),
    "sharing": (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, FORBIDDEN),
}
HIDDEN_THREAD = {
    "reply": (SIGN_IN, MISSING, MISSING, FORBIDDEN, DONE),
    "edit": (SIGN_IN, MISSING, MISSING, FORBIDDEN, DONE),
    "withdraw": (SIGN_IN, MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    "helpful": (SIGN_IN, MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    "accept": (SIGN_IN, MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    "flag": (SIGN_IN, MISSING, MISSING, MISSING, MISSING),
    "hide": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "sharing": (SIGN_IN, MISSING, MISSING, FORBIDDEN, FORBIDDEN),
}
HIDDEN_POST = {
    "reply": (SIGN_IN, DONE, DONE, DONE, DONE),
    "edit": (SIGN_IN, MISSING, FORBIDDEN, MISSING, DONE),
    "withdraw": (SIGN_IN, MISSING, FORBIDDEN, MISSING, FORBIDDEN),
    "helpful": (SIGN_IN, MISSING, FORBIDDEN, MISSING, FORBIDDEN),
    "accept": (SIGN_IN, MISSING, FORBIDDEN, MISSING, FORBIDDEN),
    "flag": (SIGN_IN, MISSING, FORBIDDEN, MISSING, MISSING),
    "hide": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, REFUSED),
}
NOT_ACCEPTED = {  # whoever has not accepted the rules of today reads, takes back and moderates
    "reply": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "edit": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "withdraw": (SIGN_IN, FORBIDDEN, DONE, FORBIDDEN, FORBIDDEN),
    "helpful": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "accept": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "flag": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "hide": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    "close": (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
}
STATES = {
    "open": OPEN,
    "closed": CLOSED,
    "hidden thread": HIDDEN_THREAD,
    "hidden post": HIDDEN_POST,
    "rules not accepted": NOT_ACCEPTED,
}
ROLES = ("guest", "stranger", "author", "asker", "moderator")


@pytest.fixture
def scene(asker, peer, outsider, moderator):
    make_topic(slug="elsewhere")
    thread = make_thread(author=asker)
    post = make_reply(thread=thread, author=peer)
    people = {"stranger": outsider, "author": peer, "asker": asker, "moderator": moderator}
    return thread, post, people


def put_into(state, thread, post):
    now = timezone.now()
    if state == "closed":
        Thread.objects.filter(pk=thread.pk).update(closed_at=now)
    elif state == "hidden thread":
        Thread.objects.filter(pk=thread.pk).update(hidden_at=now)
    elif state == "hidden post":
        Post.objects.filter(pk=post.pk).update(hidden_at=now)
    elif state == "rules not accepted":
        User.objects.update(rules_accepted=0)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Thread, Post, Flag)]


@pytest.mark.parametrize("state", STATES)
def test_access(subtests, scene, state):
    thread, post, people = scene
    put_into(state, thread, post)

    def send(act, client, role):
        path, data = ACTS[act]
        return client.post(path.format(thread=thread.pk, post=post.pk), data)

    browsers = signed_in(people)
    for act, row in STATES[state].items():
        with subtests.test(act):
            answered, changed = answers(ROLES, browsers, partial(send, act), rows)

            assert answered == dict(zip(ROLES, row, strict=True))
            assert changed == {role for role in ROLES if answered[role] == DONE}


@pytest.mark.parametrize(
    "path",
    [
        "/moderation/log/",
        "/moderation/words/",
        "/moderation/words/new/",
        "/moderation/words/try/",
        "/moderation/words/changes/",
        "/t/{thread}/hide/",
        "/posts/{post}/hide/",
        "/posts/{post}/author/pause/",
        "/conduct/edit/",
        "/moderation/members/praman/",
        "/moderation/members/praman/suspend/",
        "/moderation/members/praman/spam/",
        "/moderation/members/praman/spam/undo/",
        "/moderation/sanctions/1/lift/",
        "/moderation/members/nobody/",
    ],
)
def test_pages_of_moderators_are_closed_to_members(as_member, scene, path):
    thread, post, people = scene

    response = as_member(people["asker"]).get(path.format(thread=thread.pk, post=post.pk))

    assert response.status_code == 403


def test_a_demoted_moderator_loses_the_act_at_once(as_member, scene):
    thread, _post, people = scene
    client = as_member(people["moderator"])
    people["moderator"].role = "member"
    people["moderator"].save()

    assert client.post(f"/t/{thread.pk}/close/").status_code == 403


def test_drafts_are_nobody_elses(as_member, scene):
    thread, _post, people = scene
    client = as_member(people["stranger"])
    client.post(f"/drafts/save/?thread={thread.pk}", {"body": "half a thought"})
    draft = Draft.objects.get()

    response = as_member(people["asker"]).post(f"/drafts/{draft.pk}/discard/")

    assert response.status_code == 404
