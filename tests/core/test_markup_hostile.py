"""Whatever the text, the output holds only what the sanitizer's list allows.

The checker below is written apart from the sanitizer: it reads the HTML with Python's own parser.
"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core import markup
from tests.core.hostile import inputs

ALLOWED = {
    "a": {"href", "class", "rel"},
    "ol": {"start"},
    "code": {"class"},
    "li": {"class"},
    "input": {"type", "disabled", "checked", "aria-label"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"align"},
    "td": {"align"},
}
TAGS = set(ALLOWED) | set(
    "p br hr h3 h4 h5 h6 ul blockquote cite pre strong em del table thead tbody tr".split()
)
ADDRESS = re.compile(r"(https?://[^\\]|mailto:|/(?![/\\])|#)", re.IGNORECASE)
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](&#106;&#97;vascript:alert(1))",
    "[a](vbscript:1)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](javascript:alert(1))",
    '![a](https://x.example/"onerror="alert(1))',
    '[a](https://x.example "title" onclick=alert(1))',
    "<http://a.example/<script>>",
    "[a](https://x.example/){: onclick=alert(1) }",
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>`",
    "```<script>\nalert(1)\n```",
    '```" onload="alert(1)\na\n```',
    "|<script>|\n|-|\n|<img src=x onerror=a>|",
    "> <iframe src=//evil.example>",
    "- <style>*{display:none}</style>",
    "# <a name=x id=y>",
    "<!-- --><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<math><mtext></p><style><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "\x02klzzwxh:0000\x03",
    "@praman<script>",
    "[@praman wrote](javascript:1):",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "https://x.example/<script>alert(1)</script>",
    'https://x.example/"onmouseover="alert(1)',
    "www.x.example/'onclick='alert(1)",
    "[a](  javascript:alert(1)  )",
    "[a](<javascript:alert(1)>)",
    "[a](\u0001javascript:alert(1))",
    "[a](https:evil.example)",
    "[a](/\\/evil.example)",
    "[a](\\\\evil.example)",
]


class Checker(HTMLParser):
    def __init__(self):
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, ()):
                self.wrong.append(f"{tag} {name}")
            if name == "href" and not ADDRESS.match(value or ""):
                self.wrong.append(f"href {value}")
            if name == "class" and not re.fullmatch(
                r"mention|task|table-scroll|language-[\w+#-]+", value or ""
            ):
                self.wrong.append(f"class {value}")

    def handle_comment(self, data):
        self.wrong.append("comment")

    def handle_decl(self, decl):
        self.wrong.append("declaration")


def violations(html: str) -> list[str]:
    checker = Checker()
    checker.feed(html)
    checker.close()
    return checker.wrong


@pytest.mark.parametrize("text", inputs().values(), ids=inputs().keys())
def test_hostile_text_is_rendered_clean(text):
    assert violations(markup.render(text, mentions={"praman": "/members/praman/"})) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_leave_nothing_behind(attack):
    assert violations(markup.render(attack, mentions={"praman": "/members/praman/"})) == []


def test_the_checker_sees_what_it_should():
    assert violations('<img src=x><a href="javascript:1" onclick=a>') == [
        "img",
        "img src",
        "href javascript:1",
        "a onclick",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "\n", "> ", "- ", "*", "`", "[", "](", ")", "|", "a "]), max_size=30
    )
)
def test_mixed_fragments_are_rendered_clean(fragments):
    assert violations(markup.render("".join(fragments))) == []
