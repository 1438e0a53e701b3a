"""``make bench``: pages of a large forum beside a bare Django view, in one run."""

import gzip
import os
import re
import sys
import uuid
from functools import partial
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from forum.bench import client, servers  # noqa: E402
from forum.bench.client import Browser, Page  # noqa: E402

SESSIONS = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from importlib import import_module
from django.conf import settings
from accounts.models import User
store = import_module(settings.SESSION_ENGINE).SessionStore
for user in User.objects.order_by("pk")[:{most}]:
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(settings.SESSION_COOKIE_NAME + "=" + session.session_key)
"""
MEMBERS = 120


def main() -> None:
    with servers.scratch_database() as env:
        servers.manage("load_bench", env=env)
        servers.settle(env)
        servers.manage("recount", "--dry-run", env=env)
        servers.manage("bench_snapshot", env=env)
        cookies = _sessions(env)
        if "--servers" in sys.argv:
            return _compare_servers(env, cookies[0])
        bare = servers.serving(env, "forum.bench.yardstick_wsgi")
        with servers.serving(env) as (port, pid), bare as (bare_port, _pid):
            _measure(port, bare_port, cookies)
            _first_views(port, cookies[0])
            rss, pss = servers.memory_mb(pid)
            print(f"\nMemory of the server with its workers: RSS {rss:.0f} MB, PSS {pss:.0f} MB")


def _sessions(env: dict[str, str]) -> list[str]:
    import subprocess

    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SESSIONS.format(most=MEMBERS)]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.split()


def _pages(cookie: str) -> list[Page]:
    addresses = [
        ("home", "/?n={n}"),
        ("topic", "/topics/topic-1/?n={n}"),
        ("thread, first page", "/t/1/?n={n}"),
        ("thread, page 80 of 80", "/t/1/?page=80&n={n}"),
        ("thread with a snapshot", "/t/2/?n={n}"),
    ]
    return [
        *(
            Page(f"{name}, guest, kept", path.replace("n={n}", "n=kept"), target=0.3)
            for name, path in addresses
        ),
        *(Page(f"{name}, guest", path, target=1.4) for name, path in addresses),
        *(Page(f"{name}, member", path, cookie, target=1.8) for name, path in addresses),
    ]


def _measure(port: int, bare_port: int, cookies: list[str]) -> None:
    bare = Browser(bare_port)
    print(f"\nYardstick page: {len(bare.get('/')) / 1000:.0f} kB")
    print(f"{'page':34} {'median':>8} {'p95':>8} {'req/s':>7} {'times the yardstick':>20}  target")
    for page in _pages(cookies[0]):
        browser = Browser(port, page.cookie)
        bare.reconnect()
        ours, yardstick = client.alternate(partial(browser.get, page.path), lambda: bare.get("/"))
        _print(page.name, ours._replace(rate=client.rate(port, page)), yardstick, page.target)
    reply = _replier(port, cookies)
    bare.reconnect()
    ours, yardstick = client.alternate(reply, lambda: bare.get("/"))
    _print("reply", ours, yardstick, 2.5)
    bare_rate = client.rate(bare_port, Page("yardstick", "/"))
    _print("yardstick", yardstick._replace(rate=bare_rate), yardstick, None)


def _print(name: str, ours, yardstick, target: float | None) -> None:
    ratio = ours.median / yardstick.median
    verdict = "" if target is None else f"{target:.1f} {'ok' if ratio <= target else 'OVER'}"
    rate = f"{ours.rate:7.0f}" if ours.rate else " " * 7
    print(
        f"{name:34} {ours.median:6.2f}ms {ours.p95:6.2f}ms {rate} {ratio:20.2f}  {verdict}", flush=True
    )


def _replier(port: int, cookies: list[str]):
    """A function that posts one reply: another member and another thread each time."""
    turn = count()
    writers = [_writer(port, cookie, thread) for thread, cookie in enumerate(cookies, 100)]

    def reply() -> None:
        cookie, thread, token = writers[next(turn) % len(writers)]
        browser.headers["Cookie"] = cookie
        form = {"body": "We **reserved** our name.", "told": "on", "submission_key": str(uuid.uuid4())}
        browser.post(f"/t/{thread}/reply/", form | {"csrfmiddlewaretoken": token})

    browser = Browser(port)
    return reply


def _writer(port: int, cookie: str, thread: int) -> tuple[str, int, str]:
    """A member at an open thread: their cookies, the thread, the token of its form."""
    cookie = f"{cookie}; csrftoken={_cookie_of(port, cookie)}"
    page = gzip.decompress(Browser(port, cookie).get(f"/t/{thread}/")).decode()
    return cookie, thread, client.hidden_field("csrfmiddlewaretoken", page)


def _cookie_of(port: int, cookie: str) -> str:
    """The secret that the server sets for its forms."""
    browser = Browser(port, cookie)
    browser.connection.request("GET", "/ask/", headers=browser.headers)
    response = browser.connection.getresponse()
    response.read()
    found = re.search(r"csrftoken=([^;]+)", response.headers.get("Set-Cookie", ""))
    if found is None:
        raise RuntimeError("The server set no form cookie")
    return found.group(1)


def _first_views(port: int, cookie: str) -> None:
    for who, browser in (("guest", Browser(port)), ("member", Browser(port, cookie))):
        page = browser.get("/t/1/")
        html = gzip.decompress(page).decode()
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
        sizes = {path: len(browser.get(path)) for path in files}
        without_font = len(page) + sum(size for path, size in sizes.items() if ".woff2" not in path)
        print(
            f"First view of a thread, {who}: {len(files) + 1} requests, {without_font / 1000:.1f} kB without the font"
        )


def _compare_servers(env: dict[str, str], cookie: str) -> None:
    for workers, threads in ((1, 4), (2, 1), (2, 2), (2, 4), (3, 1)):
        with servers.serving(env, WEB_WORKERS=str(workers), WEB_THREADS=str(threads)) as (port, pid):
            guest = client.rate(port, Page("", "/t/1/"))
            member = client.rate(port, Page("", "/t/1/", cookie))
            rss, _pss = servers.memory_mb(pid)
        print(
            f"{workers} workers, {threads} threads: guest {guest:.0f}, member {member:.0f} req/s, {rss:.0f} MB"
        )


if __name__ == "__main__":
    main()
