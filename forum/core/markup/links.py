"""Addresses that members write: which are links at all, and what is dropped from them."""

import html
import re

_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_WEB = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s/]", re.IGNORECASE)
_OUTSIDE = re.compile(r'<a [^>]*?href="((?:https?|mailto):[^"]*)"', re.IGNORECASE)
_SAME_SITE = re.compile(r"/(?![/\\])|#")
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_[^=]*)(?:=|$)", re.IGNORECASE)


def is_allowed(address: str) -> bool:
    """Whether ``address`` may be a link: web, mail, or a place on this site.

    Checked on what a browser makes of it: entities resolved, nothing invisible inside.
    """
    plain = html.unescape(address)
    if _INVISIBLE.search(plain) or "\\" in plain:
        return False
    return bool(_WEB.match(plain) or _MAIL.match(plain) or _SAME_SITE.match(plain))


def is_on_this_site(address: str) -> bool:
    return bool(_SAME_SITE.match(html.unescape(address)))


def is_external(address: str) -> bool:
    return bool(_WEB.match(html.unescape(address)))


def links_outside(body_html: str, site: str) -> int:
    """How many links in rendered text lead away from ``site``."""
    return sum(not address.startswith(f"{site}/") for address in _OUTSIDE.findall(body_html))


def strip_tracking(address: str) -> str:
    """``address`` without the parameters that follow people about; the rest stays as it is."""
    page, hash_sign, fragment = address.partition("#")
    path, _question, query = page.partition("?")
    parts = query.split("&")
    kept = [part for part in parts if not _TRACKING.match(part)]
    if len(kept) == len(parts):
        return address
    query = "?" + "&".join(kept) if any(kept) else ""
    return f"{path}{query}{hash_sign}{fragment}"
