"""Imports point down this list, never up. A new app takes its place here first."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = [
    {"forum.demo", "forum.bench"},
    {"forum.pages"},
    {"forum.moderation"},
    {"forum.replies"},
    {"forum.threads"},
    {"forum.adoption"},
    {"accounts"},
    {"forum.conduct"},
    {"forum.guard"},
    {"forum.core"},
]
DEPTH = {app: depth for depth, apps in enumerate(LAYERS) for app in apps}
COMPOSITION = {
    "forum/settings.py",
    "forum/urls.py",
    "forum/wsgi.py",
    "forum/server.py",
    "forum/start.py",
}


def _app(module: str) -> str | None:
    return next((app for app in DEPTH if f"{module}.".startswith(f"{app}.")), None)


def _sources(app: str):
    for path in (ROOT / app.replace(".", "/")).rglob("*.py"):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_imports_point_downwards():
    upward = [
        f"{path.relative_to(ROOT)} imports {target}"
        for app in DEPTH
        for path, tree in _sources(app)
        for target in map(_app, _imports(tree))
        if target and target != app and DEPTH[target] <= DEPTH[app]
    ]

    assert upward == []


def test_only_receivers_are_imported_inside_functions():
    hidden = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for app in DEPTH
        for path, tree in _sources(app)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name != "ready"
        for inner in ast.walk(node)
        if isinstance(inner, ast.ImportFrom) and _app(inner.module or "")
    ]

    assert hidden == []


def test_models_have_no_hidden_behaviour():
    forbidden = re.compile(
        r"\b(?:pre|post)_(?:save|delete)\b|GenericForeignKey\(|def save\(|Meta:\n(?:.*\n)*?\s+ordering = "
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for app in DEPTH
        for path, _tree in _sources(app)
        for match in forbidden.finditer(path.read_text())
    ]

    assert found == []


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("forum", "accounts", "templates", "static/js", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".js") and (lines := path.read_text().count("\n")) > 300
    }

    assert long == {}


def test_views_neither_filter_nor_write():
    calls = re.compile(
        r"\.(?:filter|exclude|annotate|aggregate|save|delete|bulk_create|update_or_create|get_or_create)\("
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for app in DEPTH
        for path, _tree in _sources(app)
        if path.name.endswith("views.py") or app == "forum.pages"
        for match in calls.finditer(path.read_text())
    ]

    assert found == []
