"""What moderators keep of a member: notes and a record, which tell of no post without a name."""

import pytest

from accounts.services import erase_member
from forum.moderation.models import MemberNote, ModerationAction, Sanction
from forum.moderation.standing_queries import acts_on, record_of, sanction_of
from forum.moderation.standing_services import add_note, lift
from tests.make import make_reply, take_name_off
from tests.moderation.sanctioning import kinds, paused, warned

pytestmark = pytest.mark.django_db


def test_a_note_is_for_moderators_and_stays(as_member, asker, moderator):
    as_member(moderator).post(
        f"/moderation/members/{asker.handle}/note/", {"words": "Works with the agency of a rival."}
    )

    page = as_member(moderator).get(f"/moderation/members/{asker.handle}/").content.decode()
    assert "Works with the agency of a rival." in page
    assert kinds() == ["note"]
    own = as_member(asker)
    for path in ("/standing/", f"/members/{asker.handle}/"):
        assert "rival" not in own.get(path).content.decode()


def test_an_empty_note_is_refused(as_member, asker, moderator):
    response = as_member(moderator).post(f"/moderation/members/{asker.handle}/note/", {"words": " "})

    assert response.status_code == 422
    assert not MemberNote.objects.exists()


def test_posts_without_a_name_are_not_on_the_record(asker, moderator):
    named, nameless = make_reply(author=asker), take_name_off(make_reply(author=asker))
    ModerationAction.objects.create(moderator=moderator, kind="hide", post=named)
    ModerationAction.objects.create(moderator=moderator, kind="hide", post=nameless)

    assert [act.post for act in acts_on(asker)] == [named]


def test_a_sanction_about_a_post_without_a_name_never_stands_beside_the_member(
    as_member, asker, moderator
):
    post = take_name_off(make_reply(author=asker))
    client = as_member(moderator)

    data = {"length": "7", "rule": "4", "public_reason": "Not as the other one."}
    client.post(f"/posts/{post.pk}/author/pause/", data)

    asker.refresh_from_db()
    assert asker.is_paused
    assert ModerationAction.objects.get().post == post
    record = client.get(f"/moderation/members/{asker.handle}/").content.decode()
    assert "Not as the other one." not in record
    form = client.get(f"/moderation/members/{asker.handle}/pause/")
    assert "Not as the other one." not in form.content.decode()
    assert record_of(asker).acts == []
    assert "Not as the other one." in as_member(asker).get("/standing/").content.decode()


def test_a_known_pause_neither_ends_nor_shows_the_one_nobody_may_know_of(asker, moderator):
    post = take_name_off(make_reply(author=asker))
    hidden = paused(asker, moderator, days=30, post=post)
    known = paused(asker, moderator, days=1, seen=0)

    asker.refresh_from_db()
    assert asker.posting_paused_until == hidden.until
    lift(sanction=known, moderator=moderator)
    asker.refresh_from_db()
    assert asker.posting_paused_until == hidden.until


def test_the_sanction_of_a_line_of_the_log_is_found(asker, moderator):
    first = paused(asker, moderator)
    warned(asker, moderator)
    second = paused(asker, moderator, seen=first.pk)
    acts = ModerationAction.objects.filter(kind="pause").order_by("pk")

    assert [sanction_of(act) for act in acts] == [first, second]


def test_erasing_a_member_takes_what_moderators_keep_of_them(asker, peer, moderator):
    add_note(member=asker, moderator=moderator, words="Calls often.")
    add_note(member=peer, moderator=moderator, words="A friend of @dwhitfield.")
    paused(asker, moderator)
    warned(asker, moderator)

    erase_member(user=asker)

    assert [note.words for note in MemberNote.objects.all()] == ["A friend of @former-member."]
    assert not Sanction.objects.exists()
    asker.refresh_from_db()
    assert not asker.reads_only
    assert kinds() == ["note", "note", "pause", "warn"]


@pytest.mark.parametrize("path", ["", "note/", "warn/", "pause/", "suspend/", "spam/", "spam/undo/"])
def test_the_record_of_nobody_is_no_page(as_member, moderator, path):
    client = as_member(moderator)
    for handle in ("nobody", "former-member-1"):
        assert client.post(f"/moderation/members/{handle}/{path}").status_code in (404, 405)
        assert client.get(f"/moderation/members/{handle}/{path}").status_code in (404, 405)


def test_the_record_takes_as_many_statements_for_a_long_history(
    as_member, asker, moderator, django_assert_max_num_queries
):
    client = as_member(moderator)
    for n in range(30):
        add_note(member=asker, moderator=moderator, words=f"Note {n}")
        make_reply(author=asker)
    paused(asker, moderator)

    with django_assert_max_num_queries(15):
        page = client.get(f"/moderation/members/{asker.handle}/")
    assert "before=" in page.content.decode()
