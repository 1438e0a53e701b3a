"""What may be in a post, said once and enforced twice: by bleach, then by nh3.

bleach takes no more security fixes, so it never has the last word. Both keep to the same list,
and links also pass our own check, because bleach's lets ``javascript:1`` through.
"""

import re

import nh3
from bleach.sanitizer import Cleaner

from forum.core.markup.links import is_allowed

TAGS = frozenset(
    "p br hr h3 h4 h5 h6 ul ol li blockquote cite pre code em strong del a table thead tbody tr th td "
    "input div".split()
)
_PROTOCOLS = frozenset(("http", "https", "mailto"))
_LANGUAGE = re.compile(r"language-[A-Za-z0-9+#_-]{1,30}")
_EXACT = {
    "div": {"class": {"table-scroll"}, "tabindex": {"0"}, "role": {"region"}, "aria-label": {"Table"}},
    "input": {
        "type": {"checkbox"},
        "disabled": {"", "disabled"},
        "checked": {"", "checked"},
        "aria-label": {"Done", "To do"},
    },
    "li": {"class": {"task"}},
    "th": {"align": {"left", "center", "right"}},
    "td": {"align": {"left", "center", "right"}},
    "a": {"class": {"mention"}, "rel": {"nofollow ugc noopener"}},
}
_NAMES = {tag: set(values) for tag, values in _EXACT.items()} | {
    "a": {"href", "class", "rel"},
    "ol": {"start"},
    "code": {"class"},
}


def may_stay(tag: str, name: str, value: str) -> bool:
    """Whether the attribute ``name`` with this ``value`` may stay on ``tag``."""
    if (tag, name) == ("a", "href"):
        return is_allowed(value)
    if (tag, name) == ("ol", "start"):
        return value.isascii() and value.isdigit() and len(value) < 10
    if (tag, name) == ("code", "class"):
        return _LANGUAGE.fullmatch(value) is not None
    return value in _EXACT.get(tag, {}).get(name, ())


def new_cleaner() -> Cleaner:
    """bleach's part. A cleaner keeps state while it works: one for each thread."""
    return Cleaner(tags=TAGS, attributes=may_stay, protocols=_PROTOCOLS, strip=True, strip_comments=True)


def last_word(html: str) -> str:
    """nh3's part: the same list once more, by a parser that is still looked after."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=_NAMES,
        attribute_filter=lambda tag, name, value: value if may_stay(tag, name, value) else None,
        url_schemes=set(_PROTOCOLS),
        link_rel=None,
    )
