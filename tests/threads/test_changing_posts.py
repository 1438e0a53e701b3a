import pytest
from django.core.exceptions import PermissionDenied

from forum.core.diffs import pieces
from forum.core.errors import Refused
from forum.moderation.services import hide_post, restore_post
from forum.threads import services
from tests.make import make_reply, make_thread

pytestmark = pytest.mark.django_db


def test_an_edit_keeps_the_former_text_with_who_and_why(peer):
    post = make_reply(author=peer, body="Twice a week.")

    services.edit_post(post=post, editor=peer, body="Three times.", reason="figures", version=1)

    post.refresh_from_db()
    revision = post.revisions.get()
    assert (post.body, post.version, post.edit_reason) == ("Three times.", 2, "figures")
    assert (revision.body, revision.number, revision.editor, revision.reason) == (
        "Twice a week.",
        1,
        peer,
        "figures",
    )


def test_saving_the_same_text_is_no_edit(peer):
    post = make_reply(author=peer, body="Twice a week.")

    services.edit_post(post=post, editor=peer, body="Twice a week.", version=1)

    post.refresh_from_db()
    assert (post.version, post.edited_at, post.revisions.count()) == (1, None, 0)


def test_two_who_edit_at_once_do_not_overwrite_each_other(peer, moderator):
    post = make_reply(author=peer, body="One.")
    services.edit_post(post=post, editor=moderator, body="Two.", version=1)

    with pytest.raises(services.EditedMeanwhile):
        services.edit_post(post=post, editor=peer, body="Three.", version=1)

    post.refresh_from_db()
    assert post.body == "Two."


def test_editing_the_question_renames_the_thread(asker):
    thread = make_thread(author=asker, title="Is anyone on Threads?")

    services.edit_post(
        post=thread.posts.get(), editor=asker, body="", title="Is your team on Threads?", version=1
    )

    thread.refresh_from_db()
    assert thread.title == "Is your team on Threads?"
    assert thread.posts.get().revisions.get().title == "Is anyone on Threads?"


def test_nobody_edits_what_another_wrote(peer, outsider):
    post = make_reply(author=peer)

    with pytest.raises(PermissionDenied):
        services.edit_post(post=post, editor=outsider, body="Mine now.", version=1)


def test_a_closed_thread_takes_no_edits_of_its_members(peer, moderator):
    post = make_reply(author=peer)
    services.set_thread_closed(thread=post.thread, by=moderator, closed=True)

    with pytest.raises(PermissionDenied):
        services.edit_post(post=post, editor=peer, body="Later.", version=1)


def test_a_withdrawn_reply_leaves_the_count_and_comes_back(peer):
    post = make_reply(author=peer)

    services.withdraw_post(post=post, by=peer)
    post.thread.refresh_from_db()
    withdrawn = post.thread.reply_count
    services.undo_withdrawal(post=post, by=peer)
    post.thread.refresh_from_db()

    assert (withdrawn, post.thread.reply_count) == (0, 1)


def test_withdrawing_twice_is_withdrawing_once(peer):
    post = make_reply(author=peer)

    services.withdraw_post(post=post, by=peer)
    services.withdraw_post(post=post, by=peer)

    post.thread.refresh_from_db()
    assert post.thread.reply_count == 0


def test_a_question_without_replies_is_withdrawn_with_its_thread(asker):
    thread = make_thread(author=asker)

    services.withdraw_post(post=thread.posts.get(), by=asker)

    thread.refresh_from_db()
    thread.topic.refresh_from_db()
    assert thread.withdrawn_at is not None
    assert thread.topic.thread_count == 0


def test_a_question_with_replies_stays(asker):
    thread = make_thread(author=asker, replies=1)

    with pytest.raises(PermissionDenied):
        services.withdraw_post(post=thread.posts.get(number=1), by=asker)


def test_an_author_cannot_bring_back_what_a_moderator_removed(peer, moderator):
    post = make_reply(author=peer)
    services.withdraw_post(post=post, by=peer)
    hide_post(post=post, moderator=moderator, rule="4")

    with pytest.raises(PermissionDenied):
        services.undo_withdrawal(post=post, by=peer)


def test_the_asker_chooses_one_most_helpful_reply(asker):
    thread = make_thread(author=asker, replies=2)
    first, second = thread.posts.filter(number__gt=1).order_by("number")

    services.accept_reply(post=first, by=asker)
    services.accept_reply(post=second, by=asker)

    thread.refresh_from_db()
    assert thread.accepted_post == second


def test_a_stranger_does_not_choose(peer):
    thread = make_thread(replies=1)

    with pytest.raises(PermissionDenied):
        services.accept_reply(post=thread.posts.get(number=2), by=peer)


def test_the_question_itself_is_no_answer(asker):
    thread = make_thread(author=asker)

    with pytest.raises(Refused):
        services.accept_reply(post=thread.posts.get(), by=asker)


def test_a_removed_reply_is_not_the_most_helpful_any_more(asker, moderator):
    thread = make_thread(author=asker, replies=1)
    reply = thread.posts.get(number=2)
    services.accept_reply(post=reply, by=asker)

    hide_post(post=reply, moderator=moderator, rule="4")
    restore_post(post=reply, moderator=moderator)

    thread.refresh_from_db()
    assert thread.accepted_post is None


def test_a_withdrawn_reply_is_not_the_most_helpful_any_more(asker, peer):
    reply = make_reply(thread=make_thread(author=asker), author=peer)
    services.accept_reply(post=reply, by=asker)

    services.withdraw_post(post=reply, by=peer)

    reply.thread.refresh_from_db()
    assert reply.thread.accepted_post is None


def test_a_diff_names_the_words_that_changed():
    assert pieces("We post twice a week.", "We post three times a week.") == [
        ("", "We post "),
        ("del", "twice"),
        ("ins", "three times"),
        ("", " a week."),
    ]


def test_a_diff_of_long_texts_goes_by_lines():
    old = "\n".join(f"line {n}" for n in range(1500))

    assert pieces(old, old + "\nlast")[-1] == ("ins", "line 1499\nlast")


def test_the_preview_of_an_edit_shows_the_changed_title_and_saves_nothing(as_member, asker):
    thread = make_thread(author=asker, title="Which newsletter tool do you use?")
    form = {"title": "Which mail tool do you use?", "body": "**Ours** broke.", "version": "1"}

    page = as_member(asker).post(f"/posts/{thread.posts.get().pk}/edit/", form | {"preview": "1"})

    assert page.status_code == 200
    assert '<h3 class="preview-question">Which mail tool do you use?</h3>' in page.content.decode()
    assert "<strong>Ours</strong> broke." in page.content.decode()
    thread.refresh_from_db()
    assert thread.title == "Which newsletter tool do you use?"


def test_a_long_history_is_shown_in_parts_without_a_gap(as_member, peer):
    post = make_reply(author=peer, body="Text 1.")
    for n in range(1, 61):
        services.edit_post(post=post, editor=peer, body=f"Text {n + 1}.", reason=f"Step {n}", version=n)
    client = as_member(peer)

    latest = client.get(f"/posts/{post.pk}/revisions/").content.decode()
    older = client.get(f"/posts/{post.pk}/revisions/?before=11").content.decode()

    assert [n for n in range(1, 61) if f"Step {n}<" in latest] == list(range(11, 61))
    assert [n for n in range(1, 61) if f"Step {n}<" in older] == list(range(1, 11))
    assert 'href="?before=11"' in latest
    assert "Older edits" not in older
    for odd in ("0", "61", "x", "9" * 5000):
        assert client.get(f"/posts/{post.pk}/revisions/?before={odd}").status_code == 404
