"""The tags of a question can be set right later; what they were stays in its history."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from accounts.services import erase_member
from forum.moderation.appeal_services import appeal, decide_appeal
from forum.moderation.care_services import redact_words
from forum.moderation.models import ModerationAction
from forum.moderation.services import edit_post
from forum.moderation.thread_services import merge_threads
from forum.threads.exports import posts_data
from forum.threads.models import Revision, Tag
from forum.threads.queries import tags_of
from forum.threads.services.redacting import erase_post
from forum.threads.services.tags import put_tags
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db
TITLE = "Is your organization using TikTok?"


@pytest.fixture
def question(asker):
    return make_thread(
        author=asker, title=TITLE, body="We wonder.", tags=["tiktok", "vidoe"]
    ).posts.get()


def sent(**changed):
    return {"title": TITLE, "body": "We wonder.", "tags": "tiktok, vidoe", "version": 1} | changed


def test_the_asker_corrects_a_tag(as_member, asker, question):
    client = as_member(asker)
    form = client.get(f"/posts/{question.pk}/edit/").content.decode()

    client.post(f"/posts/{question.pk}/edit/", sent(tags="tiktok, Video", reason="a typo"))

    assert 'value="tiktok, vidoe"' in form
    assert '<option value="vidoe">' in form
    page = client.get(question.get_absolute_url()).content.decode()
    assert 'href="/tags/video/"' in page
    assert 'href="/tags/vidoe/"' not in page
    history = client.get(f"/posts/{question.pk}/revisions/").content.decode()
    assert "Tags: tiktok, <del>" in history
    assert ">video<" in history


def test_the_same_tags_in_other_letters_are_no_edit(as_member, asker, question):
    as_member(asker).post(f"/posts/{question.pk}/edit/", sent(tags="#VIDOE, TikTok"))

    question.refresh_from_db()
    assert (question.version, question.revisions.count()) == (1, 0)


def test_a_form_without_the_field_leaves_the_tags(as_member, asker, question):
    typed = sent(body="We wonder still.")
    del typed["tags"]

    as_member(asker).post(f"/posts/{question.pk}/edit/", typed)

    question.refresh_from_db()
    assert question.body == "We wonder still."
    assert tags_of(question.thread) == ["tiktok", "vidoe"]


def test_an_empty_field_takes_all_tags_away(as_member, asker, question):
    as_member(asker).post(f"/posts/{question.pk}/edit/", sent(tags=""))

    assert tags_of(question.thread) == []
    assert question.revisions.get().tags == "tiktok, vidoe"


def test_too_many_tags_are_refused_and_nothing_is_lost(as_member, asker, question):
    response = as_member(asker).post(
        f"/posts/{question.pk}/edit/", sent(tags="a, b, c, d, e, f", body="We wonder more.")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Use five tags at most." in page
    assert 'value="a, b, c, d, e, f"' in page
    assert "We wonder more." in page
    assert tags_of(question.thread) == ["tiktok", "vidoe"]


def test_a_reply_has_no_tags(as_member, peer, question):
    reply = make_reply(thread=question.thread, author=peer, body="We do.")
    client = as_member(peer)

    form = client.get(f"/posts/{reply.pk}/edit/").content.decode()
    client.post(f"/posts/{reply.pk}/edit/", {"body": "We did.", "tags": "mine", "version": 1})

    assert 'name="tags"' not in form
    assert tags_of(question.thread) == ["tiktok", "vidoe"]
    assert reply.revisions.get().tags == ""


def test_nobody_else_corrects_them(peer, question):
    with pytest.raises(PermissionDenied):
        edit_post(post=question, editor=peer, body=question.body, tags=["mine"], version=1)


def test_a_moderators_correction_is_logged_and_an_appeal_takes_it_back(
    asker, moderator, administrator, question
):
    edit_post(post=question, editor=moderator, body=question.body, tags=["video"], version=1)
    act = ModerationAction.objects.get()
    made = appeal(action=act, member=asker, words="It is about TikTok, too.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    assert act.kind == "edit"
    assert tags_of(question.thread) == ["tiktok", "vidoe"]


def test_no_tag_is_made_of_words_that_were_taken_out(asker, moderator, administrator, question):
    edit_post(post=question, editor=asker, body=question.body, tags=["jane-doe", "video"], version=1)
    edit_post(post=question, editor=moderator, body=question.body, tags=["video"], version=2)
    act = ModerationAction.objects.get()
    Revision.objects.filter(number=2).update(tags="[removed by a moderator], video")
    made = appeal(action=act, member=asker, words="It was right.")

    decide_appeal(appeal=made, moderator=administrator, is_granted=True)

    assert tags_of(question.thread) == ["video"]


def test_former_tags_are_redacted_too(asker, moderator, question):
    edit_post(post=question, editor=asker, body=question.body, tags=["jane-doe-ward"], version=1)
    edit_post(post=question, editor=asker, body=question.body, tags=["video"], version=2)

    redact_words(post=question, words="jane-doe-ward", moderator=moderator, rule="1")

    kept = Revision.objects.order_by("number").values_list("tags", flat=True)
    assert list(kept) == ["tiktok, vidoe", "[removed by a moderator]"]
    assert not Tag.objects.filter(name__contains="jane").exists()


def test_tags_of_a_question_that_was_merged_are_redacted_too(moderator, question):
    put_tags(question.thread, ["jane-doe-ward"])
    target = make_thread()
    merge_threads(source=question.thread, target=target, moderator=moderator)
    question.refresh_from_db()

    places = redact_words(
        post=make_reply(thread=target, body="jane-doe-ward"),
        words="jane-doe-ward",
        moderator=moderator,
        rule="1",
    )

    assert "A tag of the question" in [place.what for place in places]
    assert not Tag.objects.filter(name__contains="jane").exists()


def test_an_erased_question_has_no_tags(question):
    erase_post(post=question)

    assert tags_of(question.thread) == []


def test_a_conflict_shows_the_tags_and_the_title_as_they_stand(as_member, asker, moderator, question):
    edit_post(
        post=question,
        editor=moderator,
        body=question.body,
        title="TikTok, anybody?",
        tags=["video"],
        version=1,
    )

    page = as_member(asker).post(f"/posts/{question.pk}/edit/", sent(body="Mine.")).content.decode()

    kept = page.partition("The text as it stands now")[2].partition("</section>")[0]
    assert "TikTok, anybody?" in kept
    assert "Tags: video" in kept


def test_former_tags_name_no_erased_member(asker, peer, question):
    edit_post(post=question, editor=asker, body=question.body, tags=["for @praman"], version=1)
    edit_post(post=question, editor=asker, body=question.body, tags=["video"], version=2)

    erase_member(user=peer)

    assert Revision.objects.get(number=2).tags == "for @former-member"


def test_former_tags_are_in_the_copy_of_ones_data(asker, question):
    edit_post(post=question, editor=asker, body=question.body, tags=["video"], version=1)

    (post,) = posts_data(asker)
    assert [former["tags"] for former in post["revisions"]] == ["tiktok, vidoe"]


def test_the_deploy_tells_former_texts_the_tags_that_could_not_change_before(asker, question):
    edit_post(post=question, editor=asker, body="We wonder still.", version=1)
    edit_post(
        post=make_reply(author=asker).thread.posts.get(number=2), editor=asker, body="No.", version=1
    )
    Revision.objects.update(tags="")
    migration = importlib.import_module("forum.threads.migrations.0012_tags_of_former_questions")

    for _twice in range(2):
        migration.tell_tags(apps, None)

    assert list(Revision.objects.order_by("pk").values_list("tags", flat=True)) == ["tiktok, vidoe", ""]
