"""From text to HTML, whatever the text is."""

import html
import logging
import re
import threading
import time
from collections.abc import Mapping

import markdown

from forum.core.markup import guards, sanitizer, syntax
from forum.core.text import can_be_seen

VERSION = 2  # raise it when a rule changes, then run `manage.py rerender_posts`
MAX_CHARS = 20_000
MOST_TAGS = 6_000

logger = logging.getLogger(__name__)
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# How nearly every post begins, quotes and lists too: it need not be rendered to know that it shows.
_WORDS_FIRST = re.compile(r"""[\s>#*_+.()\[\]!"'@\d-]*[^\W\d_]""")
_TAG = re.compile(r"<[^>]*>")
_tools = threading.local()


def render(text: str, *, mentions: Mapping[str, str] | None = None) -> str:
    """``text`` as HTML that is safe to show.

    ``mentions`` maps the handles of members, in lower case, to their pages. Text that is too
    tangled to render in time is shown as it was typed. Raises ValueError beyond MAX_CHARS.
    """
    if len(text) > MAX_CHARS:
        raise ValueError(f"A post has at most {MAX_CHARS} characters.")
    clean = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return _render(clean, mentions or {})
    except Exception as error:  # a parser's fault must not cost a member their post
        _tools.__dict__.clear()  # a parser stopped halfway would garble the thread's next post
        if not isinstance(error, (guards.TooComplex, RecursionError)):
            logger.error("Text of %d characters not rendered: %s", len(clean), type(error).__name__)
        return plain(clean)


def shows_nothing(text: str) -> bool:
    """Whether ``text`` is Markdown around nothing: a ``>`` or a ``#`` alone, a link without words."""
    if _WORDS_FIRST.match(text) or len(text) > MAX_CHARS:
        return False
    return not can_be_seen(html.unescape(_TAG.sub("", render(text))))


def plain(text: str) -> str:
    """``text`` as paragraphs, every sign as it stands."""
    paragraphs = re.split(r"\n{2,}", html.escape(text, quote=False))
    lines = (part.strip("\n").replace("\n", "<br>\n") for part in paragraphs)
    return "\n".join(f"<p>{part}</p>" for part in lines if part.strip())


def _render(text: str, mentions: Mapping[str, str]) -> str:
    md, cleaner = _thread_tools()
    md.mentions = mentions
    md.brackets = 0
    md.deadline = time.monotonic() + guards.SECONDS
    rough = md.reset().convert(text)
    if rough.count("<") > MOST_TAGS:
        raise guards.TooComplex
    safe = sanitizer.last_word(cleaner.clean(rough)).strip()
    return _UNWANTED.sub("", safe)  # again: ``&#x202e;`` was five harmless signs until now


def _thread_tools():
    """This thread's parser and cleaner: both keep state while they work."""
    if not hasattr(_tools, "pair"):
        md = markdown.Markdown(
            extensions=[*syntax.EXTENSIONS, syntax.RoundsMarkdown()], output_format="html"
        )
        _tools.pair = (md, sanitizer.new_cleaner())
    return _tools.pair
