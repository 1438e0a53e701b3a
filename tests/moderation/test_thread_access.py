"""Who may do what to whole threads: every act as a bare POST, by every role, on every state of a thread."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from forum.threads.models import MovedPost, Post, Thread, ThreadMerge
from forum.threads.services import merge_threads
from tests.make import make_thread, make_topic, make_topic_moderator
from tests.undone import SIGN_IN, answers, signed_in

pytestmark = pytest.mark.django_db
DONE, FORBIDDEN, MISSING, REFUSED = 302, 403, 404, 422

# A topic moderator has the topic of the thread, and not that of the other thread or topic.
ACTS = {
    "hide": ("/t/{thread}/hide/", {"rule": "1"}),
    "restore": ("/t/{thread}/restore/", {}),
    "close": ("/t/{thread}/close/", {}),
    "reopen": ("/t/{thread}/reopen/", {}),
    "pin": ("/t/{thread}/pin/", {}),
    "slow": ("/t/{thread}/slow/", {"seconds": "900"}),
    "closing": ("/t/{thread}/closing/", {"closes_at": "{tomorrow}"}),
    "owner": ("/t/{thread}/owner/", {"member": "@kellin"}),
    "move elsewhere": ("/t/{thread}/move/", {"topic": "elsewhere"}),
    "move to theirs": ("/t/{thread}/move/", {"topic": "theirs"}),
    "merge elsewhere": ("/t/{thread}/merge/", {"into": "{elsewhere}"}),
    "merge here": ("/t/{thread}/merge/", {"into": "{near}"}),
    "merge itself": ("/t/{thread}/merge/", {"into": "{thread}"}),
    "undo": ("/merges/{merge}/undo/", {}),
    "hide reply": ("/posts/{reply}/hide/", {"rule": "4"}),
    "edit reply": ("/posts/{reply}/edit/", {"body": "Changed.", "version": "1"}),
    "reply": ("/t/{thread}/reply/", {"body": "Yes."}),
    "accept": ("/posts/{reply}/accept/", {}),
    "split": (
        "/t/{thread}/replies/move/",
        {"numbers": "2", "where": "new", "title": "A question of its own", "topic": "here"},
    ),
    "move reply elsewhere": (
        "/t/{thread}/replies/move/",
        {"numbers": "2", "where": "there", "into": "{elsewhere}"},
    ),
    "move reply here": (
        "/t/{thread}/replies/move/",
        {"numbers": "2", "where": "there", "into": "{near}"},
    ),
}
#    guest     member     asker      of this topic  of another  moderator  administrator
NOBODYS = (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, FORBIDDEN, DONE, DONE)
OF_BOTH = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE, DONE)
NEVER = (SIGN_IN, FORBIDDEN, FORBIDDEN, REFUSED, FORBIDDEN, REFUSED, REFUSED)
OPEN = {
    "hide": NOBODYS,
    "restore": NEVER,
    "close": NOBODYS,
    "reopen": NEVER,
    "pin": NOBODYS,
    "slow": NOBODYS,
    "closing": NOBODYS,
    "owner": NOBODYS,
    "move elsewhere": (SIGN_IN, FORBIDDEN, FORBIDDEN, REFUSED, FORBIDDEN, DONE, DONE),
    "move to theirs": NOBODYS,
    "merge elsewhere": OF_BOTH,
    "merge here": NOBODYS,
    "merge itself": NEVER,
    "undo": NOBODYS,
    "hide reply": NOBODYS,
    "edit reply": NOBODYS,
    "reply": (SIGN_IN, DONE, DONE, DONE, DONE, DONE, DONE),
    "accept": (SIGN_IN, FORBIDDEN, DONE, DONE, FORBIDDEN, DONE, DONE),
    "split": NOBODYS,
    "move reply elsewhere": OF_BOTH,
    "move reply here": NOBODYS,
}
CLOSED = {
    "close": NEVER,
    "reopen": NOBODYS,
    "closing": NEVER,
    "slow": NOBODYS,
    "merge here": NOBODYS,
    "split": NOBODYS,
    "edit reply": NOBODYS,
    "reply": (SIGN_IN, REFUSED, REFUSED, DONE, REFUSED, DONE, DONE),
}
HIDDEN_UNSEEN = (SIGN_IN, FORBIDDEN, FORBIDDEN, DONE, MISSING, DONE, DONE)
HIDDEN_REFUSED = (SIGN_IN, FORBIDDEN, FORBIDDEN, REFUSED, MISSING, REFUSED, REFUSED)
HIDDEN = {
    "hide": HIDDEN_REFUSED,
    "restore": HIDDEN_UNSEEN,
    "slow": HIDDEN_UNSEEN,
    "merge here": HIDDEN_REFUSED,
    "split": HIDDEN_REFUSED,
    "move reply here": HIDDEN_REFUSED,
    "hide reply": HIDDEN_UNSEEN,
    "reply": (SIGN_IN, MISSING, FORBIDDEN, DONE, MISSING, DONE, DONE),
}
GONE = (SIGN_IN, FORBIDDEN, FORBIDDEN, MISSING, MISSING, MISSING, MISSING)
MERGED = {
    **dict.fromkeys(("hide", "close", "pin", "slow", "owner", "merge here", "split"), GONE),
    # Its reply is in the other thread now, and what is typed for it is shown there to be posted.
    "reply": (SIGN_IN, *[REFUSED] * 6),
    "hide reply": NOBODYS,
    "edit reply": NOBODYS,
}
STATES = {
    "open": OPEN,
    "closed": CLOSED,
    "closed by the clock": CLOSED,
    "hidden": HIDDEN,
    "merged": MERGED,
}
ROLES = ("guest", "member", "asker", "of this topic", "of another", "moderator", "administrator")


@pytest.fixture
def scene(asker, peer, outsider, moderator, administrator):
    here, theirs = make_topic(slug="here"), make_topic(slug="theirs")
    elsewhere = make_topic(slug="elsewhere")
    threads = {
        "thread": make_thread(author=asker, topic=here, replies=1),
        "near": make_thread(topic=here),
        "elsewhere": make_thread(topic=elsewhere),
    }
    merge = merge_threads(source=make_thread(topic=here), target=make_thread(topic=here), by=moderator)
    people = {
        "member": peer,
        "asker": asker,
        "of this topic": make_topic_moderator(here, theirs),
        "of another": make_topic_moderator(elsewhere),
        "moderator": moderator,
        "administrator": administrator,
    }
    return threads, merge, people


def put_into(state, threads, moderator):
    now = timezone.now()
    changes = {
        "closed": {"closed_at": now},
        "closed by the clock": {"closes_at": now - timedelta(minutes=1)},
        "hidden": {"hidden_at": now},
    }.get(state)
    if changes:
        Thread.objects.filter(pk=threads["thread"].pk).update(**changes)
    if state == "merged":
        merge_threads(source=threads["thread"], target=threads["near"], by=moderator)


def rows():
    models = (Thread, Post, MovedPost, ThreadMerge)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("state", STATES)
def test_access_to_threads(subtests, scene, state):
    threads, merge, people = scene
    facts = {name: thread.pk for name, thread in threads.items()}
    facts |= {"reply": threads["thread"].posts.get(number=2).pk, "merge": merge.pk}
    facts["tomorrow"] = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    put_into(state, threads, people["moderator"])

    def post(act, client, role):
        path, data = ACTS[act]
        return client.post(
            path.format(**facts), {name: value.format(**facts) for name, value in data.items()}
        )

    browsers = signed_in(people)
    for act, row in STATES[state].items():
        with subtests.test(act):
            answered, changed = answers(ROLES, browsers, partial(post, act), rows)

            assert answered == dict(zip(ROLES, row, strict=True))
            assert changed == {role for role in ROLES if answered[role] == DONE}
