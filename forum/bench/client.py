"""Requests over kept connections, timed, each answer checked."""

import http.client
import itertools
import re
import statistics
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

_serial = itertools.count()


class Page(NamedTuple):
    """What is measured: an address (``{n}`` makes it another each time), as whom, and the target."""

    name: str
    path: str
    cookie: str = ""
    target: float | None = None


class Timing(NamedTuple):
    median: float  # milliseconds
    p95: float
    rate: float = 0.0  # requests a second, over eight connections


class Browser:
    """One kept connection to one server."""

    def __init__(self, port: int, cookie: str = ""):
        self.connection = http.client.HTTPConnection("localhost", port, timeout=20)
        self.headers = {"Accept-Encoding": "gzip", "Connection": "keep-alive"}
        if cookie:
            self.headers["Cookie"] = cookie

    def get(self, path: str, expected: int = 200) -> bytes:
        self.connection.request("GET", path.format(n=next(_serial)), headers=self.headers)
        return self._answer(expected)

    def reconnect(self) -> None:
        """Servers close a connection that has been idle for some seconds."""
        self.connection.close()

    def post(self, path: str, form: dict[str, str], expected: int = 302) -> bytes:
        headers = self.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, urlencode(form), headers)
        return self._answer(expected)

    def _answer(self, expected: int) -> bytes:
        response = self.connection.getresponse()
        body = response.read()
        if response.status != expected:
            raise RuntimeError(f"{response.status} instead of {expected}")
        return body


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def alternate(
    ours: Callable[[], object], yardstick: Callable[[], object], rounds: int = 20
) -> tuple[Timing, Timing]:
    """Both in turn, in blocks of ten, so that a busy moment of the machine meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for act in (ours, yardstick):
        for _ in range(15):
            act()
    for _ in range(rounds):
        for act, taken in zip((ours, yardstick), times, strict=True):
            taken.extend(timed(act) for _ in range(10))
    return _summary(times[0]), _summary(times[1])


def _summary(times: list[float]) -> Timing:
    return Timing(statistics.median(times), statistics.quantiles(times, n=20)[18])


def rate(port: int, page: Page, seconds: float = 1.5, connections: int = 8) -> float:
    """Requests a second that ``connections`` browsers get answered together."""
    counts = [0] * connections
    end = time.monotonic() + seconds

    def browse(place: int) -> None:
        browser = Browser(port, page.cookie)
        while time.monotonic() < end:
            browser.get(page.path)
            counts[place] += 1

    threads = [threading.Thread(target=browse, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def hidden_field(name: str, page: str) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    if match is None:
        raise RuntimeError(f"No field {name} on the page")
    return match.group(1)
