"""Text, pages by key, mail, the shared cache, news: the pieces that know nothing of the forum."""

import time
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.dispatch import Signal
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from forum.core import text
from forum.core.cache import ResilientRedisCache
from forum.core.dates import when
from forum.core.fields import LineField
from forum.core.mail import OutboxBackend, deliver_due
from forum.core.models import OutgoingMail
from forum.core.paging import keyset_page
from forum.core.signals import announce
from tests.make import make_user

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("a\r\nb", "a b"),
        (" a \t b ", "a b"),
        ("a\u200bb\u202e", "ab"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 9, "á\u0301\u0301\u0301"),
        ("\u2028a", "a"),
    ],
)
def test_one_line_is_clean(typed, line):
    assert text.one_line(typed) == line


def test_many_lines_keep_their_lines():
    assert text.many_lines("a\r\nb\rc\n\n\u202ed") == "a\nb\nc\n\nd"


def test_a_stack_of_unordered_marks_costs_no_more_than_other_text():
    stack = "a" + "\u0301\u0316\u05b0\u0591" * 50_000
    begun = time.perf_counter()

    cleaned = [text.one_line(stack), text.many_lines(stack)]

    assert time.perf_counter() - begun < 1
    assert max(map(len, cleaned)) <= 1 + text.MOST_MARKS


@pytest.mark.parametrize("word", ["Nguyễn", "שָׁלוֹם", "हिन्दी", "ภาษาไทย"])
def test_marks_that_languages_need_stay(word):
    written = unicodedata.normalize("NFC", word)

    assert text.one_line(unicodedata.normalize("NFD", word)) == written


def test_text_of_any_length_is_refused_without_being_cleaned(monkeypatch):
    field = LineField(max_length=60)
    monkeypatch.setattr(text, "_composed", lambda typed: pytest.fail("it was cleaned"))

    with pytest.raises(ValidationError, match="Keep it to 60"):
        field.clean("a" * 240_001)


@pytest.mark.parametrize(
    ("ago", "label"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(hours=25), "yesterday"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=17), "Nov 3"),
        (timedelta(days=400), "Oct 16, 2025"),
    ],
)
def test_dates_read_as_people_say_them(ago, label):
    assert when(NOW - ago, NOW).label == label


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_by_key_show_each_row_once_both_ways(size):
    for n in range(7):
        make_user(joined_at=NOW - timedelta(days=n // 3))  # rows that share a moment
    rows = User.objects.all()

    def walk(params, link):
        while params is not None:
            page = keyset_page(rows, params, moment="joined_at", size=size)
            yield [row.pk for row in page.rows]
            name, _, cursor = getattr(page, link).lstrip("?").partition("=")
            params = {name: cursor} if cursor else None

    down = list(walk({}, "older"))
    last = keyset_page(rows, {}, moment="joined_at", size=7).rows[-1]
    key = (last.joined_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    up = list(walk({"after": f"{key}-{last.pk}"}, "newer"))

    every = [row.pk for row in rows.order_by("-joined_at", "-pk")]
    assert [pk for page in down for pk in page] == every
    assert sorted(pk for page in up for pk in page) == sorted(every[:-1])


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(Http404):
        keyset_page(User.objects.none(), {"before": "1-1"}, moment=None)


def test_a_failing_receiver_costs_nobody_their_post(django_capture_on_commit_callbacks, db):
    news, heard = Signal(), []

    def fails(**kwargs):
        raise RuntimeError("the receiver is broken")

    def hears(fact, **kwargs):
        heard.append(fact)

    news.connect(fails)
    news.connect(hears)

    with django_capture_on_commit_callbacks(execute=True):
        announce(news, fact="posted")

    assert heard == ["posted"]


@pytest.fixture
def outbox(db):
    message = EmailMessage("Your code\nBcc: x@y.example", "482913", to=["ann@hospital.example"])
    OutboxBackend().send_messages([message])
    return OutgoingMail.objects


def test_mail_waits_in_the_outbox_and_leaves_once(outbox, settings):
    settings.DELIVERY_BACKEND = LOCMEM

    sent = [deliver_due(), deliver_due()]

    assert sent == [1, 0]
    assert mail.outbox[0].subject == "Your code Bcc: x@y.example"
    assert mail.outbox[0].to == ["ann@hospital.example"]
    assert outbox.count() == 0


def test_a_mail_server_that_fails_loses_no_mail(outbox, settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    assert deliver_due() == 0
    kept = outbox.get()
    outbox.update(due_at=timezone.now())
    settings.DELIVERY_BACKEND = LOCMEM

    assert kept.attempts == 1
    assert kept.due_at > timezone.now()
    assert deliver_due() == 1


class SlowServer:
    """A mail server that takes a minute for each mail; another worker looks in meanwhile."""

    clock = None
    sent: list[str] = []

    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        self.sent.extend(message.subject for message in messages)
        self.clock.shift(timedelta(minutes=1))
        if len(self.sent) == 3:
            deliver_due()
        return 1


def test_a_claimed_mail_is_not_sent_twice_however_slow_the_server(db, settings):
    settings.DELIVERY_BACKEND = f"{__name__}.SlowServer"
    names = [f"mail {n}" for n in range(4)]
    OutboxBackend().send_messages([EmailMessage(name, "", to=["a@b.example"]) for name in names])
    SlowServer.sent = []

    with time_machine.travel(NOW, tick=False) as SlowServer.clock:
        OutgoingMail.objects.update(due_at=NOW)
        deliver_due()

    assert sorted(SlowServer.sent) == names


def test_without_redis_the_cache_goes_on_in_memory():
    cache = ResilientRedisCache("redis://127.0.0.1:1/0", {})

    cache.set("a", 1)

    assert (cache.get("a"), cache.add("a", 2), cache.incr("a")) == (1, False, 2)
