"""The pages on which moderators merge, split, slow, time and give away threads; and their lines in the log."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forum.moderation.models import ModerationAction
from forum.moderation.services import close_thread
from forum.threads.models import Thread, ThreadMerge
from tests.make import make_reply, make_subject, make_thread, make_topic, make_watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(peer, asker):
    source = make_thread(author=peer, title="Which tool sends your newsletter?", replies=1)
    target = make_thread(author=asker, title="Newsletter tools, anyone?", replies=2)
    return source, target


def logged():
    rows = ModerationAction.objects.order_by("pk")
    return list(rows.values_list("kind", "thread", "detail", "note"))


@pytest.mark.parametrize("form", ["{}", "/t/{}/", "http://localhost:8000/t/{}/?page=2#reply-30", "#{}"])
def test_what_differs_is_shown_before_merging(as_member, moderator, pair, form):
    source, target = pair
    Thread.objects.filter(pk=source.pk).update(
        audience="members", sharing="members", subject=make_subject()
    )

    page = as_member(moderator).get(f"/t/{source.pk}/merge/", {"into": form.format(target.pk)})

    text = page.content.decode()
    assert page.status_code == 200
    for words in (source.title, target.title, "Members only", "TikTok", "Priya Raman", "Dana Whitfield"):
        assert words in text
    assert not ThreadMerge.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the address"),
        ("nonsense", "No question has"),
        ("999999", "No question has"),
        ("9" * 40, "No question has"),
        ("{source}", "the same question"),
        ("{hidden}", "Restore it first"),
    ],
)
def test_what_cannot_be_merged_is_said_in_the_form(as_member, moderator, pair, typed, words):
    hidden = make_thread()
    Thread.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    into = typed.format(source=pair[0].pk, hidden=hidden.pk)

    answer = as_member(moderator).post(f"/t/{pair[0].pk}/merge/", {"into": into})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert logged() == []


def test_a_merge_and_its_undoing_are_a_line_of_the_log_each(as_member, moderator, pair):
    source, target = pair
    client = as_member(moderator)

    client.post(f"/t/{source.pk}/merge/", {"into": target.pk, "note": "the same"})
    merge = ThreadMerge.objects.get()
    offered = client.get(target.get_absolute_url()).content.decode()
    undone = client.post(f"/merges/{merge.pk}/undo/", {"note": "not the same"})

    assert f'href="/merges/{merge.pk}/undo/"' in offered
    assert undone.url == source.get_absolute_url()
    assert logged() == [
        ("join", source.pk, f"→ #{target.pk}", "the same"),
        ("undo-join", source.pk, f"← #{target.pk}", "not the same"),
    ]
    assert "Undo the merge" not in client.get(target.get_absolute_url()).content.decode()


def test_the_second_who_undoes_is_told(as_member, moderator, pair):
    client = as_member(moderator)
    client.post(f"/t/{pair[0].pk}/merge/", {"into": pair[1].pk})
    merge = ThreadMerge.objects.get()
    client.post(f"/merges/{merge.pk}/undo/")

    answer = client.post(f"/merges/{merge.pk}/undo/")

    assert answer.status_code == 422
    assert "undone already" in answer.content.decode()
    assert len(logged()) == 2


def test_chosen_replies_become_a_question(as_member, moderator, pair):
    _source, target = pair
    topic = make_topic(slug="elsewhere")
    client = as_member(moderator)
    form = {
        "numbers": ["2", "3"],
        "where": "new",
        "title": "A question of its own",
        "topic": "elsewhere",
    }

    shown = client.get(f"/t/{target.pk}/replies/move/").content.decode()
    answer = client.post(f"/t/{target.pk}/replies/move/", form)

    new = Thread.objects.latest("pk")
    assert shown.count('type="checkbox" name="numbers"') == 2
    assert answer.url == new.get_absolute_url()
    assert (new.topic, new.last_number) == (topic, 2)
    assert logged() == [("move-posts", target.pk, f"1, 2 → #{new.pk}", "")]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Who answers for MRN 7730215 here?", "MRN 7730215"),
        ("Who has bought crypto for a clinic?", "crypto"),
    ],
)
def test_the_title_of_a_new_question_passes_the_guard(as_member, moderator, pair, title, words):
    make_watched("crypto", "block")
    _source, target = pair
    topic = make_topic()
    form = {"numbers": "2", "where": "new", "title": title, "topic": topic.slug, "guard_ok": "1"}

    answer = as_member(moderator).post(f"/t/{target.pk}/replies/move/", form)
    form |= {"guard_remove": "1"}
    replaced = as_member(moderator).post(f"/t/{target.pk}/replies/move/", form)

    assert answer.status_code == 422
    assert f"<mark>{words}</mark>" in answer.content.decode()
    assert title.replace(words, "[removed]") in replaced.content.decode()
    assert Thread.objects.count() == 2


def test_chosen_replies_go_to_a_question_that_is_there(as_member, moderator, pair):
    source, target = pair
    form = {"numbers": "3", "where": "there", "into": source.get_absolute_url()}

    answer = as_member(moderator).post(f"/t/{target.pk}/replies/move/", form)

    assert answer.url == f"{source.get_absolute_url()}#reply-2"
    assert logged() == [("move-posts", target.pk, f"2 → #{source.pk}", "")]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"where": "new", "title": "A question of its own"}, "Choose the replies that go"),
        ({"numbers": "2", "where": "new", "title": "Short"}, "Write at least 10 characters"),
        ({"numbers": "2", "where": "there"}, "Enter the address"),
        ({"numbers": "1", "where": "there"}, "not on this page any more"),
        ({"numbers": "2"}, "Choose where they go"),
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(as_member, moderator, pair, form, words):
    _source, target = pair

    answer = as_member(moderator).post(f"/t/{target.pk}/replies/move/", {**form, "note": "kept words"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "kept words" in page
    assert ('id="id_numbers_2" aria-describedby="excerpt-2" checked' in page) == (
        form.get("numbers") == "2"
    )
    assert logged() == []


@pytest.mark.parametrize(
    ("page", "status"), [("1", 200), ("2", 200), ("3", 404), ("0", 404), ("x", 404)]
)
def test_replies_are_chosen_page_by_page(as_member, moderator, page, status):
    thread = make_thread(replies=25)

    answer = as_member(moderator).get(f"/t/{thread.pk}/replies/move/?page={page}")

    assert answer.status_code == status


def test_slow_mode_and_the_end_of_it_are_logged(as_member, moderator, pair):
    thread = pair[0]
    client = as_member(moderator)

    client.post(f"/t/{thread.pk}/slow/", {"seconds": "900"})
    chosen = client.get(f"/t/{thread.pk}/slow/").content.decode()
    client.post(f"/t/{thread.pk}/slow/", {"seconds": "0"})

    assert '<option value="900" selected>15 minutes</option>' in chosen
    assert logged() == [("slow", thread.pk, "15 minutes", ""), ("slow", thread.pk, "off", "")]


@pytest.mark.parametrize("seconds", ["-1", "7", "x", "99999999999"])
def test_only_the_paces_of_the_list_can_be_chosen(as_member, moderator, pair, seconds):
    answer = as_member(moderator).post(f"/t/{pair[0].pk}/slow/", {"seconds": seconds})

    assert answer.status_code == 422
    assert logged() == []


def test_a_closing_time_is_in_the_moderators_zone(as_member, moderator, pair):
    thread = pair[0]
    moderator.time_zone = "America/Los_Angeles"
    moderator.save()
    local = (timezone.now() + timedelta(days=3)).astimezone(ZoneInfo("America/Los_Angeles"))
    typed = local.strftime("%Y-%m-%dT09:30")
    client = as_member(moderator)

    client.post(f"/t/{thread.pk}/closing/", {"closes_at": typed})

    thread.refresh_from_db()
    assert thread.closes_at == datetime.fromisoformat(typed).replace(tzinfo=local.tzinfo)
    assert f'value="{typed}"' in client.get(f"/t/{thread.pk}/closing/").content.decode()
    assert "Closes " in client.get(thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("typed", ["2001-01-01T09:00", "9999-12-31T23:59", "0001-01-01T00:00", "soon"])
def test_an_impossible_time_is_refused(as_member, moderator, pair, typed):
    answer = as_member(moderator).post(f"/t/{pair[0].pk}/closing/", {"closes_at": typed})

    assert answer.status_code == 422
    assert logged() == []


@pytest.mark.parametrize(("handle", "status"), [("@PRAMAN ", 302), ("nobody-here", 422), ("", 422)])
def test_an_asker_is_chosen_by_handle(as_member, moderator, peer, handle, status):
    thread = make_thread()

    answer = as_member(moderator).post(f"/t/{thread.pk}/owner/", {"member": handle})

    thread.refresh_from_db()
    assert answer.status_code == status
    assert (thread.author == peer) == (status == 302)


def test_a_thread_closed_by_the_clock_is_offered_to_be_reopened(as_member, moderator, pair):
    thread = pair[0]
    Thread.objects.filter(pk=thread.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    client = as_member(moderator)

    page = client.get(thread.get_absolute_url()).content.decode()
    client.post(f"/t/{thread.pk}/reopen/")

    assert f'href="/t/{thread.pk}/reopen/"' in page
    thread.refresh_from_db()
    assert not thread.is_closed
    assert make_reply(thread=thread).number == 3


def test_the_log_names_every_act(as_member, moderator, pair):
    client = as_member(moderator)
    client.post(f"/t/{pair[0].pk}/slow/", {"seconds": "60"})
    close_thread(thread=pair[1], moderator=moderator)

    page = client.get("/moderation/log/?kind=slow").content.decode()

    assert "Set the pace of" in page.partition("timeline")[2]
    assert pair[1].title not in page
