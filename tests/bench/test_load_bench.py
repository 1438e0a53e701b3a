from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from accounts.models import Organization
from forum.adoption.models import StatusReport
from forum.bench import yardstick
from forum.threads.models import Post, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    out = StringIO()
    size = {"threads": 30, "posts": 120, "longest": 40, "organizations": 20, "reports": 80}
    call_command("load_bench", **size, stdout=out)
    return out.getvalue()


def test_it_loads_what_was_asked_with_true_counters(loaded):
    out = StringIO()

    call_command("recount", dry_run=True, stdout=out)

    assert (Thread.objects.count(), Post.objects.count()) == (30, 120)
    assert (Organization.objects.count(), StatusReport.objects.count()) == (20, 80)
    assert Thread.objects.order_by("pk").first().last_number == 40
    assert out.getvalue().splitlines()[-1] == "0 counters were wrong (nothing changed)"


def test_it_leaves_a_database_with_threads_alone(loaded):
    with pytest.raises(CommandError, match="There are threads already"):
        call_command("load_bench", threads=3, posts=9, longest=3)


def test_the_yardstick_is_one_page_of_one_query(loaded, django_assert_num_queries, monkeypatch):
    longest = Thread.objects.order_by("pk").first()
    monkeypatch.setattr(yardstick, "LONGEST", longest.pk)

    with django_assert_num_queries(1):
        page = yardstick.page(RequestFactory().get("/"))

    assert page.content.count(b"<article>") == 25
    assert 12_000 < len(page.content) < 20_000
