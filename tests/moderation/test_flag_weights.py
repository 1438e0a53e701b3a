"""What a word weighs: bounded, more for each flag that was right, less for each that was not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.flag_services import raise_flag
from forum.moderation.flag_weights import LEAST, MODERATOR, MOST, START, VERIFIED, weight, word, worth_of
from forum.moderation.models import Flag
from tests.make import make_reply, make_topic, make_topic_moderator, make_user, make_verified

decided = st.integers(min_value=0, max_value=5_000)
worths = st.integers(min_value=10, max_value=20)


@given(decided, decided)
def test_a_word_stays_within_its_bounds(upheld, wrong):
    assert LEAST <= word(upheld=upheld, wrong=wrong) <= MOST


@given(decided, decided, worths)
def test_a_flag_that_was_right_never_lowers_the_weight_and_a_wrong_one_never_raises_it(
    upheld, wrong, worth
):
    now = weight(upheld=upheld, wrong=wrong, worth=worth)

    assert weight(upheld=upheld + 1, wrong=wrong, worth=worth) >= now
    assert weight(upheld=upheld, wrong=wrong + 1, worth=worth) <= now
    assert weight(upheld=upheld, wrong=wrong, worth=worth + 1) >= now


@pytest.mark.parametrize(
    ("upheld", "wrong", "expected"),
    [(0, 0, START), (1, 0, 11), (0, 1, 8), (0, 4, 6), (3, 0, 13), (0, 500, LEAST), (500, 0, MOST)],
)
def test_the_first_few_move_it_most(upheld, wrong, expected):
    assert word(upheld=upheld, wrong=wrong) == expected


@pytest.mark.django_db
def test_verified_members_and_moderators_weigh_more(moderator):
    topic_moderator = make_topic_moderator(make_topic())

    assert worth_of(make_user()) == START
    assert worth_of(make_verified()) == VERIFIED
    assert worth_of(moderator) == worth_of(topic_moderator) == MODERATOR


@pytest.mark.django_db
def test_what_was_decided_weighs_on_the_next_flag_and_what_settled_itself_does_not(peer):
    reporter = make_user()
    for is_upheld in (False, False, None):
        flag = raise_flag(reporter=reporter, post=make_reply(author=peer), reason="sales")
        Flag.objects.filter(pk=flag.pk).update(is_upheld=is_upheld)

    last = raise_flag(reporter=reporter, post=make_reply(author=peer), reason="sales")

    assert (flag.weight, last.weight) == (7, 7)
