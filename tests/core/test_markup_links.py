"""What a link takes of the text around it: its address and its title, and never a word more."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core import markup

REL = 'rel="nofollow ugc noopener"'
SIGNS = [*"\"'()[]<>!\\`* \n", '"(', '")', "a", "https://x.org/", "/t/1/", "&quot;", '"o="', "(1))"]
AFTER = "and the rest of my long reply"


def shown(text):
    """The words that readers see, with the spaces between them made even."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup.render(text))).split())


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        (
            '[a](https://x.org/"foo"(1)) and the rest.',
            f'<p><a href="https://x.org/&quot;foo&quot;(1)" {REL}>a</a> and the rest.</p>',
        ),
        ('![j](x" o="a(1)) and the rest.', '<p>![j](x" o="a(1)) and the rest.</p>'),
        ("[a](</b>) c", '<p><a href="/b">a</a> c</p>'),
        ("[a](/b_(c)) d", '<p><a href="/b_(c)">a</a> d</p>'),
        ('[a](/b "the (last) year") c', '<p><a href="/b">a</a> c</p>'),
        ("[a]( /b 'c' ) d", '<p><a href="/b">a</a> d</p>'),
        ("[sic](as they wrote) c", "<p>[sic](as they wrote) c</p>"),
        ('[a](/b "c) and "d") e', '<p>[a](/b "c) and "d") e</p>'),
        ("[a](/b\\_c\\)d) e", '<p><a href="/b_c)d">a</a> e</p>'),
        ("[a](`b c`) d", "<p>[a](<code>b c</code>) d</p>"),
    ],
)
def test_a_link_takes_its_address_and_no_more(text, rendered):
    assert markup.render(text) == rendered


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=14), st.sampled_from(["", "!"]), st.booleans())
def test_words_after_a_link_are_shown_whatever_its_address(signs, image, is_closed):
    text = f"{image}[j]({''.join(signs)}{')' if is_closed else ''} {AFTER}."

    assert AFTER in shown(text)
