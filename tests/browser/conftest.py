"""A real Chromium against a real server. One browser for all tests, a fresh context for each."""

import os
import shutil
from threading import Condition

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import expect, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = [
    *"--no-sandbox --disable-gpu --disable-background-networking --disable-component-update".split(),
    *"--disable-sync --no-first-run --disable-quic --in-process-gpu --renderer-process-limit=1".split(),
    # No page lives long enough to earn back what it costs to compile its scripts well.
    "--js-flags=--no-opt --no-maglev",
]
expect.set_options(timeout=8_000)


@pytest.fixture(scope="session")
def chromium():
    installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    path = os.environ.get("CHROMIUM") or installed
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Server(ThreadedWSGIServer):
    """It knows how many windows are connected."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.connected, self.changed = 0, Condition()

    def process_request(self, request, client_address):
        self._count(1)
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        super().process_request_thread(request, client_address)
        self._count(-1)

    def _count(self, by):
        with self.changed:
            self.connected += by
            self.changed.notify_all()

    def wait_until_left(self):
        """Return when no window is connected and no request is worked on any more."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.connected, timeout=20), "A request goes on."


class ServerThread(LiveServerThread):
    server_class = Server


@pytest.fixture(scope="session")
def server():
    """The site on a port of its own, with the collected files that production would serve."""
    thread = ServerThread("localhost", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield thread
    thread.terminate()


@pytest.fixture
def site(server, transactional_db):
    """The address of the running site; passkeys want a host name.

    Tables are emptied only when the last request has ended: one may go on after its window is closed.
    """
    yield f"http://localhost:{server.port}"
    server.httpd.wait_until_left()


@pytest.fixture
def visit(chromium, site):
    """Open a browser window: ``visit(width=390, javascript=False)``; closed after the test."""
    contexts = []

    def open_window(*, width=1280, dark=False, javascript=True):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(visit):
    """A window of somebody who is signed in, without the way through the form; several at a time."""

    def window(user, **options):
        page = visit(**options)
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
        page.context.add_cookies([cookie])
        return page

    return window
