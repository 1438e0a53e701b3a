"""@mentions: finding them before a text is rendered, and showing a reader their own."""

import re

HANDLE = r"[A-Za-z][A-Za-z0-9_-]{1,28}[A-Za-z0-9]"
MENTION = rf"(?<![\w@/.+-])@({HANDLE})(?![\w@-])"
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


def highlight(body_html: str, address: str) -> str:
    """``body_html`` with the reader's own mentions marked; ``address`` is their member page."""
    if not address:
        return body_html
    own = f'class="mention" href="{address}"'
    return body_html.replace(own, f'class="mention mention-you" href="{address}"')
