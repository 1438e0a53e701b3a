"""@mentions: finding them before a text is rendered, and showing a reader their own."""

import re

HANDLE = r"[A-Za-z][A-Za-z0-9_-]{1,28}[A-Za-z0-9]"
_BEFORE, _AFTER = r"(?<![\w@/.+-])@", r"(?![\w@-])"
MENTION = rf"{_BEFORE}({HANDLE}){_AFTER}"
MOST_MENTIONS = 50
_MENTION = re.compile(MENTION)


def mentioned(text: str) -> set[str]:
    """The handles, in lower case, that ``text`` may mention; at most 50."""
    found: set[str] = set()
    for match in _MENTION.finditer(text):
        found.add(match.group(1).lower())
        if len(found) == MOST_MENTIONS:
            break
    return found


def mention_of(handle: str) -> re.Pattern[str]:
    """What finds the mentions of ``handle``: not the same letters in an address of web or mail."""
    return re.compile(_BEFORE + re.escape(handle) + _AFTER, re.IGNORECASE)


def highlight(body_html: str, address: str) -> str:
    """``body_html`` with the reader's own mentions marked; ``address`` is their member page."""
    if not address:
        return body_html
    own = f'class="mention" href="{address}"'
    return body_html.replace(own, f'class="mention mention-you" href="{address}"')
