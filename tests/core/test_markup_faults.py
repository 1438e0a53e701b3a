"""Faults found by reading the renderer against its brief, one test each, and by slow random text."""

from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlsplit

import pytest

from forum.core import markup
from forum.core.markup import guards

MEMBERS = {"praman": "/members/praman/"}
REL = 'rel="nofollow ugc noopener"'
LENGTH = markup.MAX_CHARS
VOID = {"br", "hr", "input"}
MARKS = ["a", "em", "strong", "del", "code", "cite"]


class Structure(HTMLParser):
    """Reads the output as a tree: what is open within what, and characters nobody should see."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and "a" in self.open:
            self.wrong.append("link within a link")
        if tag not in VOID:
            self.open.append(tag)
        self.wrong.extend(fault for name, value in attrs if name == "href" for fault in _faults(value))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"unbalanced {tag}")

    def handle_data(self, data):
        if "klzzwxh" in data or "wzxhzdk" in data:
            self.wrong.append("placeholder")
        if any(_is_unwanted(sign) for sign in data):
            self.wrong.append("unwanted character")


def _faults(address):
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https", "mailto") or any(map(_is_unwanted, address)):
        yield f"address {address!r}"
    if not parts.scheme and (parts.netloc or address[:1] not in ("/", "#")):
        yield f"address {address!r}"


def _is_unwanted(sign):
    return (
        sign < " " and sign not in "\n\t"
    ) or sign in "\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def faults_of(text):
    reader = Structure()
    reader.feed(markup.render(text, mentions=MEMBERS))
    reader.close()
    return reader.wrong + [f"unclosed {tag}" for tag in reader.open]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~a **b**~~", "<p><del>a <strong>b</strong></del></p>"),
        ("~~[a](/b)~~", '<p><del><a href="/b">a</a></del></p>'),
        ("[a **b**](javascript:1)", "<p>a <strong>b</strong></p>"),
        ("[`a`](javascript:1)", "<p><code>a</code></p>"),
        ("[https://a.b](https://c.d)", f'<p><a href="https://c.d" {REL}>https://a.b</a></p>'),
        ("[@praman](/b)", '<p><a href="/b">@praman</a></p>'),
        ("[![a](https://a.b/c.png)](/d)", '<p><a href="/d">a</a></p>'),
        ("![](javascript:1)", "<p>javascript:1</p>"),
        ("[](/a)", '<p><a href="/a">/a</a></p>'),
        ("[a](/b?c=1&amp;utm_source=d)", '<p><a href="/b?c=1">a</a></p>'),
        ("[a](/b?c=1&copy=2)", '<p><a href="/b?c=1&amp;copy=2">a</a></p>'),
        ('"https://a.b"', f'<p>"<a href="https://a.b" {REL}>https://a.b</a>"</p>'),
        ("see:https://a.b", f'<p>see:<a href="https://a.b" {REL}>https://a.b</a></p>'),
        ("HTTPS://A.B", f'<p><a href="HTTPS://A.B" {REL}>HTTPS://A.B</a></p>'),
        ("www.a.b", f'<p><a href="https://www.a.b" {REL}>www.a.b</a></p>'),
        ("a&#x202e;b&#x2066;c&#2;d", "<p>abcd</p>"),
        ("a\ud800b", "<p>ab</p>"),
    ],
)
def test_text_is_rendered_as(text, html):
    assert markup.render(text, mentions=MEMBERS) == html


def test_a_task_without_words_is_a_task():
    assert markup.render("- [x]") == (
        '<ul>\n<li class="task"><input aria-label="Done" checked="" disabled="" type="checkbox"> </li>\n</ul>'
    )


@pytest.mark.parametrize("source", ["mailto:a@b.c", "https://a.b/"])
def test_only_a_place_on_this_site_is_cited(source):
    assert "<cite>" not in markup.render(f"> [@praman wrote]({source}):\n> a")


def test_a_quoted_line_that_goes_on_is_no_citation():
    assert markup.render("> [@praman wrote](#reply-1): a") == (
        '<blockquote>\n<p><a href="#reply-1">@praman wrote</a>: a</p>\n</blockquote>'
    )


def test_code_keeps_its_brackets_in_a_text_full_of_links():
    html = markup.render("`[a]` " + "[b](/c) " * 700)

    assert html.startswith('<p><code>[a]</code> <a href="/c">b</a> ')
    assert html.count("<a ") == guards.MOST_BRACKETS


@pytest.mark.parametrize("steps", range(1, 30))
def test_a_text_given_up_halfway_leaves_the_next_one_alone(monkeypatch, steps):
    expected = markup.render("- a\n\n    b\n\n- c")
    checks = iter(range(1000))

    def give_up(_md):
        if next(checks) >= steps:
            raise guards.TooComplex

    with monkeypatch.context() as context:
        context.setattr(guards, "check_deadline", give_up)
        markup.render("- a\n\n    - b\n\n        > - c\n\n- d *e [f](/g)*")

    assert markup.render("- a\n\n    b\n\n- c") == expected


def test_the_deadline_is_kept_within_one_paragraph(monkeypatch):
    checks = iter(range(1000))
    monkeypatch.setattr(guards, "check_deadline", lambda md: _refuse_after(checks, 5))

    assert markup.render("*a* **b** `c`") == "<p>*a* **b** `c`</p>"


def _refuse_after(checks, most):
    if next(checks) >= most:
        raise guards.TooComplex


@pytest.mark.parametrize(
    ("address", "stripped"),
    [
        ("/#a?utm_source=1", "/#a?utm_source=1"),
        ("/?utm_source=1#a?b", "/#a?b"),
        ("/?", "/?"),
        ("/?a=1&&b", "/?a=1&&b"),
        ("/?GCLID=1&a=%2F+b", "/?a=%2F+b"),
        ("/?fbclids=1", "/?fbclids=1"),
    ],
)
def test_only_tracking_is_dropped(address, stripped):
    assert markup.strip_tracking(address) == stripped


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>un<em>believ</em>able, <code>a</code>.</p><p>b</p>", "unbelievable, a. b"),
        ("<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote><p>c</p>", "c"),
        ("<blockquote><p>" + "a " * 9000 + "</p></blockquote><p>b</p>", "b"),
        ('<p><a href="/a>b">c</a></p>', "c"),
    ],
)
def test_excerpts_are_the_words_outside_quotes(html, words):
    assert markup.excerpt(html) == words


UNITS = [
    "[",
    "![",
    "[a](b",
    "*",
    "_a ",
    "~~a",
    "`",
    "\\`",
    "> ",
    "- ",
    "1. ",
    "a\n-\n",
    "|a|b|\n",
    "<",
    "&",
    "\t",
    " ",
    "(",
    "@praman ",
    "https://a.b/(",
    "```\n",
]
PAIRS = [pair for pair in product(UNITS, UNITS) if pair[0] != pair[1]][::7]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_one_sign_then_another_to_the_full_length_stays_sound(first, second):
    half = LENGTH // 2

    assert faults_of(first * (half // len(first)) + second * (half // len(second))) == []


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_limits_look_at_each_line_once(blank):
    """Searched for anywhere in a line, the markers took 34 seconds on these tabs."""
    line = ("a" * 100 + blank * 100).expandtabs()

    assert guards._MARKERS.search(line, 1) is None
    assert guards._MARKERS.pattern.startswith(r"\A")
    assert faults_of("a" * 10_000 + blank * 10_000) == []
