import pytest

from accounts.services import change_role
from forum.conduct.queries import rule_choices
from forum.core.errors import Outdated, Refused
from forum.moderation import services
from forum.moderation.models import ModerationAction
from forum.moderation.queries import rule_facts
from tests.make import make_reply, make_thread, make_topic

pytestmark = pytest.mark.django_db


def logged():
    return [(act.kind, act.rule, act.note) for act in ModerationAction.objects.order_by("pk")]


def test_a_removed_reply_leaves_a_notice_with_the_rule(as_member, client, peer, moderator):
    post = make_reply(author=peer, body="Book a demo.")

    as_member(moderator).post(f"/posts/{post.pk}/hide/", {"rule": "4", "note": "third time today"})
    client.logout()
    page = client.get(post.thread.get_absolute_url()).content.decode()

    assert "A moderator removed this reply today" in page
    assert "<strong>sales pitch</strong>" in page
    assert "Book a demo." not in page
    assert logged() == [("hide", "4", "third time today")]


def test_a_restored_reply_is_back(as_member, client, peer, moderator):
    post = services.hide_post(post=make_reply(author=peer), moderator=moderator, rule="4")

    as_member(moderator).post(f"/posts/{post.pk}/restore/", {})
    client.logout()

    assert "We use plain text mail." in client.get(post.thread.get_absolute_url()).content.decode()
    assert [kind for kind, _rule, _note in logged()] == ["hide", "restore"]


def test_removing_needs_a_rule(as_member, moderator):
    post = make_reply()

    response = as_member(moderator).post(f"/posts/{post.pk}/hide/", {"note": "because"})

    assert response.status_code == 422
    assert "Choose the rule it breaks" in response.content.decode()
    assert logged() == []


def test_the_second_moderator_is_told_and_nothing_is_done_twice(moderator, administrator):
    post = make_reply()
    services.hide_post(post=post, moderator=moderator, rule="4")

    with pytest.raises(Outdated):
        services.hide_post(post=post, moderator=administrator, rule="1")

    assert logged() == [("hide", "4", "")]


def test_a_question_is_removed_with_its_thread(moderator):
    thread = make_thread()

    with pytest.raises(Refused, match="whole thread"):
        services.hide_post(post=thread.posts.get(), moderator=moderator, rule="1")


@pytest.mark.parametrize(
    ("act", "undo", "field"),
    [("close", "reopen", "closed_at"), ("pin", "unpin", "pinned_at"), ("hide", "restore", "hidden_at")],
)
def test_acts_on_threads_are_done_undone_and_logged(as_member, moderator, act, undo, field):
    thread = make_thread()
    client = as_member(moderator)

    client.post(f"/t/{thread.pk}/{act}/", {"rule": "1"})
    thread.refresh_from_db()
    done = getattr(thread, field)
    client.post(f"/t/{thread.pk}/{undo}/", {})
    thread.refresh_from_db()

    assert done is not None
    assert getattr(thread, field) is None
    assert [kind for kind, _rule, _note in logged()] == [act, undo]


def test_a_moved_thread_keeps_its_address(as_member, moderator):
    thread, topic = make_thread(), make_topic(slug="measurement", name="Measurement")
    was = thread.topic.name

    response = as_member(moderator).post(f"/t/{thread.pk}/move/", {"topic": "measurement"})

    thread.refresh_from_db()
    assert response.url == f"/t/{thread.pk}/"
    assert thread.topic == topic
    assert ModerationAction.objects.get().detail == f"{was} → Measurement"


def test_a_pinned_thread_stands_first_in_its_topic(client, moderator):
    topic = make_topic()
    old = make_thread(topic=topic, title="Start here: how to ask")
    make_thread(topic=topic, title="The newest question of all")
    services.pin_thread(thread=old, moderator=moderator)

    page = client.get(topic.get_absolute_url()).content.decode()

    assert page.index("Start here") < page.index("The newest question")
    assert page.count("Start here") == 1


def test_an_edit_by_a_moderator_is_logged_and_says_who(as_member, peer, moderator):
    post = make_reply(author=peer)
    client = as_member(moderator)

    client.post(f"/posts/{post.pk}/edit/", {"body": "Shorter.", "reason": "a name", "version": 1})

    assert logged() == [("edit", "", "a name")]
    assert "Edited by Helen Brandt" in client.get(f"/posts/{post.pk}/revisions/").content.decode()


def test_an_edit_of_ones_own_post_is_no_act_of_a_moderator(as_member, moderator):
    post = make_reply(author=moderator)

    as_member(moderator).post(f"/posts/{post.pk}/edit/", {"body": "Shorter.", "version": 1})

    assert logged() == []


def test_the_second_editor_sees_both_texts(as_member, peer):
    post = make_reply(author=peer, body="One.")
    client = as_member(peer)
    client.post(f"/posts/{post.pk}/edit/", {"body": "Two.", "version": 1})

    response = client.post(f"/posts/{post.pk}/edit/", {"body": "Three.", "version": 1})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Two." in page
    assert "Three." in page
    assert 'name="version" value="2"' in page


def test_a_change_of_role_is_logged(peer, administrator):
    change_role(member=peer, role="moderator", by=administrator)

    act = ModerationAction.objects.get()
    assert (act.kind, act.member, act.moderator, act.detail) == (
        "role",
        peer,
        administrator,
        "member → moderator",
    )


def test_the_log_shows_every_act_to_moderators(as_member, moderator):
    services.close_thread(
        thread=make_thread(title="A question to close"), moderator=moderator, note="done"
    )
    services.pin_thread(thread=make_thread(title="A question to pin"), moderator=moderator)
    client = as_member(moderator)

    everything = client.get("/moderation/log/").content.decode()
    closed = client.get("/moderation/log/?kind=close").content.decode()

    assert "A question to close" in everything
    assert "A question to pin" in everything
    assert "A question to pin" not in closed


def test_every_rule_has_a_noun_and_a_place_in_the_code_of_conduct(client):
    conduct = client.get("/conduct/").content.decode()

    assert len(rule_choices()) == 7
    for number, label in rule_choices():
        assert f'id="rule-{number}">{label}<' in conduct
        assert rule_facts(number).url == f"/conduct/#rule-{number}"
    assert rule_facts("4") == (
        "sales pitch",
        "Code of conduct, rule 4: vendors answer, they do not sell",
        "/conduct/#rule-4",
    )
    assert rule_facts("") is None


def test_the_log_shows_the_acts_of_one_kind(as_member, moderator, peer):
    hide_me = make_reply(author=peer)
    services.hide_post(post=hide_me, moderator=moderator, rule="4")
    services.close_thread(thread=hide_me.thread, moderator=moderator)

    page = as_member(moderator).get("/moderation/log/?kind=close").content.decode()

    assert page.count("<li>\n          <strong>Helen Brandt</strong>") == 1
    assert '<option value="close" selected>Closed</option>' in page
    assert '<option value="role">Role changed</option>' in page


@pytest.mark.parametrize("button", ["preview", "save"])
def test_edits_and_their_previews_are_limited_and_the_text_stays_in_the_form(
    as_member, peer, settings, button
):
    settings.ACCOUNT_RATE_LIMITS = {"preview": "1/m/user", "edit": "1/m/user"}
    post, client = make_reply(author=peer), as_member(peer)

    client.post(f"/posts/{post.pk}/edit/", {"body": "One.", "version": 1, button: "1"})
    refused = client.post(f"/posts/{post.pk}/edit/", {"body": "Two words.", "version": 1, button: "1"})

    assert refused.status_code == 429
    assert "Two words." in refused.content.decode()


def test_a_form_for_moving_tells_who_comes_second(as_member, moderator):
    thread, seen_in = make_thread(), make_topic()
    services.move_thread(thread=thread, moderator=moderator, topic=seen_in)
    client = as_member(moderator)
    page = client.get(f"/t/{thread.pk}/move/").content.decode()
    assert f'name="seen_in" value="{seen_in.pk}"' in page
    services.move_thread(thread=thread, moderator=moderator, topic=make_topic())

    second = client.post(f"/t/{thread.pk}/move/", {"topic": make_topic().slug, "seen_in": seen_in.pk})

    assert second.status_code == 422
    assert "Another moderator has moved the thread meanwhile." in second.content.decode()


def test_a_former_text_with_patient_data_is_removed_for_everybody(as_member, peer, moderator):
    post = make_reply(author=peer, body="Record 4711.")
    services.edit_post(post=post, editor=moderator, body="[removed]", reason="No names", version=1)
    path = f"/posts/{post.pk}/revisions/"
    client = as_member(moderator)
    assert f'href="{path}1/redact/"' in client.get(path).content.decode()

    done = client.post(f"{path}1/redact/", {"rule": "1", "note": "as asked"})

    assert done.url == path
    for reader in (moderator, peer):
        page = as_member(reader).get(path).content.decode()
        assert "4711" not in page
        assert "A moderator removed a former text here." in page
    logged = ModerationAction.objects.get(kind="redact")
    assert (logged.post, logged.rule, logged.note) == (post, "1", "as asked")
    with pytest.raises(Outdated):
        services.redact_revision(revision=post.revisions.get(), moderator=moderator, rule="1")


def test_only_moderators_remove_former_texts(as_member, peer):
    post = make_reply(author=peer, body="One.")
    services.edit_post(post=post, editor=peer, body="Two.", version=1)
    client = as_member(peer)

    assert "/redact/" not in client.get(f"/posts/{post.pk}/revisions/").content.decode()
    assert client.post(f"/posts/{post.pk}/revisions/1/redact/", {"rule": "1"}).status_code == 403
    assert post.revisions.get().body == "One."
