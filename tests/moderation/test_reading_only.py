"""What a member who only reads for now is refused: everything that others would see. Their text is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Proposal
from accounts.services import ReadsOnly
from forum.adoption.models import StatusReport, Subject
from forum.adoption.services import report_status
from forum.moderation.standing_services import pause_posting, warn
from forum.replies.models import Draft, HelpfulMark
from forum.replies.services import mark_helpful, post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import edit_post, start_thread
from tests.make import make_reply, make_subject, make_thread, make_topic, make_user, make_verified

pytestmark = pytest.mark.django_db
WHY = "Two sales pitches after a warning."
TEXT = "We moved our appointments page in one night."


@pytest.fixture
def writer():
    return make_verified(display_name="Noor Haddad")


@pytest.fixture
def scene(writer, asker):
    topic = make_topic(slug="web")
    thread = make_thread(author=asker, topic=topic, subject=make_subject())
    own = make_thread(author=writer, topic=topic)
    return {
        "thread": thread.pk,
        "question": thread.posts.get().pk,
        "own": make_reply(thread=thread, author=writer).pk,
        "others": make_reply(thread=own, author=asker).pk,
        "withdrawn": make_reply(thread=thread, author=writer).pk,
    }


ACTS = {
    "ask": (
        "/ask/",
        {"title": "Whose job is it?", "body": TEXT, "topic": "web", "sharing": "everyone"},
    ),
    "reply": ("/t/{thread}/reply/", {"body": TEXT}),
    "reply with a status": ("/t/{thread}/reply/", {"body": TEXT, "status": "using"}),
    "status alone": ("/t/{thread}/reply/", {"body": "", "status": "using"}),
    "preview": ("/t/{thread}/reply/", {"body": TEXT, "preview": "1"}),
    "edit": ("/posts/{own}/edit/", {"body": TEXT, "version": "1"}),
    "withdraw": ("/posts/{own}/withdraw/", {}),
    "undo withdrawal": ("/posts/{withdrawn}/undo/", {}),
    "mark": ("/posts/{others}/helpful/", {}),
    "unmark": ("/posts/{others}/unhelpful/", {}),
    "choose": ("/posts/{others}/accept/", {}),
    "undo choice": ("/posts/{others}/unaccept/", {}),
    "status": ("/subjects/tiktok/status/", {"status": "using", "note": TEXT}),
    "ask for an update": ("/t/{thread}/update/", {}),
    "profile": (
        "/accounts/settings/",
        {"display_name": "N", "job_title": "W", "about": TEXT, "time_zone": "America/Chicago"},
    ),
}


def all_rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Post, Thread, HelpfulMark, StatusReport, Proposal, Subject)
    ]


def pause(member, moderator, days=7):
    until = timezone.now() + timedelta(days=days)
    return pause_posting(member=member, moderator=moderator, until=until, public_reason=WHY, rule="4")


@pytest.mark.parametrize("state", ["paused", "warned"])
@pytest.mark.parametrize("act", list(ACTS))
def test_every_bare_post_is_refused_and_says_why(as_member, scene, writer, moderator, act, state):
    client = as_member(writer)  # whose forms are open already
    if state == "paused":
        pause(writer, moderator)
    else:
        warn(member=writer, moderator=moderator, public_reason=WHY, rule="4")
    path, data = ACTS[act]
    before = all_rows()
    about = writer.about

    response = client.post(path.format(**scene), data)

    page = response.content.decode()
    assert response.status_code == 403
    assert WHY in page
    assert "code of conduct" in page.lower()
    assert all_rows() == before
    writer.refresh_from_db()
    assert writer.about == about
    if TEXT in data.values():
        kept = Draft.objects.filter(user=writer, body=TEXT).exists()
        assert kept or TEXT in page
        assert kept == (act in ("ask", "reply", "reply with a status", "preview"))


def test_what_a_paused_member_may_still_do(as_member, scene, writer, moderator):
    pause(writer, moderator)
    client = as_member(writer)

    assert client.get(f"/t/{scene['thread']}/").status_code == 200
    assert "You read only for now." in client.get(f"/t/{scene['thread']}/").content.decode()
    saved = client.post(f"/drafts/save/?thread={scene['thread']}", {"body": TEXT})
    assert (saved.status_code, saved.content) == (200, b"Draft saved")
    assert client.post("/accounts/settings/appearance/", {"theme": "dark"}).status_code == 302
    assert client.post(f"/t/{scene['thread']}/reply/", {"body": TEXT, "draft": "1"}).status_code == 302


def test_pages_to_write_on_say_why_they_are_closed(as_member, scene, writer, moderator):
    pause(writer, moderator)
    client = as_member(writer)

    for path in ("/ask/", f"/posts/{scene['own']}/edit/"):
        page = client.get(path)
        assert page.status_code == 403
        assert WHY in page.content.decode()


def test_every_page_tells_a_paused_member_and_nobody_else(as_member, client, scene, writer, moderator):
    pause(writer, moderator)
    words = "You read only until"
    for path in ("/", f"/t/{scene['thread']}/", "/topics/", "/accounts/settings/", "/t/999999/"):
        assert as_member(writer).get(path).content.decode().count(words) == 1
        assert words not in as_member(make_user()).get(path).content.decode()


def test_the_member_who_asked_the_service_before_the_pause_is_refused_by_it(
    scene, writer, asker, moderator
):
    """What a request holds of its member is older than the pause; the row decides."""
    thread = Thread.objects.get(pk=scene["thread"])
    pause(writer, moderator)
    assert not writer.reads_only

    with pytest.raises(ReadsOnly):
        post_reply(thread=thread, author=writer, body=TEXT)
    with pytest.raises(ReadsOnly):
        start_thread(topic=thread.topic, author=writer, title="Whose job?", body=TEXT)


def test_services_refuse_who_only_reads(scene, writer, moderator):
    pause(writer, moderator)
    writer.refresh_from_db()
    own, others = (Post.objects.get(pk=scene[name]) for name in ("own", "others"))

    for act in (
        lambda: edit_post(post=own, editor=writer, body=TEXT, version=1),
        lambda: mark_helpful(post=others, by=writer),
        lambda: report_status(subject=Subject.objects.get(), by=writer, status="using"),
    ):
        with pytest.raises(ReadsOnly):
            act()


def test_a_paused_moderator_still_moderates(as_member, scene, moderator, administrator):
    pause(moderator, administrator)
    client = as_member(moderator)

    assert client.post(f"/posts/{scene['own']}/hide/", {"rule": "4"}).status_code == 302
    assert client.post(f"/t/{scene['thread']}/reply/", {"body": TEXT}).status_code == 403


@pytest.mark.parametrize("path", ["/standing/", "/suspended/"])
def test_looking_changes_nothing(as_member, writer, moderator, path):
    warn(member=writer, moderator=moderator, public_reason=WHY)

    as_member(writer).get(path)

    writer.refresh_from_db()
    assert writer.reads_only


def test_posting_costs_no_statement_more(as_member, scene, writer, django_assert_max_num_queries):
    client = as_member(writer)
    client.get(f"/t/{scene['thread']}/")

    with django_assert_max_num_queries(20):
        assert client.post(f"/t/{scene['thread']}/reply/", {"body": TEXT}).status_code == 302
