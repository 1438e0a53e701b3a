"""A real Chromium against a real server. One browser for all tests, a fresh context for each."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import expect, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --disable-quic"
).split()
expect.set_options(timeout=8_000)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server():
    """The site on a port of its own, with the collected files that production would serve."""
    thread = LiveServerThread("localhost", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture
def site(server, transactional_db):
    """The address of the running site; passkeys want a host name."""
    return server


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
