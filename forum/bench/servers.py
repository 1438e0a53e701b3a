"""A scratch database and the servers that the bench measures, started as production starts them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

SCRATCH = "rounds_bench"


def manage(*arguments: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], env=env, cwd=settings.BASE_DIR, check=True)


@contextmanager
def scratch_database() -> Iterator[dict[str, str]]:
    """The environment of an empty, migrated database that is gone afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    folder = Path(settings.VAR_DIR) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    if url.startswith("postgres"):
        server = url.rpartition("/")[0]
        _on_server(
            f"{server}/postgres", f"DROP DATABASE IF EXISTS {SCRATCH}", f"CREATE DATABASE {SCRATCH}"
        )
        url = f"{server}/{SCRATCH}"
    else:
        for old in folder.glob("bench.sqlite3*"):
            old.unlink()
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
    env = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "forum.settings",
    }
    manage("migrate", "-v0", env=env)
    manage("createcachetable", env=env)
    manage("collectstatic", "--noinput", "-v0", env=env)
    yield env
    if url.startswith("postgres"):
        _on_server(f"{server}/postgres", f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


def settle(env: dict[str, str]) -> None:
    """Clean up after a load, as PostgreSQL does by itself within minutes."""
    if env["DATABASE_URL"].startswith("postgres"):
        _on_server(env["DATABASE_URL"], "VACUUM ANALYZE")


def _on_server(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


@contextmanager
def serving(env: dict[str, str], app: str = "forum.wsgi", **changes: str) -> Iterator[tuple[int, int]]:
    """A gunicorn with our configuration on a free port: (port, process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:forum.server",
        "--log-level",
        "error",
        app,
    ]
    process = subprocess.Popen(command, env=env | changes | {"PORT": str(port)}, cwd=settings.BASE_DIR)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a server and its workers, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    rss = pss = 0
    for process in (str(pid), *children):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name == "Rss":
                rss += int(value.split()[0])
            elif name == "Pss":
                pss += int(value.split()[0])
    return rss / 1024, pss / 1024
