"""Rules have numbers for good, and each version of them stays as it was published."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.conduct import services
from forum.conduct.models import Rule, Version
from forum.conduct.queries import current_version, draft, rule_choices, rule_named
from forum.core import editions
from forum.core.errors import Outdated, Refused
from forum.moderation.models import ModerationAction
from forum.moderation.services import hide_post
from tests.make import make_reply, make_user, make_version

pytestmark = pytest.mark.django_db
FACTS = {"title": "Say who you are", "noun": "a false name", "text": "Use the name *colleagues* know."}


def seen():
    return services.seen_now(draft())


def rows(version):
    return list(Rule.objects.filter(version__number=version).order_by("number").values())


def text(client, path):
    return client.get(path).content.decode()


def test_the_rules_that_rounds_began_with_are_version_1(client):
    page = text(client, "/conduct/")

    assert [number for number, _label in rule_choices()] == ["1", "2", "3", "4", "5", "6", "7"]
    assert "Version 1, of " in page
    assert '<h2 id="rule-4">4. Vendors answer, they do not sell</h2>' in page
    assert "No pitches, no links to offers." in page


def test_a_published_version_never_changes_and_its_readers_find_it(client, administrator):
    before, first = rows(1), Version.objects.filter(number=1).values().get()

    make_version(by=administrator)

    assert (rows(1), Version.objects.filter(number=1).values().get()) == (before, first)
    assert '<h2 id="rule-4">4. Vendors never sell</h2>' in text(client, "/conduct/")
    older = text(client, "/conduct/versions/1/")
    assert "4. Vendors answer, they do not sell" in older
    assert "This is how the rules read before." in older
    changes = text(client, "/conduct/versions/2/changes/")
    assert "Rule 4: changed" in changes
    assert "Rule 5" not in changes
    assert "Offers are out." in text(client, "/conduct/versions/")


def test_nothing_of_a_draft_shows(client, administrator):
    services.save_rule(by=administrator, seen=seen(), **FACTS)

    assert "Say who you are" not in text(client, "/conduct/") + text(client, "/conduct/versions/")
    assert client.get("/conduct/versions/2/").status_code == 404
    assert client.get("/conduct/versions/1/changes/").status_code == 404
    assert rule_named("8") is None
    assert current_version().number == 1


def test_a_retired_number_is_nobody_elses(administrator):
    make_version(number=None, by=administrator, title="The eighth")
    services.retire_rule(by=administrator, seen=seen(), number=8)
    added = services.save_rule(by=administrator, seen=seen(), **FACTS)

    assert added.number == 9
    assert [rule.number for rule in draft().rules.all()] == [1, 2, 3, 4, 5, 6, 7, 9]


def test_the_markdown_of_a_rule_is_made_safe_when_it_is_written(client, administrator):
    make_version(number=None, text="No *offers*.<script>alert(1)</script>", by=administrator)

    page = text(client, "/conduct/")

    assert "<em>offers</em>" in page
    assert "<script>alert" not in page


def test_a_notice_names_the_rule_as_it_read_on_that_day(client, peer, moderator, administrator):
    post = hide_post(post=make_reply(author=peer), moderator=moderator, rule="4")

    make_version(by=administrator, asks_acceptance=False)
    later = hide_post(post=make_reply(author=peer), moderator=moderator, rule="4")

    page = text(client, post.thread.get_absolute_url())
    assert "<strong>sales pitch</strong>" in page
    assert "rule 4: vendors answer, they do not sell" in page
    assert 'href="/conduct/versions/1/#rule-4"' in page
    now = text(client, later.thread.get_absolute_url())
    assert "<strong>an offer</strong>" in now
    assert 'href="/conduct/#rule-4"' in now
    assert ModerationAction.objects.get(post=post).get_rule_display() == (
        "4. Vendors answer, they do not sell"
    )


def test_a_rule_that_reads_as_before_is_found_among_those_of_today(peer, moderator, administrator):
    make_version(by=administrator)

    assert rule_named("1", at=Version.objects.get(number=1).published_at).url == "/conduct/#rule-1"


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_only_administrators_write_rules(as_member, role):
    member = make_user(role=role)
    client = as_member(member)

    for service, facts in (
        (services.save_rule, FACTS),
        (services.retire_rule, {"number": 1}),
        (services.discard_draft, {}),
        (services.publish_rules, {"what_changed": "All", "asks_acceptance": False}),
    ):
        with pytest.raises(PermissionDenied):
            service(by=member, seen=seen(), **facts)
    for path in ("", "new/", "1/", "publish/"):
        assert client.get(f"/conduct/edit/{path}").status_code == 403
    for path in ("new/", "1/", "1/retire/", "discard/", "publish/"):
        assert client.post(f"/conduct/edit/{path}", FACTS | {"seen": "2.0"}).status_code == 403
    assert draft() is None


def test_the_second_administrator_is_told_and_their_text_is_kept(as_member, administrator):
    client = as_member(make_user(role="administrator"))
    client.get("/conduct/edit/4/")
    services.save_rule(by=administrator, seen=seen(), number=4, **FACTS)

    response = client.post("/conduct/edit/4/", FACTS | {"title": "No sales at all", "seen": "2.0"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Another administrator has changed the rules meanwhile." in page
    assert 'value="No sales at all"' in page
    assert "Say who you are" in page
    assert 'name="seen" value="2.1"' in page


def test_publishing_what_changed_since_it_was_seen_is_refused(administrator):
    services.save_rule(by=administrator, seen=seen(), **FACTS)
    looked_at = seen()
    services.retire_rule(by=administrator, seen=seen(), number=1)

    with pytest.raises(Outdated):
        services.publish_rules(
            by=administrator, seen=looked_at, what_changed="One more.", asks_acceptance=True
        )

    assert current_version().number == 1


def test_who_publishes_second_looks_at_the_draft_as_it_is_and_sends_again(as_member, administrator):
    services.save_rule(by=administrator, seen=seen(), **FACTS)
    client, form = as_member(make_user(role="administrator")), {"seen": "2.1", "what_changed": "Names."}
    services.retire_rule(by=administrator, seen=seen(), number=1)

    told = client.post("/conduct/edit/publish/", form)
    assert told.status_code == 409
    assert "Rule 1: retired" in told.content.decode()
    assert 'name="seen" value="2.2"' in told.content.decode()

    assert client.post("/conduct/edit/publish/", form | {"seen": "2.2"}).url == "/conduct/"


def test_nothing_is_published_that_changes_nothing(administrator):
    services.save_rule(by=administrator, seen=seen(), **FACTS)
    services.retire_rule(by=administrator, seen=seen(), number=8)

    with pytest.raises(Refused, match="says what the rules say already"):
        services.publish_rules(by=administrator, seen=seen(), what_changed="?", asks_acceptance=False)


def test_an_administrator_edits_previews_and_publishes(as_member, administrator):
    client = as_member(administrator)

    client.post("/conduct/edit/new/", FACTS | {"seen": "2.0"})
    client.post("/conduct/edit/2/retire/", {"seen": "2.1"})
    preview = text(client, "/conduct/edit/publish/")
    done = client.post("/conduct/edit/publish/", {"seen": "2.2", "what_changed": "Names."})

    assert "Rule 8: new" in preview
    assert "Rule 2: retired" in preview
    assert "Use the name <em>colleagues</em> know." in preview
    assert done.url == "/conduct/"
    page = text(client, "/conduct/")
    assert "8. Say who you are" in page
    assert "2. Be kind, and candid" not in page
    act = ModerationAction.objects.get()
    assert (act.kind, act.moderator, act.detail, act.note) == (
        "rules",
        administrator,
        "Version 2",
        "Names.",
    )
    assert "Published rules" in text(client, "/moderation/log/")


def test_a_form_that_lacks_something_says_so(as_member, administrator):
    client = as_member(administrator)

    rule = client.post("/conduct/edit/new/", {"seen": "2.0", "title": "Half a rule"})
    client.post("/conduct/edit/new/", FACTS | {"seen": "2.0"})
    publish = client.post("/conduct/edit/publish/", {"seen": "2.1"})

    assert rule.status_code == publish.status_code == 422
    assert "Explain the rule" in rule.content.decode()
    assert "Say what changed" in publish.content.decode()


def test_a_draft_is_dropped(as_member, administrator):
    client = as_member(administrator)
    client.post("/conduct/edit/4/", FACTS | {"seen": "2.0"})

    client.post("/conduct/edit/discard/", {"seen": "2.1"})

    assert draft() is None
    assert Rule.objects.count() == 7


@pytest.mark.parametrize("reader", ["guest", "member"])
def test_another_process_shows_new_rules_at_its_next_request(client, peer, reader, administrator):
    """It learns of them with the generation of its kept pages, or with the session of the reader."""
    if reader == "member":
        client.force_login(peer)
    assert "4. Vendors answer" in text(client, "/conduct/")
    make_version(by=administrator)
    editions.tell(1)  # as it was told before

    page = text(client, "/conduct/?again=1")

    assert "4. Vendors never sell" in page
