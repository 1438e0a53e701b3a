import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parent.parent / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|\sstyle=|\son[a-z]+="
)


def read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


def test_only_posts_are_marked_safe():
    marked = [name for name in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", read(name))]

    assert marked == ["threads/_post.html"]


def test_nothing_is_inline():
    assert [name for name in TEMPLATES if INLINE.search(read(name))] == []


def test_includes_are_at_most_two_deep():
    includes = {name: re.findall(r'{%\s*include\s+"([^"]+)"', read(name)) for name in TEMPLATES}

    def depth(name):
        return max((1 + depth(inner) for inner in includes.get(name, [])), default=0)

    assert [name for name in TEMPLATES if depth(name) > 2] == []


def test_authors_are_printed_from_their_byline_only():
    named = re.compile(r"{{[^}]*\b(?:author|editor)\.(?:display_name|handle|email)")

    assert [name for name in TEMPLATES if named.search(read(name))] == []
