"""The tags that members name, and those that are there: found by their name, or else by their slug."""

import pytest

from forum.threads.models import Tag
from forum.threads.queries import tags_of
from forum.threads.services import edit_post, save_tag
from forum.threads.services.tags import has_tags
from tests.make import make_thread

pytestmark = pytest.mark.django_db


def rename(tag, **fields):
    """As an administrator does."""
    tag = Tag.objects.get(name=tag)
    for name, value in fields.items():
        setattr(tag, name, value)
    return save_tag(tag=tag)


@pytest.fixture
def tiktok():
    """A tag whose slug is another one than its name makes."""
    make_thread(tags=["tiktok"])
    return rename("tiktok", slug="tik-tok")


def test_a_tag_is_found_by_its_name_whatever_its_slug(tiktok):
    thread = make_thread(tags=["tiktok", "video"])

    assert set(tags_of(thread)) == {"tiktok", "video"}
    assert Tag.objects.count() == 2


def test_a_tag_is_found_by_its_slug_whatever_its_name(tiktok):
    thread = make_thread(tags=["tik tok"])

    assert tags_of(thread) == ["tiktok"]


def test_a_tag_is_found_by_a_new_name_whose_slug_stayed():
    make_thread(tags=["vidoe"])
    rename("vidoe", name="video")

    threads = [make_thread(tags=[name]) for name in ("video", "vidoe")]

    assert [tags_of(thread) for thread in threads] == [["video"], ["video"]]


def test_the_name_counts_before_the_slug_of_another(tiktok):
    Tag.objects.create(name="tic toc", slug="tiktok")

    assert tags_of(make_thread(tags=["tiktok"])) == ["tiktok"]


def test_one_tag_under_two_names_is_put_once(tiktok):
    assert tags_of(make_thread(tags=["tiktok", "tik tok"])) == ["tiktok"]


@pytest.mark.parametrize(
    ("names", "has_them"),
    [
        (["tiktok"], True),
        (["tik tok"], True),
        (["tiktok", "tik-tok"], True),
        (["tiktok", "video"], False),
        (["policy"], False),
        ([], False),
    ],
)
def test_a_thread_has_the_tags_that_these_names_would_put(tiktok, names, has_them):
    Tag.objects.create(name="policy", slug="policy")
    thread = make_thread(tags=["tiktok"])

    assert has_tags(thread, names) is has_them


def test_saving_a_question_with_a_tag_of_another_slug_is_no_edit(asker, tiktok):
    post = make_thread(author=asker, body="We wonder.", tags=["tiktok"]).posts.get()

    edited = edit_post(post=post, editor=asker, body="We wonder.", tags=["tiktok"], version=1)

    assert (edited.version, tags_of(post.thread)) == (1, ["tiktok"])
