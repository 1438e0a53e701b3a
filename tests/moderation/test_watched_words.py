"""The pages where moderators keep watched words, their changes and their lines in the log."""

import pytest

from accounts.services import erase_member
from forum.guard.models import WatchedWord, WatchedWordChange
from forum.guard.watching import MOST_ENTRIES
from forum.moderation.care_services import redact_words
from forum.moderation.models import ModerationAction
from forum.moderation.watch_services import edit_watched_word, retire_watched_word
from tests.make import (
    make_flagged,
    make_reply,
    make_topic,
    make_topic_moderator,
    make_user,
    make_watched,
)

pytestmark = pytest.mark.django_db
WORDS = "/moderation/words/"
PAGES = (WORDS, f"{WORDS}new/", f"{WORDS}try/", f"{WORDS}changes/")
ENTRY = {"words": "free trial", "act": "warn", "message": "Say it plainly.", "note": "Twice in May"}


def page_of(response):
    return response.content.decode()


def lines():
    acts = ModerationAction.objects.order_by("pk")
    return [(act.kind, act.detail, act.note) for act in acts if act.kind == "watch"]


def changes():
    rows = WatchedWordChange.objects.order_by("pk")
    return [
        (row.version, row.before and row.before["act"], row.after and row.after["act"]) for row in rows
    ]


@pytest.mark.parametrize("path", [*PAGES, f"{WORDS}1/edit/"])
def test_only_moderators_of_the_whole_forum_see_the_list(as_member, client, peer, path):
    make_watched("crypto")

    assert client.get(path).status_code == 302
    assert as_member(peer).get(path).status_code == 403
    assert as_member(make_topic_moderator(make_topic())).get(path).status_code == 403


def test_a_moderator_watches_words(as_member, moderator):
    client = as_member(moderator)

    response = client.post(f"{WORDS}new/", ENTRY)

    word = WatchedWord.objects.get()
    assert response.url == WORDS
    assert (word.words, word.key, word.act, word.version) == ("free trial", "free trial", "warn", 1)
    assert "Say it plainly." in page_of(client.get(WORDS))
    assert lines() == [("watch", "Added: “free trial” warns", "Twice in May")]
    assert changes() == [(1, None, "warn")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"words": ""}, "Enter the words to watch"),
        ({"words": "a"}, "at least two letters"),
        ({"words": "ab*"}, "at least three letters in a row"),
        ({"words": "crypto"}, "“crypto” is watched already."),
        ({"words": "Crypt\u043e"}, "is watched already."),
        ({"act": ""}, "Choose what becomes of it"),
        ({"act": "replace"}, "Enter what stands in their place"),
        ({"words": "ﷺ" * 100}, "two letters"),
    ],
)
def test_what_cannot_be_watched_is_said_at_its_field(as_member, moderator, typed, words):
    make_watched("crypto")

    response = as_member(moderator).post(f"{WORDS}new/", ENTRY | typed)

    assert response.status_code == 422
    assert words in page_of(response)
    assert WatchedWord.objects.count() == 1


def test_a_list_takes_only_so_many(as_member, moderator):
    WatchedWord.objects.bulk_create(
        WatchedWord(words=f"word{n}", key=f"word{n}", act="warn") for n in range(MOST_ENTRIES)
    )

    response = as_member(moderator).post(f"{WORDS}new/", ENTRY)

    assert "The list is full: 500 entries. Retire one first." in page_of(response)


def test_an_entry_is_edited_and_what_it_was_is_kept(as_member, moderator):
    word = make_watched("free trial", "warn")
    client = as_member(moderator)
    typed = ENTRY | {"act": "replace", "replacement": "offer", "version": "1"}

    client.post(f"{WORDS}{word.pk}/edit/", typed)

    word.refresh_from_db()
    page = page_of(client.get(f"{WORDS}changes/"))
    assert (word.act, word.replacement, word.version) == ("replace", "offer", 2)
    assert changes() == [(1, None, "warn"), (2, "warn", "replace")]
    assert "Before: “free trial” · warn" in page
    assert "After: “free trial” · replace · “offer” · Message: Say it plainly." in page
    assert lines() == [
        (
            "watch",
            "Changed: “free trial” warns. Now: “free trial” is replaced by “offer”",
            "Twice in May",
        )
    ]


def test_saved_unchanged_nothing_is_kept(as_member, moderator):
    word = make_watched("free trial", "warn")

    as_member(moderator).post(
        f"{WORDS}{word.pk}/edit/", {"words": "free trial", "act": "warn", "version": "1"}
    )

    assert (changes(), lines()) == ([(1, None, "warn")], [])


def test_a_replacement_goes_with_its_act(as_member, moderator):
    word = make_watched("free trial", "replace", replacement="offer")

    as_member(moderator).post(
        f"{WORDS}{word.pk}/edit/",
        {"words": "free trial", "act": "block", "replacement": "offer", "version": "1"},
    )

    word.refresh_from_db()
    assert (word.act, word.replacement) == ("block", "")


def test_who_comes_second_is_told_and_may_save_over_it(as_member, moderator):
    word = make_watched("free trial", "warn")
    edit_watched_word(word=word, moderator=make_user(role="moderator"), version=1, act="block")
    client, path = as_member(moderator), f"{WORDS}{word.pk}/edit/"

    second = client.post(path, ENTRY | {"act": "hold", "version": "1"})
    again = client.post(path, ENTRY | {"act": "hold", "version": "2"})

    word.refresh_from_db()
    assert second.status_code == 409
    assert "Another moderator has changed this entry" in page_of(second)
    assert "It is now “free trial”: Cannot be posted." in page_of(second)
    assert 'value="Say it plainly."' in page_of(second)
    assert 'name="version" value="2"' in page_of(second)
    assert again.status_code == 302
    assert word.act == "hold"


def test_a_retired_entry_is_gone_from_the_list_and_stays_in_the_changes(as_member, moderator):
    word = make_watched("free trial", "warn")
    client = as_member(moderator)

    client.post(f"{WORDS}{word.pk}/retire/", {"version": "1"})

    assert "free trial" not in page_of(client.get(WORDS)).partition("is not watched any more")[2]
    assert "retired “free trial”" in page_of(client.get(f"{WORDS}changes/?word={word.pk}"))
    assert client.get(f"{WORDS}{word.pk}/edit/").status_code == 404
    assert lines() == [("watch", "Retired: “free trial” warns", "")]
    assert client.post(f"{WORDS}new/", ENTRY).status_code == 302


def test_an_entry_that_was_changed_meanwhile_is_not_retired(as_member, moderator):
    word = make_watched("free trial", "warn")
    edit_watched_word(word=word, moderator=moderator, version=1, act="block")

    for version in ("1", "", "x"):
        response = as_member(moderator).post(f"{WORDS}{word.pk}/retire/", {"version": version})

        assert response.status_code == 409
    assert WatchedWord.objects.get().retired_at is None


def test_what_was_typed_for_an_entry_that_was_retired_meanwhile_is_not_lost(as_member, moderator):
    word = make_watched("free trial", "warn")
    retire_watched_word(word=word, moderator=make_user(role="moderator"), version=1)

    response = as_member(moderator).post(f"{WORDS}{word.pk}/edit/", ENTRY | {"version": "1"})

    assert response.status_code == 409
    assert "Another moderator has retired this entry." in page_of(response)
    assert 'value="Say it plainly."' in page_of(response)
    assert f'action="{WORDS}new/"' in page_of(response)


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("All quiet.", "It is posted as it is", []),
        ("Our guru says", "It is posted, with words replaced", ["guru", "Our specialist says"]),
        ("A lawsuit", "It waits for a moderator", ["Waits for a moderator"]),
        ("A free trial", "Its writer is warned, and may post it anyway", ["Say it plainly."]),
        ("lawsuit, free trial", "Its writer is warned; posted anyway, it waits for a moderator", []),
        ("Crypto lawsuit", "It cannot be posted", ["Crypto", "lawsuit"]),
    ],
)
def test_a_text_is_tried_and_nothing_is_kept(as_member, moderator, text, outcome, words):
    make_watched("guru", "replace", replacement="specialist")
    make_watched("lawsuit", "hold")
    make_watched("free trial", "warn", message="Say it plainly.")
    make_watched("crypto", "block")

    response = as_member(moderator).post(f"{WORDS}try/", {"text": text})

    page = page_of(response)
    assert response.status_code == 200
    assert f'<h2 id="outcome">{outcome}</h2>' in page
    assert [word for word in words if word not in page] == []


def test_an_empty_text_is_not_tried(as_member, moderator):
    response = as_member(moderator).post(f"{WORDS}try/", {"text": " "})

    assert response.status_code == 422
    assert "Paste or write a text first" in page_of(response)


def test_the_list_is_searched_and_pages_keep_what_was_looked_for(as_member, moderator):
    WatchedWord.objects.bulk_create(
        WatchedWord(words=f"word {n}", key=f"word {n}", act="warn") for n in range(30)
    )
    make_watched("crypto")
    client = as_member(moderator)

    page = page_of(client.get(f"{WORDS}?q=word"))

    assert page.count("<tr ") == 26
    assert "crypto" not in page
    assert "?q=word&amp;before=" in page
    assert "No watched words hold “zebra”." in page_of(client.get(f"{WORDS}?q=zebra"))


def test_pages_take_the_same_statements_for_any_number_of_entries(
    as_member, moderator, django_assert_num_queries
):
    client = as_member(moderator)
    make_flagged()
    most = {WORDS: 4, f"{WORDS}changes/": 3}
    for path, statements in most.items():
        with django_assert_num_queries(statements):
            client.get(path)
    for n in range(5):
        make_watched(f"word {n}")
    for path, statements in most.items():
        with django_assert_num_queries(statements):
            client.get(path)


def test_a_redaction_and_an_erasure_reach_what_moderators_wrote(as_member, moderator, peer):
    note = f"As @praman saw in The Longwood Ward, {'and so on ' * 26}"
    word = make_watched("free trial", message="Not The Longwood Ward", note=note)
    edit_watched_word(word=word, moderator=moderator, version=1, act="block")
    post = make_reply(body="It was the Longwood Ward.")

    redact_words(post=post, moderator=moderator, words="the longwood ward", rule="1")
    erase_member(user=peer)

    kept = repr([list(WatchedWord.objects.values()), list(WatchedWordChange.objects.values())])
    assert "Longwood" not in kept
    assert "praman" not in kept
    assert kept.count("and so on ") == 4 * 26


def test_a_change_is_never_rewritten(moderator):
    word = make_watched("free trial", "warn")
    first = list(WatchedWordChange.objects.values())

    edit_watched_word(word=word, moderator=moderator, version=1, act="block")
    retire_watched_word(word=word, moderator=moderator, version=2)

    assert list(WatchedWordChange.objects.filter(version=1).values()) == first
    assert changes() == [(1, None, "warn"), (2, "warn", "block"), (3, "block", None)]
