"""Markdown as Rounds reads it: what is left out of the standard, and what is added."""

import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    InlineProcessor,
    LinkInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from forum.core.markup.guards import (
    LimitFences,
    LimitLines,
    TimedBlockParser,
    TimedInlineTree,
    spend_bracket,
)
from forum.core.markup.links import is_allowed, is_external, is_on_this_site, strip_tracking
from forum.core.markup.mentions import HANDLE, MENTION

SCAN = 1500  # how far a link's text and address may reach
BARE_URL = r"(?<![\w/@.=-])(?i:https?://|www\.)[^\s<>\[\]\"`\x02\x03]{2,1000}"
STRIKE = r"(~~)(?!~)(.{1,800}?)~~"
_LEFT_OUT = "html reference short_reference image_reference short_image_ref autolink automail".split()
_WROTE = re.compile(rf"@?{HANDLE} wrote|Former member wrote")
_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_OPENED = re.compile(r"\(\s*")
_IN_ANGLES = re.compile(r"<[^<>\s]*>")
_ENDS_OR_NESTS = re.compile(r"[()\s]")
_CLOSED = re.compile(r"""(?:\s+(?:"(?:[^"()]|\([^"()]*\))*"|'(?:[^'()]|\([^'()]*\))*'))?\s*\)""")


def link(address: str, text: str) -> etree.Element:
    """A link as Rounds writes every one: without tracking, and with no credit to strangers."""
    attributes = {"href": strip_tracking(address.replace("&amp;", "&"))}
    if is_external(address):
        attributes["rel"] = "nofollow ugc noopener"
    element = etree.Element("a", attributes)
    element.text = text
    return element


class Link(LinkInlineProcessor):
    """``[text](address)``; an address that may not be a link leaves the text alone.

    ``![alt](address)`` is one too: pictures from elsewhere are never loaded.
    """

    def getText(self, data, index):  # noqa: N802 - Markdown's name
        return super().getText(data[: index + SCAN], index)

    def getLink(self, data, index):  # noqa: N802
        """Read ``(address "title")``, where quotes in an address are signs of it like others.

        The base class guesses where a quoted title ends, and may lose the rest of the paragraph. What
        is not written as above is no link here and stands as it was typed. No title is shown.
        """
        data = data[: index + SCAN]
        opened = _OPENED.match(data, index)
        start = opened.end() if opened else index
        end = _end_of_address(data, start)
        closed = _CLOSED.match(data, end)
        address = _ESCAPED.sub(lambda sign: chr(int(sign[1])), self._without_escapes(data[start:end]))
        if not (opened and closed) or INLINE_PLACEHOLDER_PREFIX in address:  # code is no address
            return "", None, index, False
        if _IN_ANGLES.fullmatch(address):
            address = address[1:-1]
        return address, None, closed.end(), True

    def _without_escapes(self, address):
        """``address`` with the signs in it that a backslash stands before; what else was found in it stays."""
        found = self.md.treeprocessors["inline"].stashed_nodes

        def plain(place):
            return found[place[1]] if isinstance(found.get(place[1]), str) else place[0]

        return INLINE_PLACEHOLDER_RE.sub(plain, address)

    def handleMatch(self, m, data):  # noqa: N802
        if not spend_bracket(self.md):
            return None, m.start(0), m.end(0)
        text, index, handled = self.getText(data, m.end(0))
        if not handled:
            return None, m.start(0), m.end(0)
        address, _title, index, handled = self.getLink(data, index)
        if not handled:
            return None, m.start(0), m.end(0)
        return self._element(text, address), m.start(0), index

    def _element(self, text, address):
        text = text if text.strip() else AtomicString(address)
        if "a" not in self.md.treeprocessors["inline"].ancestors and is_allowed(address):
            return link(address, text)
        element = etree.Element("span")  # the sanitizer drops the tag and keeps what it holds
        element.text = text
        return element


def _end_of_address(data: str, start: int) -> int:
    """Where the address at ``start`` ends: at a space, or at a bracket that it did not open itself."""
    if in_angles := _IN_ANGLES.match(data, start):
        return in_angles.end()
    depth = 0
    for found in _ENDS_OR_NESTS.finditer(data, start):
        if found.group() == "(":
            depth += 1
        elif found.group() == ")" and depth:
            depth -= 1
        else:
            return found.start()
    return len(data)


class BareUrl(InlineProcessor):
    """An address by itself is a link; the sentence's own signs after it are not part of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m, data):  # noqa: N802
        url = m.group(0).rstrip(".,;:!?*_~\"'")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?")
        address = url if url[:4].lower() != "www." else f"https://{url}"
        if not is_allowed(address):
            return None, None, None
        return link(address, AtomicString(url)), m.start(0), m.start(0) + len(url)


class Mention(InlineProcessor):
    """``@handle``, where it is a member's: ``md.mentions`` says whose page it leads to."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m, data):  # noqa: N802
        address = self.md.mentions.get(m.group(1).lower())
        if address is None:
            return None, None, None
        element = etree.Element("a", {"href": address, "class": "mention"})
        element.text = AtomicString(m.group(0))
        return element, m.start(0), m.end(0)


class Shape(Treeprocessor):
    """What needs the finished tree: heading levels, task lists, tables, who is quoted."""

    def run(self, root):
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = _scrolling(child)
                elif child.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                    child.tag = f"h{min(int(child.tag[1]) + 2, 6)}"
                elif child.tag == "li":
                    _make_task(child)
                elif child.tag == "blockquote":
                    _name_source(child)


def _scrolling(table: etree.Element) -> etree.Element:
    """A box that scrolls sideways, for the keyboard too, around ``table``."""
    box = etree.Element(
        "div", {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"}
    )
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _make_task(item: etree.Element) -> None:
    """``[ ] text`` in a list item becomes a box, ticked or not, that nobody can click."""
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    match = _TASK.match((holder.text or "").lstrip("\n"))
    if match is None:
        return
    done = match.group(1) != " "
    box = etree.Element(
        "input", {"type": "checkbox", "disabled": "", "aria-label": "Done" if done else "To do"}
    )
    if done:
        box.set("checked", "")
    box.tail = " " + (holder.text or "").lstrip("\n")[match.end() :]
    holder.text = None
    holder.insert(0, box)
    item.set("class", "task")


def _name_source(quote: etree.Element) -> None:
    """The first line of a quote, ``[@handle wrote](…):``, becomes a cite of its own."""
    first = quote[0] if len(quote) else None
    if first is None or first.tag != "p" or (first.text or "").strip() or not len(first):
        return
    source = first[0]
    text = "".join(source.itertext())
    if source.tag != "a" or not is_on_this_site(source.get("href", "")) or not _WROTE.fullmatch(text):
        return
    if (source.tail or "").strip() != ":" or (len(first) > 1 and first[1].tag != "br"):
        return
    source.tail, source.text = None, AtomicString(text)
    del source[:]
    first.remove(source)
    first.text = ""
    if len(first):
        first.text = (first[0].tail or "").lstrip()
        del first[0]
    line = etree.Element("p")
    etree.SubElement(line, "cite").append(source)
    quote.insert(0, line)
    if not len(first) and not (first.text or "").strip():
        quote.remove(first)


class RoundsMarkdown(Extension):
    def extendMarkdown(self, md):  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(LimitFences(md), "fences", 28)
        md.preprocessors.register(LimitLines(md), "limits", 20)
        for name in _LEFT_OUT:
            md.inlinePatterns.deregister(name)
        md.parser.blockprocessors.deregister("reference")
        self._time(md)
        md.inlinePatterns.register(Link(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(Link(IMAGE_LINK_RE, md), "image_link", 150)
        md.inlinePatterns.register(BareUrl(BARE_URL, md), "bare_url", 110)
        md.inlinePatterns.register(Mention(MENTION, md), "mention", 65)
        md.inlinePatterns.register(SimpleTagInlineProcessor(STRIKE, "del"), "strike", 35)
        md.treeprocessors.register(Shape(md), "shape", 5)

    @staticmethod
    def _time(md) -> None:
        timed = TimedBlockParser(md)
        timed.blockprocessors = md.parser.blockprocessors
        for processor in timed.blockprocessors:
            processor.parser = timed
        md.parser = timed
        md.treeprocessors.register(TimedInlineTree(md), "inline", 20)


EXTENSIONS = ("fenced_code", TableExtension(use_align_attribute=True), "sane_lists", "nl2br")
