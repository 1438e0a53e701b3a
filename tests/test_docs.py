"""What is written about Rounds is true: names of settings, targets of make, files that comments name."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
READ = re.compile(r"""\b(?:env(?:\.\w+)?|os\.environ\.get)\(\s*["']([A-Z_]+)["']""")


def read(name: str) -> str:
    return (ROOT / name).read_text()


def names_read():
    return set(READ.findall(read("forum/settings.py") + read("forum/server.py")))


def test_the_example_of_the_environment_has_every_name_that_is_read():
    named = re.findall(r"\b([A-Z_]{2,})=", read(".env.example"))

    assert sorted(named) == sorted(names_read())


def test_the_readme_has_every_name_that_is_read():
    rows = re.findall(r"^\| (`.+?) \|", read("README.md"), re.MULTILINE)

    assert sorted(re.findall(r"`([A-Z_]+)`", " ".join(rows))) == sorted(names_read())


def test_the_readme_has_every_target_of_make():
    targets = re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.MULTILINE)
    [rest] = re.findall(r"`make help` lists the rest: (.+?)\.$", read("README.md"), re.MULTILINE)

    assert sorted(["help", "run", "test", *re.findall(r"`([a-z-]+)`", rest)]) == sorted(targets)


def test_files_that_templates_name_are_there():
    named = {
        file
        for template in (ROOT / "templates").rglob("*.html")
        for file in re.findall(r"\b(?:forum|accounts)/[\w/]+\.py\b", template.read_text())
    }

    assert [file for file in sorted(named) if not (ROOT / file).exists()] == []
