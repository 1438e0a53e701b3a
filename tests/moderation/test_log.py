"""The log of moderators' acts: found by filters, exported, and changed by nobody."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from accounts.services import erase_member
from forum.moderation import services
from forum.moderation.models import ModerationAction
from forum.threads.services import merge_threads
from tests.make import (
    make_flagged,
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
    make_user,
)

pytestmark = pytest.mark.django_db
LOG, EXPORT = "/moderation/log/", "/moderation/log/export/"


def page_of(response):
    return response.content.decode()


def notes_in(response):
    """Which of the lines of ``lines`` a page shows."""
    page = page_of(response)
    return [note for note in ("first", "second", "third", "fourth", "by rule") if f">{note}<" in page]


def exported(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def lines(moderator, peer, administrator):
    """Five lines: a reply removed, its thread closed, another pinned, a role changed, Rounds itself."""
    thread, other = make_thread(title="A thread to close"), make_thread(title="A thread to pin")
    reply = make_reply(thread=thread, author=peer)
    second = make_user(role="moderator", handle="second")
    services.hide_post(post=reply, moderator=moderator, rule="4", note="first")
    services.close_thread(thread=thread, moderator=second, note="second")
    services.pin_thread(thread=other, moderator=moderator, note="third")
    ModerationAction.objects.create(moderator=second, kind="warn", member=peer, rule="2", note="fourth")
    ModerationAction.objects.create(kind="hold", post=make_reply(thread=other), note="by rule")
    return {"thread": thread, "other": other, "reply": reply, "second": second}


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("", ["first", "second", "third", "fourth", "by rule"]),
        ("kind=close", ["second"]),
        ("moderator=@hbrandt", ["first", "third"]),
        ("moderator=second&kind=warn", ["fourth"]),
        ("moderator=rounds", ["by rule"]),
        ("rule=4", ["first"]),
        ("about=@praman", ["fourth"]),
        ("about={thread}", ["first", "second"]),
        ("about=%23{thread}", ["first", "second"]),
        ("about=/t/{thread}/?page=2", ["first", "second"]),
        ("about=http://localhost:8000/posts/{reply}/", ["first"]),
        ("about=/posts/{reply}/&kind=pin", []),
        ("since=2100-01-01", []),
        ("until=2001-01-01", []),
        ("since=2001-01-01&until=2099-12-31", ["first", "second", "third", "fourth", "by rule"]),
    ],
)
def test_the_log_is_filtered(as_member, moderator, lines, query, notes):
    query = query.format(thread=lines["thread"].pk, reply=lines["reply"].pk)

    response = as_member(moderator).get(f"{LOG}?{query}")

    assert response.status_code == 200
    assert notes_in(response) == notes


def test_days_are_those_of_who_asks_and_both_ends_count(as_member, moderator, lines, time_machine):
    # 23:30 of the last of March where the moderator is, the first of April by Greenwich.
    time_machine.move_to(datetime(2026, 4, 1, 3, 30, tzinfo=UTC))
    services.close_thread(thread=lines["other"], moderator=moderator, note="third")
    client = as_member(moderator)

    march = client.get(f"{LOG}?kind=close&since=2026-03-31&until=2026-03-31")
    april = client.get(f"{LOG}?kind=close&since=2026-04-01&until=2026-04-01")

    assert (notes_in(march), notes_in(april)) == (["third"], [])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=nonsense", "Select a valid choice"),
        ("moderator=nobody-here", "No member has this handle."),
        ("about=@nobody-here", "No member has this handle."),
        ("about=a+thread", "Enter a handle with its @"),
        ("since=yesterday", "Enter the first day, like 2026-11-30"),
        ("until=9999-12-31", "Enter the last day, like 2026-11-30"),
        ("since=0001-01-01", "Enter the first day, like 2026-11-30"),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_at_its_field(as_member, moderator, lines, query, words):
    response = as_member(moderator).get(f"{LOG}?{query}")

    assert response.status_code == 422
    assert words in page_of(response)


def test_pages_of_a_filtered_log_keep_the_filters(as_member, moderator, peer):
    thread = make_thread()
    for n in range(30):
        ModerationAction.objects.create(moderator=moderator, kind="note", member=peer, note=f"n{n}")
        ModerationAction.objects.create(moderator=moderator, kind="close", thread=thread)
    client = as_member(moderator)

    first = page_of(client.get(f"{LOG}?kind=note&about=@praman"))
    older = first.partition("?kind=note&amp;about=%40praman&amp;before=")[2].partition('"')[0]
    second = page_of(client.get(f"{LOG}?kind=note&about=@praman&before={older}"))

    assert first.count('<span class="muted">n') == 25
    assert second.count('<span class="muted">n') == 5
    assert "Closed" not in second.partition("timeline")[2].partition("</ol>")[0]


def test_a_merged_thread_is_found_with_the_one_it_went_into(as_member, moderator, lines):
    merge_threads(source=lines["other"], target=lines["thread"], by=moderator)

    response = as_member(moderator).get(f"{LOG}?about={lines['thread'].pk}")

    assert notes_in(response) == ["first", "second", "third", "by rule"]


def test_a_reply_is_never_found_by_its_author(as_member, moderator, lines):
    """It may have been posted without a name."""
    response = as_member(moderator).get(f"{LOG}?about=@praman")

    assert "A thread to close" not in page_of(response)


@pytest.mark.parametrize("query", ["", "?kind=hide&rule=4&moderator=hbrandt&about=@praman"])
def test_a_page_takes_the_same_statements_for_any_number_of_lines(
    as_member, moderator, lines, peer, query, django_assert_max_num_queries
):
    client = as_member(moderator)
    make_flagged()
    for _time in range(2):
        with django_assert_max_num_queries(7):
            client.get(LOG + query)
        for _line in range(10):
            services.hide_post(post=make_reply(author=peer), moderator=moderator, rule="4")


def test_the_export_has_what_is_filtered_and_is_a_line_itself(as_member, moderator, lines):
    response = as_member(moderator).post(EXPORT, {"rule": "4", "kind": "hide"})

    rows = exported(response)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["By"], row["Act"], row["Rule"], row["About"], row["Note"]) for row in rows] == [
        ("hbrandt", "Removed", "4. Vendors answer, they do not sell", "post", "first")
    ]
    assert rows[0]["Address"] == f"/posts/{lines['reply'].pk}/"
    line = ModerationAction.objects.latest("pk")
    assert (line.kind, line.moderator, line.detail) == ("export", moderator, "kind: hide, rule: 4")


def test_an_export_of_everything_names_each_kind_of_thing(as_member, moderator, lines):
    rows = exported(as_member(moderator).post(EXPORT))

    assert [(row["By"], row["Act"], row["About"], row["Address"]) for row in rows[:3]] == [
        ("hbrandt", "Exported the log", "", ""),
        ("Rounds", "Held back", "post", rows[1]["Address"]),
        ("second", "Warned", "member", "/members/praman/"),
    ]


def test_notes_cannot_become_formulas(as_member, moderator, peer):
    ModerationAction.objects.create(
        moderator=moderator, kind="note", member=peer, note='=HYPERLINK("http://x")', message="@SUM(1)"
    )

    row = exported(as_member(moderator).post(EXPORT, {"kind": "note"}))[0]

    assert row["Note"] == '\'=HYPERLINK("http://x")'
    assert row["To the author"] == "'@SUM(1)"


def test_a_long_log_is_sent_a_thousand_lines_at_a_time(
    as_member, moderator, peer, django_assert_max_num_queries
):
    ModerationAction.objects.bulk_create(
        ModerationAction(moderator=moderator, kind="note", member=peer, note=f"note {n}")
        for n in range(3_500)
    )
    response = as_member(moderator).post(EXPORT, {"kind": "note"})
    stream = iter(response.streaming_content)

    with django_assert_max_num_queries(1):  # whoever stops reading costs no more
        next(stream), next(stream)
    with django_assert_max_num_queries(5):
        rest = b"".join(stream).decode()
    assert rest.rstrip().endswith("note 0,")


def test_topic_moderators_see_and_export_their_topics_alone(as_member, moderator, peer):
    topic = make_topic()
    own, other = make_thread(topic=topic), make_thread()
    services.hide_post(post=make_reply(thread=own), moderator=moderator, rule="4", note="a reply")
    for thread in (own, other):
        services.close_thread(thread=thread, moderator=moderator, note=f"note {thread.pk}")
    ModerationAction.objects.create(moderator=moderator, kind="warn", member=peer, note="a member")
    client = as_member(make_topic_moderator(topic))

    rows = exported(client.post(EXPORT))
    foreign = client.get(f"{LOG}?about={other.pk}")

    assert [row["Note"] for row in rows] == [f"note {own.pk}", "a reply"]
    assert f"note {other.pk}" not in page_of(foreign)


def test_members_and_guests_export_nothing(as_member, client, peer):
    assert client.post(EXPORT).status_code == 302
    assert as_member(peer).post(EXPORT).status_code == 403
    assert as_member(peer).get(EXPORT).status_code == 405
    assert ModerationAction.objects.count() == 0


def test_an_export_with_broken_filters_is_refused(as_member, moderator):
    response = as_member(moderator).post(EXPORT, {"since": "yesterday"})

    assert response.status_code == 422
    assert ModerationAction.objects.count() == 0


def test_exports_are_limited(as_member, moderator, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"log_export": "1/h/user"}
    client = as_member(moderator)
    client.post(EXPORT)

    assert client.post(EXPORT).status_code == 429


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "restore"},
        {"rule": "1"},
        {"post": None},
        {"moderator": None},
        {"created_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"id": F("id") + 1000},
    ],
    ids=str,
)
def test_the_database_lets_nobody_change_a_line(lines, change):
    line = ModerationAction.objects.filter(kind="hide")

    with pytest.raises(DatabaseError), transaction.atomic():
        line.update(**change)


def test_the_database_lets_nobody_delete_a_line(lines):
    with pytest.raises(DatabaseError), transaction.atomic():
        ModerationAction.objects.filter(kind="hide").delete()
    assert ModerationAction.objects.count() == 5


def test_words_in_a_line_can_still_be_taken_out(lines):
    ModerationAction.objects.update(note="", message="", detail="")

    assert ModerationAction.objects.exclude(note="").count() == 0


def test_an_erased_member_leaves_the_words_of_the_log(moderator, peer):
    ModerationAction.objects.create(moderator=moderator, kind="note", member=peer, note="Ask @praman")

    erase_member(user=peer)

    assert "praman" not in ModerationAction.objects.get().note
