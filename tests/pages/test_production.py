"""What production starts with: every setting it needs, and the safe ones."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def production(*arguments, **changes):
    return python("manage.py", *arguments, **changes)


def python(*arguments, **changes):
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a production key of more than fifty characters, 0123456789",
        "ALLOWED_HOSTS": "rounds.example",
        "SITE_URL": "https://rounds.example",
        "CONTACT_EMAIL": "help@rounds.example",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
        "VAR_DIR": str(settings.VAR_DIR),
    } | changes
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:forum", *arguments],
        env={name: value for name, value in environment.items() if value},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_deployment_check_is_clean():
    done = production("check", "--deploy", "--fail-level", "WARNING")

    assert done.stderr.strip() in ("", "System check identified no issues (0 silenced).")
    assert done.returncode == 0


def test_production_cookies_are_secure_and_bound_to_the_host():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS"
    code = f"from django.conf import settings; print(*[getattr(settings, n) for n in '{names}'.split()])"

    done = production("shell", "-v0", "-c", code)

    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "31536000"]


def setting(name, **changes):
    code = f"from django.conf import settings; print(repr(settings.{name}))"
    return production("shell", "-v0", "-c", code, **changes).stdout.strip()


def test_signing_out_does_not_depend_on_redis():
    code = (
        "from importlib import import_module; from django.conf import settings; "
        "from django.contrib.sessions.backends import cached_db, db; "
        "store = import_module(settings.SESSION_ENGINE).SessionStore; "
        "print(issubclass(store, db.SessionStore), issubclass(store, cached_db.SessionStore))"
    )

    done = production("shell", "-v0", "-c", code, REDIS_URL="redis://127.0.0.1:6379/0")

    assert done.stdout.strip() == "True False"


def test_what_the_address_of_the_database_says_is_kept():
    url = "postgres://rounds@db.example/rounds?sslmode=verify-full"

    options = setting("DATABASES['default']['OPTIONS']", DATABASE_URL=url)

    assert "'sslmode': 'verify-full'" in options
    assert "lock_timeout=10s" in options


def test_statements_of_pages_are_ended_after_a_while_and_those_of_commands_are_not():
    code = (
        "import forum.wsgi; from django.conf import settings; "
        "print(settings.DATABASES['default']['OPTIONS']['options'])"
    )
    url = "postgres://rounds@db.example/rounds"

    served = python("-c", code, DATABASE_URL=url).stdout
    commanded = setting("DATABASES['default']['OPTIONS']", DATABASE_URL=url)

    assert "statement_timeout=15s" in served
    assert "statement_timeout=0s" in commanded


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "CONTACT_EMAIL", "EMAIL_URL"]
)
def test_production_does_not_start_without(name):
    done = production("check", **{name: ""})

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


def test_no_migration_is_missing():
    assert production("makemigrations", "--check", "--dry-run").returncode == 0
