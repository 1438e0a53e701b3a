"""What a post without a name leaves behind: nothing in the log file, all of it in one's own copy."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.threads.models import Post
from tests.make import label_of, make_thread, make_user

pytestmark = pytest.mark.django_db


def test_the_log_file_ties_nobody_to_a_thread(client, posts, author, caplog):
    client.force_login(author)
    thread = posts["threads"][0]
    caplog.set_level("DEBUG", logger="rounds")
    client.post(f"/posts/{posts['posts'][2].pk}/helpful/")  # one's own: refused
    for _n in range(12):
        client.post(f"/t/{thread.pk}/reply/", {"body": "Again", "unnamed_as": label_of(author)})

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("rounds")]
    assert any("Refused" in line for line in lines)
    assert [line for line in lines if f"/t/{thread.pk}/" in line or "/posts/" in line] == []


def test_ones_own_copy_has_all_of_it(posts, author):
    from forum.adoption.queries import statuses_data
    from forum.threads.exports import posts_data

    own = posts_data(author)

    assert sum(bool(post["unnamed_as"]) for post in own) == Post.objects.nameless().count()
    assert {row["subject__name"]: row["is_unnamed"] for row in statuses_data(author)} == {
        "Mastodon": False,
        "TikTok": True,
    }


def test_a_quote_names_the_pseudonym(client, posts, peer):
    client.force_login(peer)

    page = client.get(f"/t/{posts['threads'][0].pk}/reply/?quote=3").content.decode()

    assert "[Asker wrote]" in page


def test_what_was_asked_long_ago_is_listed_by_its_time_alone(client, author, visitors):
    """Lists sort by time and number, neither of which is their author's."""
    label = label_of(author)
    for days in (3, 1, 2):
        at = timezone.now() - timedelta(days=days)
        make_thread(
            author=author if days == 1 else make_user(),
            written_at=at,
            title=f"Asked {days} days ago",
            **({"unnamed_as": label} if days == 1 else {}),
        )

    titles = re.findall(r"Asked (\d) days ago", client.get("/").content.decode())

    assert titles == ["1", "2", "3"]
