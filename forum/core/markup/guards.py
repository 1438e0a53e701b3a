"""What keeps hostile text from taking long: limits before the parser, and a deadline within it.

Python-Markdown is quadratic in brackets, setext headings and emphasis, and recurses into nested
lists. Each limit here was set by measuring such text at 20,000 characters.
"""

import re
import time

from markdown.blockparser import BlockParser
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor as InlineTree

MOST_MARKERS = 8  # quotes and lists within each other
MOST_INDENT = 32
MOST_BRACKETS = 600
MOST_STARS = 1500
MOST_FENCES = 200
SECONDS = 0.4

# Both are anchored: searched for at each place of a line they are quadratic in its spaces.
_MARKERS = re.compile(
    rf"\A((?:[ \t]*(?:>|[-*+](?=[ \t])|\d{{1,9}}[.)](?=[ \t]))){{{MOST_MARKERS}}})([ \t]*)(?=>|[-*+]|\d)"
)
_INDENT = re.compile(rf"\A[ \t]{{{MOST_INDENT},}}")
_HEADING = re.compile(r"#{1,6}(?:\s|$)|(?:=+|-{2,})[ ]*$")


class TooComplex(Exception):
    """The text would take too long."""


class LimitFences(Preprocessor):
    """Refuse hundreds of code fences: the extension looks for the end of each from its start."""

    def run(self, lines: list[str]) -> list[str]:
        if sum(line.lstrip()[:3] in ("```", "~~~") for line in lines) > MOST_FENCES:
            raise TooComplex
        return lines


class LimitLines(Preprocessor):
    """Flatten nesting line by line, and refuse a great many stars and underscores."""

    def run(self, lines: list[str]) -> list[str]:
        if sum(line.count("*") + line.count("_") for line in lines) > MOST_STARS:
            raise TooComplex
        out = []
        for line in lines:
            flat = _INDENT.sub(" " * MOST_INDENT, line) if line[:1] in " \t" else line
            out.append(_MARKERS.sub(r"\1\2\\", flat, count=1) if flat else flat)
            if flat and _HEADING.match(flat):
                out.append("")  # a heading ends its block: the parser then reads it once
        return out


class TimedBlockParser(BlockParser):
    """Python-Markdown's parser, giving up when the deadline of ``md`` has passed."""

    def parseBlocks(self, parent, blocks):  # noqa: N802 - Markdown's name
        while blocks:
            check_deadline(self.md)
            for processor in self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class TimedInlineTree(InlineTree):
    """The same for what stands within a block."""

    def _InlineProcessor__applyPattern(self, pattern, data, node_index, start_index=0):  # noqa: N802
        check_deadline(self.md)
        return super()._InlineProcessor__applyPattern(pattern, data, node_index, start_index)


def spend_bracket(md) -> bool:
    """Whether one more ``[`` may be looked into; beyond the limit it is an ordinary sign."""
    check_deadline(md)
    md.brackets += 1
    return md.brackets <= MOST_BRACKETS


def check_deadline(md) -> None:
    if time.monotonic() > md.deadline:
        raise TooComplex
