"""What the rules find, and that nothing hides it from them or keeps them busy."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.guard.corpus import HALVES, LATER, examples_of, measured
from forum.guard.finding import REMOVED, findings, removed
from forum.guard.folding import fold
from forum.guard.rules import HARD, Level, Rule

POSITIVE = [example for half in HALVES + LATER for example in examples_of(half) if example.is_hard]
MOCK = (
    "Last week a caregiver wrote back asking us to check on Mr. Alvarez, MRN 00482913, born 3/14/1951, "
    "and left a number, (555) 010-4477. We moved it to the nurse line within the hour."
)


def rules_in(text):
    return [finding.rule for finding in findings(text)]


def hard_in(text):
    return {finding.rule for finding in findings(text) if finding.level == Level.HARD}


def test_the_words_are_found_where_they_stand():
    found = [(finding.rule, finding.words) for finding in findings(MOCK)]

    assert found == [
        (Rule.RECORD_NUMBER, "MRN 00482913"),
        (Rule.BIRTH_DATE, "born 3/14/1951"),
        (Rule.PATIENT_PHONE, "(555) 010-4477"),
    ]


def test_everything_found_is_replaced_and_the_rest_stays():
    assert removed(MOCK, findings(MOCK)) == (
        "Last week a caregiver wrote back asking us to check on Mr. Alvarez, [removed], [removed], "
        "and left a number, [removed]. We moved it to the nurse line within the hour."
    )


@pytest.mark.parametrize(
    "text",
    [
        "her M\u200bR\u200bN 77\u200b30215 was in the tweet",
        "her \uff2d\uff32\uff2e \uff17\uff17\uff13\uff10\uff12\uff11\uff15 was in the tweet",
        "her **MRN** `7730215` was in the tweet",
        "her \u041cRN 7730215 was in the tweet",  # the first letter is Cyrillic
        "her M\u034fRN: 77302\u00ad15 was in the tweet",
        "> her MRN\n> 7730215 was in the tweet",
        "her MRN&#58; 7730215 was in the tweet",
        "her mrn 7730215 was in the tweet",
        "her MRN \u0667\u0667\u0663\u0660\u0662\u0661\u0665 was in the tweet",
    ],
)
def test_no_disguise_hides_a_record_number(text):
    assert rules_in(text) == [Rule.RECORD_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "Press contact: Dana Whitfield, 614-555-0120, dana@piedmont.example",
        "The campaign uses one number, 1-800-555-0199, on billboards and radio.",
        "We list the NPI, 1234567893, on each physician page.",
        "The gala is on 10/17/2026, doors open at 6.",
        "My work email is priya.raman@summit.example if you want the template.",
        "Our address in the footer is 1200 Hospital Drive, Suite 310, Columbus, OH 43215.",
    ],
)
def test_what_belongs_to_work_passes(text):
    assert findings(text) == []


@pytest.mark.parametrize("half", HALVES)
def test_hard_rules_find_what_they_should_and_little_else(half):
    report = measured(examples_of(half))

    assert report.hard_recall >= 0.95
    assert report.false_alarms <= 0.03


@pytest.mark.parametrize(
    ("half", "recall", "alarms"),
    [("later-tuning", 0.94, 0.0), ("later-held-out", 0.94, 0.04), ("unseen", 0.95, 0.05)],
)
def test_contacts_with_few_words_around_them_are_found_nearly_as_well(half, recall, alarms):
    report = measured(examples_of(half))

    assert report.hard_recall >= recall
    assert report.false_alarms <= alarms


@pytest.mark.parametrize("half", HALVES)
def test_every_rule_is_measured(half):
    rules = {rule for example in examples_of(half) for rule in example.rules}

    assert rules == set(Rule)


def test_there_are_enough_examples_of_both_kinds():
    every = [example for half in HALVES for example in examples_of(half)]
    positive = [example for example in every if example.rules]

    assert len(positive) >= 150
    assert len(every) - len(positive) >= 150


@pytest.mark.parametrize("example", POSITIVE, ids=lambda example: example.text[:40])
def test_nothing_hard_is_left_once_it_is_replaced(example):
    text = removed(example.text, [f for f in findings(example.text) if f.level == Level.HARD])

    assert hard_in(text) == set()


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_every_folded_sign_has_a_place_in_the_original(text):
    folded = fold(text)

    places = list(zip(folded.starts, folded.ends, strict=True))
    assert len(folded.text) == len(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert folded.starts == sorted(folded.starts)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_invisible_signs_change_neither_what_is_found_nor_what_it_says(data):
    example = data.draw(st.sampled_from(POSITIVE))
    plain = findings(example.text)
    at = sorted(data.draw(st.sets(st.integers(0, len(example.text)), max_size=12)), reverse=True)
    text = example.text
    for place in at:
        text = text[:place] + data.draw(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad")) + text[place:]

    found = findings(text)

    assert [finding.rule for finding in found] == [finding.rule for finding in plain]
    assert [fold(finding.words).text for finding in found] == [fold(f.words).text for f in plain]
    assert all(text[finding.start : finding.end] == finding.words for finding in found)


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_replacing_never_touches_what_was_not_found(before, after):
    text = f"{before}\n\nMRN 7730215\n\n{after}"

    found = [finding for finding in findings(text) if finding.words == "MRN 7730215"]

    assert removed(text, found) == text.replace("MRN 7730215", REMOVED) or not found


HOSTILE = [
    *"1 ( > & * \u200b \uff11 \ufdfa ~ \\".split(),
    "1-", "1 ", "a@", "a.", "i ", "\n> ", "&amp", "Ab ", "a\u0301", '"i ', " \t\n", "a. ", "9/9/99 ",
    "+1 (415) 555-2671 ", "ssn 123-45-6789 ", "medical record number ", "mrn a a a a a ", "mrn A-1-B-2-C-3-",
    "born in a b c d e ", "born on the 1st of ", "12 Aa Aa ", "his aaaaaaa mother ", "12-year-old ",
    "what do pay ", "agree on ", "$1,000 pay ", "her a@b.com ", "insurance aaaaaaaaaaaaaaaaaaaaaa ",
    "soc sec aaaaaaaaaaaaaaaaaaaaa ", "answered her a a a ", "1 Aaaaaaaaaaaaaaaaaaaa ", f"{MOCK} ",
]  # fmt: skip


def in_time(piece):
    """Asked once more before it is said not to be: the machine may be busy with something else."""
    text = (piece * 20_000)[:20_000]

    def once():
        start = time.perf_counter()
        removed(text, findings(text))
        return time.perf_counter() - start < 0.5

    return once() or once()


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_the_longest_post_is_looked_through_in_time(piece):
    assert in_time(piece)


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_no_mixture_of_pieces_keeps_the_guard_busy(pieces, repeats):
    assert in_time("".join(piece * repeats for piece in pieces))


def test_each_rule_is_of_one_level():
    assert {rule for rule in Rule if rule.level == Level.HARD} == HARD
