"""``make run``: bring the database up to date, load the demo into an empty one, and serve."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    django.setup()
    if "--static" in sys.argv:
        return _collect_static()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    _collect_static()
    call_command("load_demo", quiet=True)
    sys.stdout.write(f"\nRounds is at {settings.SITE_URL} (Ctrl-C ends it)\n")
    sys.stdout.flush()
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:forum.server",
            "--log-level",
            "warning",
            "forum.wsgi",
        ],
    )


def _collect_static() -> None:
    """Collect static files when one is newer than the manifest; compressing them takes seconds."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*"))
    lock = (settings.BASE_DIR / "requirements.txt").stat().st_mtime
    if not manifest.exists() or manifest.stat().st_mtime < max(newest, lock):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


if __name__ == "__main__":
    main()
