"""A line of text from a rendered post, for lists."""

import html
import re
from collections.abc import Iterator

_PART = re.compile(r'<(/?)(\w+)(?:[^<>"]|"[^"]*")*>|([^<]+)')
_WITHIN_WORDS = frozenset(("a", "cite", "code", "del", "em", "strong"))


def excerpt(body_html: str, length: int = 200) -> str:
    """The first words of our own sanitized HTML, without what it quotes, cut at a word."""
    text = " ".join(html.unescape("".join(_unquoted(body_html, enough=length * 8))).split())
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(" ", 1)[0][:length].rstrip(".,;: ") + "…"


def _unquoted(body_html: str, enough: int) -> Iterator[str]:
    """The text outside quotes, a space between blocks; it stops once there is ``enough``."""
    depth = 0
    for part in _PART.finditer(body_html):
        closing, tag, text = part.groups()
        if tag == "blockquote":
            depth += -1 if closing else 1
        elif depth:
            continue
        elif text:
            yield text
            enough -= len(text.strip())
            if enough < 0:
                return
        elif tag not in _WITHIN_WORDS:
            yield " "
