"""The only place where member text becomes HTML: Markdown in, sanitized HTML out."""

from forum.core.markup.links import links_outside, strip_tracking
from forum.core.markup.mentions import highlight, mentioned
from forum.core.markup.rendering import MAX_CHARS, VERSION, plain, render, shows_nothing
from forum.core.markup.summary import excerpt

__all__ = [
    "MAX_CHARS",
    "VERSION",
    "excerpt",
    "highlight",
    "links_outside",
    "mentioned",
    "plain",
    "render",
    "shows_nothing",
    "strip_tracking",
]
