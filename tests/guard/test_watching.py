"""Watched words in a text: what matches, which of two wins, and that no list makes it slow."""

import random
from cProfile import Profile
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.guard.watching import MOST_ENTRIES, Entry, Matcher, Unusable, replaced, words_of


def found(text, *entries):
    matcher = Matcher(Entry(n, words, act) for n, (words, act) in enumerate(entries))
    return [match.words for match in matcher.look(text)]


@pytest.mark.parametrize(
    ("words", "text", "matches"),
    [
        ("free trial", "Take our FREE Trial today", ["FREE Trial"]),
        ("free trial", "carefree trials", []),
        ("free trial", "free\ntrial, free-trial", ["free\ntrial", "free-trial"]),
        ("free trial", "It is free.\n\nTrial runs follow", []),
        ("guarantee*", "guaranteed or guarantee", ["guaranteed", "guarantee"]),
        ("*spam*", "our antispammer", ["antispammer"]),
        ("sub*be", "subscribe, subbe, subscriber", ["subscribe", "subbe"]),
        ("buy * followers", "buy cheap followers, buy followers", ["buy cheap followers"]),
        ("café", "The CAFE", ["CAFE"]),
        ("crypto", "c\u200brypto", ["c\u200brypto"]),
        ("crypto", "ｃｒｙｐｔｏ", ["ｃｒｙｐｔｏ"]),
        ("crypto", "сrурtо", ["сrурtо"]),  # four of the letters are Cyrillic
        ("crypto", "**cry**pto", ["cry**pto"]),
        ("e-mail blast", "an E-Mail blast", ["E-Mail blast"]),
        ("$100", "for $100 a week", ["100"]),
    ],
)
def test_whole_words_are_found_however_they_are_written(words, text, matches):
    assert found(text, (words, "warn")) == matches


def test_where_two_meet_the_graver_wins():
    assert found("free trial of ours", ("free trial", "warn"), ("trial of", "block")) == ["trial of"]


def test_words_are_replaced_and_the_rest_stays():
    matcher = Matcher([Entry(1, "guru*", "replace", "", "specialist")])

    text = "Any gurus here? A Guru told us so."
    assert replaced(text, matcher.look(text)) == "Any specialist here? A specialist told us so."


@pytest.mark.parametrize(
    "words", ["", "*", "a", "**", "* sale", "sale *", "ab*", "!!!", "a b c d e f g h i", "*a*b*c*"]
)
def test_words_that_match_nothing_or_nearly_everything_are_refused(words):
    with pytest.raises(Unusable):
        words_of(words)


def letters(size, rnd):
    return "".join(rnd.choice("abcdef") for _ in range(size))


def steps_for(matcher, text):
    """How many functions run, which no clock and no busy machine changes."""
    profile = Profile()
    profile.runcall(matcher.look, text)
    return sum(function.callcount for function in profile.getstats())


@cache
def hostile(shape):
    rnd = random.Random(7)
    made = {
        "pieces": lambda n: f"*{letters(3 + n % 5, rnd)}*",
        "ends": lambda n: f"{letters(3, rnd)}*{letters(2, rnd)}",
        "same start": lambda n: f"abc* {letters(4, rnd)}{n}",
        "backtracking": lambda n: "*aaa" * 4 + f"*b{n}",
        "any words": lambda n: f"aaa * * * * * * b{n}",
        "long phrases": lambda n: " ".join(["aaa*"] * 7) + f" b{n}",
    }[shape]
    return Matcher([Entry(n, made(n), "warn") for n in range(MOST_ENTRIES)])


TEXTS = {
    "short words": " ".join(letters(4, random.Random(n)) for n in range(4_000)),
    "one letter": "a" * 20_000,
    "the same": "aaa " * 5_000,
    "begun again": " ".join("aaa" + letters(3, random.Random(n)) for n in range(2_900)),
    "abc": " ".join("abc" + letters(2, random.Random(n)) for n in range(3_300)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    "shape", ["pieces", "ends", "same start", "backtracking", "any words", "long phrases"]
)
def test_the_longest_text_and_the_longest_list_take_few_steps(shape, text):
    matcher = hostile(shape)

    half, whole = steps_for(matcher, text[:10_000]), steps_for(matcher, text[:20_000])

    assert whole < 1_500_000  # some tenths of a second
    assert whole < 2.5 * half + 1_000


@given(st.text(max_size=200))
def test_whatever_is_written_matches_stand_where_they_say(text):
    matcher = Matcher([Entry(1, "the*", "warn"), Entry(2, "a * b", "block"), Entry(3, "00", "hold")])

    for match in matcher.look(text):
        assert text[match.start : match.end] == match.words


@given(st.text(alphabet="ab* -é", max_size=12))
@example("a----a")
def test_an_entry_without_stars_matches_its_words(words):
    try:
        said = " ".join(words_of(words))
    except Unusable:
        return
    if "*" not in words:
        assert len(found(said, (words, "warn"))) == 1
